"""A file that the site exported in a second language goes into the session of the first."""

from dataclasses import replace

import pytest

from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.render import render
from sessions_app.groups import ORGANISERS
from sessions_app.importing.preview.translations import plan_translation, take_over_translation
from sessions_app.importing.preview.uploads import keep, read_upload
from tests import factories
from tests.factories_document import make_stamp
from tests.sessions_app.importing.test_own_files import FORMATS, imported, make_note, what_differs

pytestmark = pytest.mark.usefixtures("gazetteer")
# Catalogues of the whole site, of which a note says only the names.
SHARED = (".affiliation", ".conveners", ".services")


@pytest.fixture
def session(db):
    return imported(make_note("en"), "json").draft.session


@pytest.fixture
def organiser(db):
    return factories.make_user(ORGANISERS)


def planned(session, organiser, document, name):
    reading = read_upload(render(name, document, make_stamp()), f"note.{name}")
    upload = keep(
        reading,
        f"note.{name}",
        owner=organiser,
        series=session.series,
        session=session,
        language=document.language,
    )
    return plan_translation(upload, organiser)


def write(plan, organiser):
    take_over_translation(plan.upload, organiser, seen=plan.fingerprint)
    plan.session.refresh_from_db()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_text_of_it_is_written(session, organiser, name, language):
    document = make_note(language)

    plan = planned(session, organiser, document, name)
    assert (plan.open, plan.lost) == ([], {})
    write(plan, organiser)

    back = compose(session, language)
    left_out = {".axes[0].points[0].evidence"} if name == "md" else set()
    assert [
        it for it in what_differs(document, back, name)
        if it[0] not in left_out and not any(part in it[0] for part in SHARED)
    ] == []  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_rows_in_another_order_find_theirs(session, organiser, name):
    document = make_note("fr")
    rows = (*document.rows[3:], *reversed(document.rows[:3]))

    plan = planned(session, organiser, replace(document, rows=rows), name)
    assert plan.open == []
    write(plan, organiser)

    back = compose(session, "fr")
    assert [row.challenges for row in back.rows] != []
    for row, other in zip(back.rows, document.rows, strict=True):
        assert [str(one.title) for one in row.responses] == [
            str(one.title) for one in other.responses
        ]
        assert [one.text.blocks for one in row.challenges] == [
            one.text.blocks for one in other.challenges
        ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("missing", [0, 2, 4])
def test_row_that_the_file_lacks_stays_as_it_is(session, organiser, name, missing):
    document = make_note("fr")
    rows = [row for number, row in enumerate(document.rows) if number != missing]

    plan = planned(session, organiser, replace(document, rows=tuple(rows)), name)
    assert plan.open == []
    write(plan, organiser)

    row = session.contributions.order_by("order", "pk")[missing]
    assert [one.text_fr or "" for one in row.challenges.all()] == [""] * row.challenges.count()


def test_city_with_other_names_and_more_than_one_place_is_asked(session, organiser):
    document = make_note("fr")
    rows = (*document.rows[:3], document.rows[4])

    plan = planned(session, organiser, replace(document, rows=rows), "json")

    assert [match.text.label for match in plan.open] == ["Union des villes côtières"]


@pytest.mark.parametrize("name", FORMATS)
def test_text_in_a_third_language_is_not_written_as_a_translation(session, organiser, name):
    write(planned(session, organiser, make_note("fr"), name), organiser)

    texts = [one for row in session.contributions.all() for one in row.challenges.all()]
    foreign = [one for one in texts if one.contribution.original_language == "pt"]
    assert [one.text_fr for one in foreign if one.text_fr] == []
