"""What has happened since: follow-ups and withdrawals, from the rows to every format."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from cities.directory.merge import merge
from cities.models import Contribution
from cities.wording.published_row import PublishedUpdate
from llex.core.text import Phrase, parse
from sessions_app.briefing.compose.note import compose, compose_all
from sessions_app.briefing.document import Withdrawal, from_data, to_data
from sessions_app.briefing.editions import publish
from sessions_app.briefing.render import FORMATS
from tests.factories import make_city, make_full_session, make_participant, make_person, make_quote
from tests.factories_document import make_document
from tests.sessions_app.briefing.render.reading import docx_text, epub_text, pdf_text, squeeze

UPDATE = PublishedUpdate(
    kind="changed", day=date(2021, 11, 19), text=parse("Now **forty** wells.", "en")
)
GONE = Withdrawal(slug="sousse", name=Phrase("en", "Sousse"), day=date(2021, 12, 1))


READERS = {
    "pdf": pdf_text,
    "docx": docx_text,
    "html": lambda content: squeeze(re.sub(r"<[^>]+>", " ", content.decode())),
    "md": lambda content: squeeze(content.decode().replace("\\", "")),
    "txt": lambda content: squeeze(content.decode()),
    "epub": epub_text,
    "json": lambda content: squeeze(content.decode()),
}
# The page of findings and figures has no rows; the table has columns of its own, tested beside it.
WHOLE = [name for name in FORMATS if name not in ("short", "csv")]


def make_changed(**overrides):
    document = make_document("en")
    row = document.rows[0]
    response = replace(row.responses[0], update=UPDATE)
    row = replace(row, responses=(response, *row.responses[1:]))
    return replace(document, rows=(row, *document.rows[1:]), withdrawn=(GONE,), **overrides)


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_prints_updates_and_withdrawals(name):
    printed = READERS[name](FORMATS[name].render(make_changed(), None))

    if name == "json":
        assert '"kind": "changed"' in printed
        assert '"slug": "sousse"' in printed
    else:
        assert "Changed since, says the city on 19 November 2021." in printed
        assert "wells." in printed
        assert "Sousse has withdrawn its contribution since, on 1 December 2021." in printed


def test_document_from_before_there_were_updates_is_still_read():
    data = to_data(make_document("en"))
    del data["withdrawn"]
    for row in data["rows"]:
        for response in row["responses"]:
            del response["update"]

    assert from_data(data) == make_document("en")


def test_latest_update_is_composed(db):
    session = make_full_session()
    response = session.contributions.first().responses.get()
    response.updates.create(kind="true", said_on=date(2020, 9, 25))
    response.updates.create(kind="ended", said_on=date(2021, 3, 25), text_en="Closed.",
                            text_fr="Fermé.")  # fmt: skip

    update = compose(session, "fr").rows[0].responses[0].update

    assert (update.kind, update.day) == ("ended", date(2021, 3, 25))
    assert update.text == parse("Fermé.", "fr")


def test_what_a_city_said_last_is_composed_whichever_day_it_is_about(db):
    session = make_full_session()
    response = session.contributions.first().responses.get()
    response.updates.create(kind="true", said_on=date(2020, 9, 25))
    response.updates.create(kind="ended", said_on=date(2020, 8, 1))

    assert compose(session, "fr").rows[0].responses[0].update.kind == "ended"


def test_update_in_a_language_of_its_own_is_printed_as_it_was_written(db):
    session = make_full_session()
    contribution = session.contributions.first()
    contribution.original_language = "pt"
    contribution.save()
    contribution.responses.get().updates.create(kind="changed", original_text="Mais dois.")

    update = compose(session, "fr").rows[0].responses[0].update

    assert update.text == parse("Mais dois.", "pt")


def test_withdrawn_city_leaves_the_next_edition_which_says_so(db):
    session = make_full_session()
    publish(session)
    contribution = session.contributions.last()

    contribution.withdraw()
    document = compose_all(session)["en"]

    assert [row.city.slug for row in document.rows] == [session.contributions.first().city.slug]
    assert [one.slug for one in document.withdrawn] == [contribution.city.slug]
    assert document.withdrawn[0].day == contribution.withdrawn_at.date()


def test_withdrawal_is_told_also_where_the_city_was_merged_since(db):
    session = make_full_session()
    publish(session)
    contribution = session.contributions.last()
    printed_as, kept = contribution.city.slug, make_city()

    contribution.withdraw()
    merge(kept, [contribution.city])

    [one] = compose(session, "en").withdrawn
    assert (one.slug, one.former, one.name.text) == (kept.slug, (printed_as,), kept.name_en)


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_says_so_when_the_only_city_has_withdrawn(name):
    document = replace(make_document("en"), rows=(), front_line=None, withdrawn=(GONE,))

    printed = READERS[name](FORMATS[name].render(document, None))

    assert "Sousse" in printed


@pytest.mark.parametrize("named", ["representative", "speaker"])
def test_quotation_that_a_withdrawn_city_had_offered_leaves_with_it(db, named):
    session = make_full_session(rows=1)
    contribution = session.contributions.get()
    speaker = make_participant(session=session, person=make_person(name="Zoë Voix"))
    if named == "representative":
        Contribution.objects.update(representative=speaker.person, representative_name="Zoe Voix")
    else:
        Contribution.objects.update(quote_speaker="ZOË VOIX")
    quote = make_quote(session=session, speaker=speaker, text_en="Nobody is left behind, edited")
    other = session.quotes.exclude(pk=quote.pk).get()
    Contribution.objects.update(quote="Nobody is left behind")
    assert len(compose(session, "en").quotations) == 2

    contribution.refresh_from_db()
    contribution.withdraw()

    (left,) = compose(session, "en").quotations
    assert left.speaker == other.speaker.person.name


def test_quotations_stay_when_the_withdrawn_city_had_offered_none(db):
    session = make_full_session(rows=1)

    session.contributions.get().withdraw()

    assert len(compose(session, "en").quotations) == 1


def test_withdrawn_city_is_known_under_the_slug_that_an_edition_printed(
    client, db, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    session = make_full_session(slug="note")
    publish(session)
    contribution = session.contributions.last()
    contribution.city.slug = "renamed"
    contribution.city.save()

    contribution.withdraw()
    with django_capture_on_commit_callbacks(execute=True):
        publish(session, override="It is about the others.")

    with django_assert_max_num_queries(4):
        page = client.get(reverse("sessions_app:edition", args=["note", 1])).content.decode()
    assert "has withdrawn its contribution since" in page


def test_city_that_no_edition_has_printed_is_not_named_when_it_withdraws(db):
    session = make_full_session()
    contribution = session.contributions.last()
    contribution.request_changes("Since when?")
    publish(session)

    contribution.withdraw()

    assert compose(session, "en").withdrawn == ()


def test_old_edition_says_who_has_withdrawn_since(
    client, db, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    session = make_full_session(slug="note")
    publish(session)
    contribution = session.contributions.last()
    old = reverse("sessions_app:edition", args=["note", 1])
    said = f"{contribution.city.name_en} has withdrawn its contribution since"
    assert said not in client.get(old).content.decode()

    contribution.withdraw()
    with django_capture_on_commit_callbacks(execute=True):
        publish(session, note="A city has withdrawn.", override="It is about the others.")

    with django_assert_max_num_queries(4):
        page = client.get(old).content.decode()
    with django_assert_max_num_queries(0):
        client.get(old)
    assert said in re.sub(r"\s+", " ", page)
    assert contribution.city.name_en in page
