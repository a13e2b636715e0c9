"""The workbook in the organiser's language: heads, values, names of sheets and references."""

import pytest
from django.utils.translation import override

from cities.models import Contribution, PolicyResponse
from cities.spreadsheets.invitations import InvitationResource
from llex.core import languages
from llex.core.text.name_keys import normalize_key
from sessions_app.models import KeyPoint, Participant
from sessions_app.spreadsheets.people import ParticipantResource
from sessions_app.spreadsheets.workbook import SHEETS
from tests import factories
from tests.sessions_app.spreadsheets.books import exported, preview, problems_of, rows_of, write


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


@pytest.mark.parametrize("resource", [*SHEETS, InvitationResource])
def test_each_head_means_one_column_in_every_language(resource, session):
    sheet = resource(scope=session)
    known = sheet.known_heads()
    wrong = []
    for code in languages.CODES:
        with override(code):
            wrong += [
                (code, name, sheet.head(name), known[normalize_key(sheet.head(name))])
                for name in sheet.fields
                if known[normalize_key(sheet.head(name))] != name
            ]

    assert wrong == []


def test_each_sheet_has_a_name_of_its_own_in_every_language(db):
    keys = {}
    for resource in SHEETS:
        for code in languages.CODES:
            with override(code):
                keys.setdefault(normalize_key(resource.title()), set()).add(resource)

    assert [found for found in keys.values() if len(found) > 1] == []


@pytest.mark.parametrize("language", languages.CODES)
@pytest.mark.parametrize("reader", languages.CODES)
def test_workbook_of_any_language_is_read_in_any_other(language, reader, session, organiser):
    with override(language):
        book = exported(session, organiser)
        title = SHEETS[-3].title()
    with override(reader):
        outcome = preview(book, session, organiser)

    assert problems_of(outcome) == []
    assert rows_of(outcome) == {}
    assert title in book.book.sheetnames


def test_heads_and_values_are_in_the_organisers_language(session, organiser):
    with override("fr"):
        book = exported(session, organiser)
    participants = book.book["liste de présence"]
    heads = [cell.value for cell in participants[1]]
    cells = [cell.value for cell in participants[2]]

    assert "Fonction (fr)" in heads
    assert "position_fr" not in heads
    assert "oui" in cells
    assert "city" not in cells


def test_value_of_another_language_is_written(session, organiser):
    with override("es"):
        book = exported(session, organiser)
        label = str(Participant.Role.CHAIR.label)
        head = ParticipantResource(scope=session).head("role")
    sheet = book.book["participantes"]
    column = next(cell.column for cell in sheet[1] if cell.value == head)
    sheet.cell(2, column).value = label

    assert problems_of(write(book, session, organiser)) == []
    assert Participant.objects.filter(session=session, role="chair").exists()


def test_rows_are_referred_to_by_name(session, organiser):
    contribution = session.contributions.order_by("order").first()
    city = contribution.city
    response, challenge = contribution.responses.first(), contribution.challenges.first()
    response.answers.set([challenge])
    service = factories.make_service(name_en="Water, sanitation")
    response.services.set([service])
    point = KeyPoint.objects.filter(theme__session=session).first()
    point.evidence.set([response])

    book = exported(session, organiser)

    assert book.cell("responses", 2, "city").value == str(city)
    assert book.cell("responses", 2, "services").value == "Water, sanitation"
    assert book.cell("responses", 2, "answers").value == f"{city} 1"
    assert book.cell("points", 2, "evidence").value == f"{city} 1"
    assert problems_of(preview(book, session, organiser)) == []


def test_city_is_told_from_its_namesake_by_its_country(session, organiser):
    first, second = session.contributions.order_by("order")[:2]
    for one, country in ((first, "ES"), (second, "VE")):
        type(one.city).objects.filter(pk=one.city_id).update(name_en="Valencia", country=country)
        one.city.refresh_from_db()
        one.city.save()

    book = exported(session, organiser)

    cells = {book.cell("contributions", row, "city").value for row in (2, 3)}
    assert cells == {"Valencia (ES)", "Valencia (VE)"}
    assert problems_of(preview(book, session, organiser)) == []


def test_names_that_the_workbook_changes_still_mean_what_they_meant(session, organiser):
    city = session.contributions.order_by("order").first().city
    book = exported(session, organiser)
    row = next(
        number for number in (2, 3) if book.cell("cities", number, "name_en").value == city.name_en
    )
    book.put("cities", row, name_en="Renamed").put("responses", 2, text_en="We wash hands")

    assert problems_of(write(book, session, organiser)) == []
    assert PolicyResponse.objects.get(text_en="We wash hands").contribution.city_id == city.pk
    assert Contribution.objects.filter(city__name_en="Renamed").count() == 1


def test_references_of_older_files_are_understood(session, organiser):
    contribution = session.contributions.order_by("order").first()
    challenge = contribution.challenges.first()
    book = exported(session, organiser)
    book.put("responses", 2, answers=f"{contribution.city.slug}#{challenge.order}")
    book.put("responses", 2, city=contribution.city.slug)

    assert problems_of(write(book, session, organiser)) == []
    assert list(contribution.responses.first().answers.all()) == [challenge]
