"""What a session's workbook does not know is asked about in its preview, and made or left out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import City, Contribution
from sessions_app.models import Organisation, Participant, Person, Quote
from sessions_app.spreadsheets.imports import undo_import
from tests import factories
from tests.factories_cities import make_place
from tests.sessions_app.spreadsheets.books import (
    exported,
    preview,
    problems_of,
    remarks_of,
    rows_of,
    write,
)
from tests.sessions_app.spreadsheets.test_city_table_page import fields
from tests.sessions_app.spreadsheets.test_pages import send, token_in, upload


def asked(outcome):
    """Return the questions: {typed: ([labels], chosen label)}."""
    return {
        one.typed: (
            [option.label for option in one.options],
            next((option.label for option in one.options if option.value == one.chosen), ""),
        )
        for one in outcome.questions
    }


def answers(outcome, **chosen):
    """Return answers by the beginnings of their labels, for what was typed (spaces as _)."""
    found = {}
    for typed, label in chosen.items():
        question = next(one for one in outcome.questions if one.typed == typed.replace("_", " "))
        found[question.name] = next(
            option.value for option in question.options if option.label.startswith(label)
        )
    return found


def test_unknown_city_is_taken_from_the_gazetteer_and_told(session, organiser):
    place = make_place("Medellín", "CO", 2_529_000)
    book = exported(session, organiser).add("contributions", city="Medellin")
    book.add("challenges", city="Medellin", text_en="Steep roads")

    shown = preview(book, session, organiser)
    (options, chosen) = asked(shown)["Medellin"]
    assert chosen == "Medellín · Colombia · 2,529,000 inhabitants · new"
    assert options == [chosen, "Leave it out"]
    assert shown.questions[0].places == "contributions!B4, challenges!B4"
    assert shown.is_writable
    assert not City.objects.filter(geoname_id=place.geoname_id).exists()

    assert write(book, session, organiser).is_written
    city = City.objects.get(geoname_id=place.geoname_id)
    assert Contribution.objects.get(city=city).challenges.get().text_en == "Steep roads"


def test_similar_cities_are_offered_and_nothing_is_written_before_one_is_chosen(session, organiser):
    near = factories.make_city(name_en="Montevideo", country="UY")
    book = (
        exported(session, organiser).add("contributions", city="Montevidoe").keep("contributions")
    )

    shown = preview(book, session, organiser)
    assert asked(shown)["Montevidoe"] == (["Montevideo · Uruguay", "Leave it out"], "")
    assert not shown.is_writable
    assert problems_of(shown) == []
    assert not write(book, session, organiser).is_written

    done = write(book, session, organiser, answers(shown, Montevidoe="Montevideo"))
    assert done.is_written
    assert Contribution.objects.filter(session=session, city=near).exists()
    assert not City.objects.filter(name_en="Montevidoe").exists()


def test_city_of_one_name_in_two_countries_is_asked(session, organiser):
    for code in ("ES", "VE"):
        factories.make_city(name_en="Valencia", country=code)
    book = exported(session, organiser).put("participants", 2, city="valencia").keep("participants")

    shown = preview(book, session, organiser)
    options, chosen = asked(shown)["valencia"]
    assert (options[:2], chosen) == (["Valencia · Spain", "Valencia · Venezuela"], "")

    write(book, session, organiser, answers(shown, valencia="Valencia · Venezuela"))
    person = session.participants.order_by("order").first().person
    assert str(person.city.country) == "VE"


def test_city_that_no_list_has_is_made_with_the_country_behind_it(session, organiser):
    book = exported(session, organiser).add("contributions", city="Atlantis").keep("contributions")
    shown = preview(book, session, organiser)
    assert asked(shown)["Atlantis"] == (["Leave it out"], "")
    assert "write its country behind it" in shown.questions[0].text

    book.put("contributions", 4, city="Atlantis (Kenya)")
    shown = preview(book, session, organiser)
    chosen = {shown.questions[0].name: "new"}
    assert write(book, session, organiser, chosen).is_written
    assert City.objects.get(name_en="Atlantis").country == "KE"


def test_row_that_is_made_is_called_by_its_name(session, organiser):
    make_place("São Paulo", "BR", 12_400_000, spellings=["Sao Paolo"])
    book = (
        exported(session, organiser).put("participants", 2, city="Sao Paolo").keep("participants")
    )

    shown = rows_of(preview(book, session, organiser))

    assert shown[("participants", 2)]["city"][1] == "São Paulo"


def test_row_that_cannot_do_without_its_city_is_left_out(session, organiser):
    book = exported(session, organiser).add("contributions", city="Atlantis")
    book.add("responses", city="Atlantis", text_en="Sunk").put("themes", 2, heading_en="New")
    shown = preview(book, session, organiser)

    done = write(book, session, organiser, answers(shown, Atlantis="Leave"))

    assert done.is_written
    assert remarks_of(done) == [
        "contributions!A4: The row is left out, as you chose.",
        "responses!A4: The row is left out, as you chose.",
    ]
    assert session.contributions.count() == 2
    assert session.themes.get().heading_en == "New"


def test_cell_that_is_left_out_keeps_what_is_stored(session, organiser):
    person = session.participants.order_by("order").first().person
    person.organisation = factories.make_organisation(name_en="Metropolis", acronym_en="")
    person.save()
    book = (
        exported(session, organiser)
        .put("participants", 2, organisation="Metropoles")
        .keep("participants")
    )
    shown = preview(book, session, organiser)
    assert asked(shown)["Metropoles"][0] == [
        "Metropolis", "A new organisation: “Metropoles”", "Leave it out",
    ]  # fmt: skip

    done = write(book, session, organiser, answers(shown, Metropoles="Leave"))

    assert not done.is_written
    person.refresh_from_db()
    assert person.organisation.name_en == "Metropolis"


def test_organisation_without_a_similar_one_is_made_once_for_several_cells(session, organiser):
    book = exported(session, organiser)
    book.put("participants", 2, organisation="World Bank")
    book.put("participants", 3, organisation="world bank")
    book.put("cities", 2, networks="WORLD BANK")

    shown = preview(book, session, organiser)
    assert [one.places for one in shown.questions] == [
        "cities!N2, participants!D2, participants!D3"
    ]
    assert asked(shown)["WORLD BANK"][1] == "A new organisation: “WORLD BANK”"
    assert write(book, session, organiser).is_written

    made = Organisation.objects.get(name_en="WORLD BANK")
    assert made.people.count() == 2
    assert City.objects.filter(networks=made).count() == 1


def test_of_several_networks_only_the_unknown_is_left_out(session, organiser):
    factories.make_organisation(name_en="Metropolis", acronym_en="MTP")
    book = exported(session, organiser).put("cities", 2, networks="MTP, Zzyzx").keep("cities")
    shown = preview(book, session, organiser)

    done = write(book, session, organiser, answers(shown, Zzyzx="Leave"))

    assert done.is_written
    (city,) = City.objects.filter(networks__isnull=False).distinct()
    assert [str(one) for one in city.networks.all()] == ["MTP"]


def test_representative_is_one_of_those_with_similar_names_or_new(session, organiser):
    known = factories.make_person(name="Ana Maria Silva")
    book = (
        exported(session, organiser)
        .put("contributions", 2, representative="Ana Silva")
        .keep("contributions")
    )
    shown = preview(book, session, organiser)
    assert asked(shown)["Ana Silva"][0] == [
        "Ana Maria Silva", "A new person: Ana Silva", "Leave it out",
    ]  # fmt: skip
    assert not shown.is_writable

    write(book, session, organiser, answers(shown, Ana_Silva="Ana Maria"))
    contribution = session.contributions.order_by("order").first()
    assert contribution.representative == known

    shown = preview(book, session, organiser)
    write(book, session, organiser, answers(shown, Ana_Silva="A new person"))
    contribution.refresh_from_db()
    assert contribution.representative.name == "Ana Silva"


def test_speaker_becomes_a_participant_and_is_the_person_made_for_another_sheet(session, organiser):
    book = exported(session, organiser).put("contributions", 2, representative="Zoé Quist")
    book.add("quotations", speaker="Zoé Quist", text_en="Together")
    shown = preview(book, session, organiser)
    (speaker,) = shown.open_questions
    assert [option.label for option in speaker.options] == [
        "Zoé Quist becomes a speaker of the session", "Leave it out",
    ]  # fmt: skip

    assert write(book, session, organiser, {speaker.name: "new"}).is_written

    person = Person.objects.get(name="Zoé Quist")
    assert Quote.objects.get(text_en="Together").speaker == person.participations.get()
    assert person.participations.get().role == "speaker"


def test_namesake_in_the_list_of_participants_is_chosen_or_new(session, organiser):
    twins = [
        factories.make_person(name="Eva Luz", city=factories.make_city(name_en=name, country="PT"))
        for name in ("Faro", "Braga")
    ]
    book = (
        exported(session, organiser)
        .add("participants", name="Eva Luz", role="speaker")
        .keep("participants")
    )
    shown = preview(book, session, organiser)
    assert set(asked(shown)["Eva Luz"][0]) == {
        "Eva Luz (Faro)", "Eva Luz (Braga)", "A new person: Eva Luz", "Leave it out",
    }  # fmt: skip
    assert not shown.is_writable

    write(book, session, organiser, answers(shown, Eva_Luz="Eva Luz (Braga)"))

    assert twins[1].participations.get().role == "speaker"
    assert not twins[0].participations.exists()


def test_new_participant_with_a_similar_name_is_new_unless_another_is_chosen(session, organiser):
    known = factories.make_person(name="Ana Maria Silva")
    book = (
        exported(session, organiser)
        .add("participants", name="Ana Silva", role="speaker")
        .keep("participants")
    )
    shown = preview(book, session, organiser)
    assert asked(shown)["Ana Silva"][1] == "A new person: Ana Silva"
    assert shown.is_writable

    write(book, session, organiser, answers(shown, Ana_Silva="Ana Maria"))
    assert known.participations.get().role == "speaker"
    known.refresh_from_db()
    assert known.name == "Ana Maria Silva"
    assert not Person.objects.filter(name="Ana Silva").exists()


def test_who_may_not_make_rows_is_not_offered_to(session):
    rapporteur = factories.make_user("Rapporteurs")
    make_place("Medellín", "CO", 2_529_000)
    factories.make_organisation(name_en="Metropolis", acronym_en="")
    book = exported(session, rapporteur)
    book.put("participants", 2, city="Medellín", organisation="Metropoles")
    book.put("contributions", 2, representative="Nobody Known")

    found = asked(preview(book, session, rapporteur))

    assert found["Medellín"] == (["Leave it out"], "")
    assert found["Metropoles"] == (["Metropolis", "Leave it out"], "")
    assert found["Nobody Known"] == (["Leave it out"], "")


def test_forged_answers_are_as_if_nothing_was_answered(session, organiser):
    book = exported(session, organiser).add("contributions", city="Atlantis").keep("contributions")
    (question,) = preview(book, session, organiser).questions
    for forged in ("new", f"city:{City.objects.first().slug}", "row:1", "place:1", "x"):
        assert not write(book, session, organiser, {question.name: forged}).is_written
    assert not City.objects.filter(name_en="Atlantis").exists()


def test_nothing_is_made_where_another_cell_is_wrong(session, organiser):
    before = (City.objects.count(), Organisation.objects.count(), Person.objects.count())
    make_place("Medellín", "CO", 2_529_000)
    book = exported(session, organiser).add("contributions", city="Medellín")
    book.put("participants", 2, organisation="World Bank", role="king")

    done = write(book, session, organiser)

    assert len(problems_of(done)) == 1
    assert not done.is_written
    after = (City.objects.count(), Organisation.objects.count(), Person.objects.count())
    assert after == before


def test_page_keeps_the_answers_and_undoes_what_was_made(
    signed_in, session, organiser, monkeypatch
):
    monkeypatch.setattr("cities.directory.gazetteer.ensure_loaded", lambda: 0)
    near = factories.make_city(name_en="Montevideo", country="UY")
    make_place("Medellín", "CO", 2_529_000)
    book = exported(session, organiser).add("contributions", city="Montevidoe")
    book.add("contributions", city="Medellín", representative="Zoé Quist")
    book.put("participants", 2, organisation="World Bank")

    shown = send(signed_in, upload(session), book.data)
    page = shown.content.decode()
    assert "Answer 1 question; until then nothing can be written." in page
    assert 'name="write"' not in page
    sent = fields(shown)
    (name,) = [key for key, value in sent.items() if key.startswith("answer-") and value == ""]
    again = signed_in.post(upload(session), {**sent, name: f"city:{near.slug}", "update": "1"})
    assert 'name="write"' in again.content.decode()
    assert fields(again)[name] == f"city:{near.slug}"
    answer = signed_in.post(upload(session), {**fields(again), "write": "1"})
    assert answer.status_code == 302

    assert session.contributions.count() == 4
    done = session.spreadsheet_imports.get()
    undo_import(done.pk, session, organiser)
    assert session.contributions.count() == 2
    assert not City.objects.filter(name_en="Medellín").exists()
    assert not Organisation.objects.filter(name_en="World Bank").exists()
    assert not Person.objects.filter(name="Zoé Quist").exists()
    assert City.objects.filter(name_en="Montevideo").exists()


def test_answer_that_was_not_looked_at_is_shown_first(signed_in, session, organiser):
    make_place("Medellín", "CO", 2_529_000)
    book = exported(session, organiser).add("contributions", city="Medellín").keep("contributions")
    sent = fields(send(signed_in, upload(session), book.data))
    (name,) = [key for key in sent if key.startswith("answer-")]

    again = signed_in.post(upload(session), {**sent, name: "skip", "write": "1"})

    assert "Something has changed since you looked" in again.content.decode()
    assert session.contributions.count() == 2


def test_answers_are_refused_with_anothers_or_a_forged_token(
    signed_in, session, organiser, large_places_only
):
    book = exported(session, organiser).add("contributions", city="Atlantis").keep("contributions")
    token = token_in(send(signed_in, upload(session), book.data))
    form = {"confirmed": token, "update": "1"}
    expired = "This preview has expired"
    forged = signed_in.post(upload(session), {**form, "confirmed": token + "x"}, follow=True)
    other = factories.make_full_session()
    elsewhere = signed_in.post(upload(other), form, follow=True)
    signed_in.force_login(factories.make_user("Organisers"))
    theirs = signed_in.post(upload(session), form, follow=True)
    assert all(expired in one.content.decode() for one in (forged, elsewhere, theirs))


def test_new_site_loads_the_gazetteer_for_the_first_unknown_city(
    signed_in, session, organiser, large_places_only
):
    book = exported(session, organiser).add("contributions", city="Medellín").keep("contributions")

    page = send(signed_in, upload(session), book.data).content.decode()

    assert "Medellín · Colombia" in page
    assert 'name="write"' in page


def test_list_of_participants_asks_too(signed_in, session, organiser):
    address = reverse("admin:sessions_app_participant_import")
    data = f"session;name;organisation\n{session.slug};Zoé Quist;World Bank\n".encode()

    shown = send(signed_in, address, data, "a.csv")
    assert "A new organisation: “World Bank”" in shown.content.decode()
    signed_in.post(address, {**fields(shown), "write": "1"})

    assert Participant.objects.get(person__name="Zoé Quist").person.organisation.name_en == (
        "World Bank"
    )


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("fr", "Nouvelle organisation"),
        ("es", "Organización nueva"),
        ("ar", "منظمة جديدة"),
    ],
)
def test_questions_are_in_the_readers_language(signed_in, session, organiser, language, label):
    book = (
        exported(session, organiser)
        .put("participants", 2, organisation="World Bank")
        .keep("participants")
    )
    address = upload(session).replace("/en/", f"/{language}/")

    assert label in send(signed_in, address, book.data).content.decode()


def test_queries_do_not_grow_with_the_questions(session, organiser):
    make_place("Medellín", "CO", 2_529_000)

    def queries(count):
        book = exported(session, organiser)
        for number in range(count):
            book.add("participants", name=f"Q{number} Zzyzx", city=f"Qqq{number}")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            shown = preview(book, session, organiser)
        assert len(shown.open_questions) == count
        return len(captured)

    few, many = queries(2), queries(12)
    # Each row is tried and each city looked for among those that begin so.
    assert (many - few) / 10 < 40
