"""What readers find changed from one edition to the next."""

from dataclasses import replace

from llex.core.text import Phrase, parse
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.edition_changes import edition_changes
from tests.factories import make_ballot, make_contribution, make_full_session
from tests.factories_document import make_document


def said(change):
    marks = {"added": "+", "removed": "-", "same": ""}
    return "".join(f"{marks[one.kind]}{one.text}" for one in change.changes)


def test_same_note_has_no_change(db):
    session = make_full_session()

    changes = edition_changes(compose_all(session), compose_all(session))

    assert [one.language for one in changes] == ["en", "fr", "es", "ar"]
    assert not any(changes)


def test_changed_text_is_shown_word_by_word_in_its_language_alone(db):
    session = make_full_session(introduction_fr="Pourquoi nous nous sommes vus")
    before = compose_all(session)
    session.introduction_fr = "Pourquoi nous nous sommes réunis"
    session.save()

    changes = edition_changes(before, compose_all(session))

    assert [bool(one) for one in changes] == [False, True, False, False]
    assert [(one.place, said(one)) for one in changes[1].texts] == [
        ("Introduction", "Pourquoi nous nous sommes -vus+réunis")
    ]


def test_city_that_comes_and_one_that_goes_are_shown_whole(db):
    session = make_full_session(rows=2, languages=["en"])
    before = compose_all(session)
    gone = session.contributions.last()
    text = gone.responses.get().text_en
    gone.request_changes("Since when?")
    came = make_contribution(session=session, order=9)

    [change] = edition_changes(before, compose_all(session))

    shown = [said(one) for one in change.texts]
    assert f"+{came.city.name_en}" in shown
    assert f"-{text}" in shown
    assert change.has_other_changes


def test_answers_that_change_places_do_not_change(db):
    session = make_full_session(rows=2, languages=["en"])
    before = compose_all(session)
    first, second = session.contributions.all()
    first.order, second.order = second.order, first.order
    first.save()
    second.save()

    [change] = edition_changes(before, compose_all(session))

    assert change.texts == ()
    assert change.has_other_changes


def test_results_that_change_are_told_without_their_texts(db):
    session = make_full_session(languages=["en"])
    before = compose_all(session)
    consultation = session.consultations.get()
    consultation.reopen("A ballot came late.")
    make_ballot(consultation=consultation, scores=[1, 1])
    consultation.close()

    [change] = edition_changes(before, compose_all(session))

    assert change.has_other_changes


def test_language_that_was_added_is_new():
    english, arabic = make_document("en"), make_document("ar")

    changes = edition_changes({"en": english}, {"en": english, "ar": arabic})

    assert [(one.language, one.is_new, bool(one)) for one in changes] == [
        ("en", False, False), ("ar", True, True),
    ]  # fmt: skip


def test_second_text_of_one_place_is_compared_with_the_second(db):
    document = make_document("en")
    before = replace(document, introduction=parse("Why **we** met", "en"))
    after = replace(before, event=replace(before.event, title=Phrase("en", "Another title")))

    [change] = edition_changes({"en": before}, {"en": after})

    assert [one.place for one in change.texts] == ["Title"]
