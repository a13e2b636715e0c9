"""Representatives in a table of cities whom the session does not know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from llex.core.spreadsheets.journal import recording
from sessions_app.models import Person
from sessions_app.spreadsheets.city_table.writing import write
from sessions_app.spreadsheets.imports import record, undo_import
from tests import factories
from tests.sessions_app.spreadsheets.tables import HEADS, LISBON, QUITO, ROWS, preview, xlsx
from tests.sessions_app.spreadsheets.test_city_table_page import fields, page_of, send


@pytest.fixture
def session(db):
    for name, country in (("Lisbon", "PT"), ("Quito", "EC")):
        factories.make_city(name_en=name, country=country)
    return factories.make_session()


def labels(choice):
    return [option.label for option in choice.options]


def chosen(found, **labelled):
    """Return the answers by the names of cities."""
    answers = {}
    for choice in found.person_choices:
        if label := labelled.get(choice.city.name):
            answers[choice.name] = next(
                option.value for option in choice.options if option.label.startswith(label)
            )
    return answers


def written(session, organiser, **labelled):
    found = preview(xlsx(ROWS), session, organiser)
    people = chosen(found, **labelled)
    found = preview(xlsx(ROWS), session, organiser, people=people)
    with recording() as journal:
        write(session, found.changes, found.language)
    return record(session, journal, kind="city_table", name="a", counts={}, by=organiser)


def test_similar_people_and_a_new_participant_are_offered(session, organiser):
    factories.make_person(name="Ana Maria Silva")
    found = preview(xlsx(ROWS), session, organiser)

    assert [labels(choice) for choice in found.person_choices] == [
        [
            "Only the name, as it is written",
            "Ana Maria Silva, becomes a participant",
            "A new participant: Ana Silva – Mayor",
        ],
        ["Only the name, as it is written", "A new participant: José Paz – Deputy mayor"],
    ]
    # One who may be known is not made a second time; one who is like no other is suggested.
    assert [choice.chosen for choice in found.person_choices] == ["name", "new"]
    assert found.is_writable


def test_new_names_become_participants_as_the_preview_says(session, organiser):
    written(session, organiser)

    assert {str(one) for one in session.participants.all()} == {"Ana Silva", "José Paz"}


def test_only_the_names_are_kept_where_one_says_so(session, organiser):
    written(session, organiser, Lisbon="Only", Quito="Only")

    assert not Person.objects.exists()
    assert {one.representative_name for one in session.contributions.all()} == {
        "Ana Silva", "José Paz",
    }  # fmt: skip


def test_chosen_people_become_participants_and_undo_takes_them_back(session, organiser):
    known = factories.make_person(name="Ana Maria Silva")
    done = written(session, organiser, Lisbon="Ana Maria", Quito="A new")

    participants = session.participants.order_by("person__name")
    assert [(str(one.person), one.role, one.position_en) for one in participants] == [
        ("Ana Maria Silva", "city", "Mayor"),
        ("José Paz", "city", "Deputy mayor"),
    ]
    of = {str(one.city): one.representative for one in session.contributions.all()}
    assert of["Lisbon"] == known
    assert of["Quito"].name == "José Paz"
    assert not any(one.consents_to_listing for one in participants)

    undo_import(done.pk, session, organiser)
    assert not session.participants.exists()
    assert list(Person.objects.all()) == [known]


def test_participant_of_the_session_is_linked_unasked(session, organiser):
    factories.make_participant(session=session, person=factories.make_person(name="Ana Silva"))

    found = preview(xlsx(ROWS), session, organiser)

    assert [choice.city.name for choice in found.person_choices] == ["Quito"]


def test_choice_is_kept_on_the_page_and_written(client, session, organiser):
    client.force_login(organiser)
    shown = send(client, session, xlsx(ROWS))
    sent = fields(shown)
    (name, other) = [key for key in sent if key.startswith("person-")]
    again = client.post(page_of(session), {**sent, other: "name", "update": "1"})
    assert (fields(again)[name], fields(again)[other]) == ("new", "name")

    client.post(page_of(session), {**fields(again), "write": "1"})

    assert [str(one) for one in session.participants.all()] == ["Ana Silva"]


@pytest.mark.parametrize("forged", ["row:1", "row:999999", "new ", "x"])
def test_forged_choice_is_none(session, organiser, forged):
    stranger = factories.make_person(name="Zzyzx Qwerty")
    forged = forged.replace("row:1", f"row:{stranger.pk}") if forged == "row:1" else forged
    found = preview(xlsx(ROWS), session, organiser)
    people = {choice.name: forged for choice in found.person_choices}

    found = preview(xlsx(ROWS), session, organiser, people=people)

    assert [choice.chosen for choice in found.person_choices] == ["new", "new"]


def test_nothing_is_offered_to_who_may_not_add_participants(session, organiser):
    organiser = factories.make_user(is_staff=True)

    assert preview(xlsx(ROWS), session, organiser).person_choices == []


def test_queries_do_not_grow_with_the_representatives(session, organiser):
    def queries(count):
        rows = [HEADS, [*LISBON[:2], "Ana 0", *LISBON[3:]], [*QUITO[:2], "Eva 0", *QUITO[3:]]]
        for number in range(count):
            factories.make_city(name_en=f"Port {count} {number:02}", country="PT")
            rows.append([f"Port {count} {number:02}", "Portugal", f"Ana {number}", "", "Tents", ""])
        data = xlsx(rows)
        with CaptureQueriesContext(connection) as captured:
            assert len(preview(data, session, organiser).person_choices) == count + 2
        return len(captured)

    first = queries(3)
    assert queries(12) <= first
