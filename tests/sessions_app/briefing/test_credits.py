"""Credits of a note: who is named, in which language, and by whom they are changed."""

import pytest
from django.core.exceptions import ValidationError

from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.document import to_data
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.models import Credit, Person
from sessions_app.people.merging import merge
from tests.factories import in_all, make_credit, make_participant, make_person, make_session


@pytest.fixture
def session(db):
    return make_session(**in_all("introduction", "We met."))


def test_people_are_named_in_their_order_and_the_script_of_the_note(session):
    second = make_person(name="Kofi Mensah")
    first = make_person(name="Salma El-Fassi", other_spellings=["سلمى الفاسي"])
    make_credit(session, person=second, work="edited", order=2)
    make_credit(session, person=first, work="edited", order=1)

    assert compose(session, "en").credits.edited_by == ("Salma El-Fassi", "Kofi Mensah")
    assert compose(session, "ar").credits.edited_by[0] == "سلمى الفاسي"


def test_translators_are_named_in_their_language_alone(session):
    make_credit(session, person=make_person(name="Ana"), work="translated", language="es")

    named = {code: compose(session, code).credits.translated_by for code in session.languages}

    assert named == {"en": (), "fr": (), "es": ("Ana",), "ar": ()}


def test_listed_rapporteurs_wrote_the_note_unless_others_are_named(session):
    for name, consent in (("Listed", True), ("Unlisted", False)):
        make_participant(
            session=session,
            person=make_person(name=name),
            role="rapporteur",
            consents_to_listing=consent,
        )
    assert compose(session, "en").credits.written_by == ("Listed",)

    make_credit(session, person=make_person(name="Writer"), work="written")
    assert compose(session, "en").credits.written_by == ("Writer",)


def test_note_without_credits_has_none_in_its_data(session):
    assert "credits" not in to_data(compose(session, "en"))


def test_only_a_translation_has_a_language(session):
    person = make_person()
    with pytest.raises(ValidationError, match="Choose the language"):
        Credit(session=session, person=person, work="translated").full_clean()

    credit = Credit(session=session, person=person, work="edited", language="fr")
    credit.full_clean()
    assert credit.language == ""
    assert make_credit(session, person=person, work="edited", language="fr").language == ""


def test_person_is_named_once_for_a_work(session):
    credit = make_credit(session, work="edited")

    with pytest.raises(ValidationError, match="named for this already"):
        Credit(session=session, person=credit.person, work="edited", language="es").full_clean()


def test_credits_of_merged_people_are_brought_together(session):
    kept, gone = make_person(name="Ana Ruiz"), make_person(name="Ana Ruíz")
    make_credit(session, person=kept, work="edited")
    make_credit(session, person=gone, work="edited")
    make_credit(session, person=gone, work="translated", language="fr")

    merge(kept, gone)

    assert list(kept.credits.values_list("work", "language").order_by("work")) == [
        ("edited", ""), ("translated", "fr"),
    ]  # fmt: skip
    assert not Person.objects.filter(pk=gone.pk).exists()


def test_missing_translation_of_a_disclaimer_is_found(session):
    session.series.disclaimer_en = "No opinion is implied."
    session.series.save()

    found = {
        one.language
        for one in preflight_session(session)
        if one.code == "missing_language" and one.target.field == "disclaimer"
    }

    assert found == {"fr", "es", "ar"}
