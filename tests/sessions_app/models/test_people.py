import pytest
from django.utils import translation

from cities.wording.approval import language_digests
from llex.core.languages.scripts import in_script_of, script_of
from sessions_app.briefing.compose.note import compose
from sessions_app.models import Person
from tests.factories import (
    make_contribution,
    make_participant,
    make_person,
    make_quote,
    make_session,
)

BOUDRA = {"name": "Mohamed Boudra", "other_spellings": ["Mohammed Boudra", "محمد بودرا"]}


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Boudra", "LATIN"),
        ("« Éva »", "LATIN"),
        ("محمد", "ARABIC"),
        ("李明", "CJK"),
        ("Ίων", "GREEK"),
        ("4", ""),
        ("", ""),
    ],
)
def test_script_is_that_of_the_first_letter(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("language", "name", "others", "shown"),
    [
        ("ar", "Mohamed Boudra", ["Mohammed Boudra", "محمد بودرا"], "محمد بودرا"),
        ("fr", "Mohamed Boudra", ["محمد بودرا"], "Mohamed Boudra"),
        ("fr", "محمد بودرا", ["Mohamed Boudra", "Mohammed Boudra"], "Mohamed Boudra"),
        ("ar", "محمد بودرا", ["محمّد بودرة"], "محمد بودرا"),
        ("ar", "Luca Bergamo", ["L. Bergamo"], "Luca Bergamo"),
        ("en", "李明", [], "李明"),
    ],
)
def test_name_is_shown_in_the_script_of_the_language(language, name, others, shown):
    assert in_script_of(language, name, others) == shown
    assert Person(name=name, other_spellings=others).name_in(language) == shown


def test_note_names_people_in_the_script_of_each_language(db):
    session = make_session()
    person = make_person(**BOUDRA)
    participant = make_participant(session=session, person=person)
    make_quote(session=session, speaker=participant, is_cleared=True)
    make_contribution(session=session, representative=person, state="accepted")

    for language, name in (("fr", "Mohamed Boudra"), ("ar", "محمد بودرا")):
        document = compose(session, language)
        assert [attendee.name for attendee in document.attendees] == [name]
        assert [quotation.speaker for quotation in document.quotations] == [name]
        assert [row.representative for row in document.rows] == [name]


def test_name_in_another_script_asks_for_the_approval_of_its_language_alone(db):
    session = make_session()
    person = make_person(name="Mohamed Boudra")
    contribution = make_contribution(session=session, representative=person, state="accepted")
    before = language_digests(contribution)

    person.other_spellings = ["محمد بودرا"]
    contribution.representative = person
    after = language_digests(contribution)

    assert {code for code in before if before[code] != after[code]} == {"ar"}


def test_people_are_sorted_by_family_name_where_it_is_known(db):
    for name, family_name in (
        ("Ada Zuñiga", "Zuñiga"),
        ("Zoë Álvarez", "Álvarez"),
        ("Mayor of Lima", ""),
        ("Ana Álvarez", "Álvarez"),
    ):
        make_person(name=name, family_name=family_name)

    with translation.override("es"):
        names = [person.name for person in Person.objects.all()]

    assert names == ["Ana Álvarez", "Zoë Álvarez", "Mayor of Lima", "Ada Zuñiga"]


def test_other_spellings_are_typed_one_on_each_line(admin_client):
    person = make_person(name="Mohamed Boudra")
    address = f"/en/admin/sessions_app/person/{person.pk}/change/"
    page = admin_client.get(address)
    version = page.context.get("version", "")

    answer = admin_client.post(
        address,
        {
            "_version": version,
            "name": "Mohamed Boudra",
            "family_name": "Boudra",
            "other_spellings": "Mohammed Boudra\r\n محمد بودرا \r\n",
            "email": "",
        },
    )

    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.other_spellings == ["Mohammed Boudra", "محمد بودرا"]
    assert person.family_name == "Boudra"
