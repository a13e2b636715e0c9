"""The sheets of organisations, quotations and consents in a session's workbook."""
# ruff: noqa: E501 - a message stands whole, as people read it

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from sessions_app.models import Organisation, Quote
from tests import factories
from tests.sessions_app.spreadsheets.books import (
    exported,
    preview,
    problems_of,
    rows_of,
    write,
)


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


@pytest.fixture
def session(db):
    return factories.make_full_session(time_zone="Europe/Madrid")


@pytest.fixture
def speaker(session):
    return factories.make_participant(session=session, person=factories.make_person(name="Eva Luz"))


def first(session):
    return session.contributions.order_by("order", "pk").first()


def test_quotation_is_added_and_changed(session, organiser, speaker):
    quote = factories.make_quote(session=session, speaker=speaker, section="vision")
    book = exported(session, organiser)
    row = next(
        number
        for number in range(2, book.book["quotations"].max_row + 1)
        if book.cell("quotations", number, "id").value == quote.pk
    )
    assert book.cell("quotations", row, "speaker").value == "Eva Luz"
    book.put("quotations", row, text_en="We are one", cleared="no")
    book.add("quotations", speaker="eva luz", text_fr="Ensemble", section="closing", cleared="oui")

    assert problems_of(write(book, session, organiser)) == []
    quote.refresh_from_db()
    assert (quote.text_en, quote.is_cleared) == ("We are one", False)
    new = Quote.objects.get(text_fr="Ensemble")
    assert (new.session, new.speaker, new.section, new.is_cleared) == (
        session, speaker, "closing", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"speaker": "Eva Luz"}, "This field cannot be blank."),
        ({"speaker": "", "text_en": "A"}, "This field cannot be null."),
        ({"speaker": "Eva Luz", "text_en": "A", "section": "end"}, "“end” is not possible here"),
    ],
)
def test_quotation_that_cannot_be_is_refused(cells, problem, session, organiser, speaker):
    book = exported(session, organiser).add("quotations", **cells).keep("quotations")

    (found,) = problems_of(write(book, session, organiser))

    assert problem in found
    assert found.startswith("quotations!")


def test_organisation_is_made_for_those_who_belong_to_it(session, organiser):
    factories.make_organisation(name_en="Metropolis", acronym_en="")
    book = exported(session, organiser)
    book.add("organisations", name_en="Cities for Health", acronym_en="CFH", website="cfh.org")
    names = [cell.value for cell in book.book["organisations"]["B"]]
    book.put("organisations", names.index("Metropolis") + 1, name_fr="Métropolis")
    book.put("participants", 2, organisation="CFH").put("cities", 2, networks="CFH; Metropolis")

    assert problems_of(write(book, session, organiser)) == []
    made = Organisation.objects.get(acronym_en="CFH")
    assert made.website == "https://cfh.org"
    assert made.people.count() == 1
    assert made.cities.count() == 1
    assert Organisation.objects.get(name_en="Metropolis").name_fr == "Métropolis"


def test_organisation_with_a_wrong_address_is_refused(session, organiser):
    book = (
        exported(session, organiser)
        .add("organisations", name_en="A", website="no address")
        .keep("organisations")
    )

    (problem,) = problems_of(preview(book, session, organiser))

    assert problem.startswith("organisations!")
    assert "Enter a valid URL." in problem


def test_consent_is_recorded_with_its_day_and_way(session, organiser):
    contribution = first(session)
    type(contribution).objects.update(consented_at=None, consent_source="")
    book = exported(session, organiser)
    book.put("consents", 2, given_on="25/03/2020", how="signed on paper")

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == []
    contribution.refresh_from_db()
    assert contribution.consented_at == datetime(2020, 3, 24, 23, tzinfo=UTC)
    assert contribution.consent_source == "paper"
    assert contribution.consent_recorded_by == organiser
    assert set(rows_of(outcome)) == {("consents", 2)}
    assert rows_of(preview(book, session, organiser)) == {}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"given_on": "2020-03-25"}, "consents!D2: Say how the consent was given."),
        ({"how": "email"}, "consents!C2: Give the day of the consent."),
        ({"given_on": "soon", "how": "email"}, "consents!C2: “soon” is not a date; write it like 2020-03-25."),
        ({"given_on": str((now() + timedelta(days=9)).date()), "how": "email"}, "consents!C2: This day is still to come."),
    ],
)  # fmt: skip
def test_consent_that_is_not_complete_is_refused(cells, problem, session, organiser):
    session.contributions.update(consented_at=None, consent_source="")
    book = exported(session, organiser).put("consents", 2, **cells).keep("consents")

    assert problems_of(write(book, session, organiser)) == [problem]
    assert not session.contributions.filter(consented_at__isnull=False).exists()


def test_consent_is_not_replaced_and_made_for_no_other_city(session, organiser):
    session.contributions.update(consented_at=now(), consent_source="form")
    stranger = factories.make_city(name_en="Elsewhere")
    book = (
        exported(session, organiser)
        .put("consents", 2, given_on="2020-03-25", how="email")
        .keep("consents")
    )
    book.add("consents", city=str(stranger), given_on="2020-03-25", how="email")

    assert problems_of(write(book, session, organiser)) == [
        f"consents!C2: The consent of {first(session).city} is there already.",
        "consents!B4: This city has no contribution in the session; add it first.",
    ]


def test_consents_need_the_right_to_change_contributions(session):
    session.contributions.update(consented_at=None, consent_source="")
    rapporteur = factories.make_user("Rapporteurs")
    book = exported(session, rapporteur).put("consents", 2, given_on="2020-03-25", how="email")

    assert problems_of(write(book, session, rapporteur)) == [
        "consents!A2: You are not allowed to write this row."
    ]
    assert not session.contributions.filter(consented_at__isnull=False).exists()
