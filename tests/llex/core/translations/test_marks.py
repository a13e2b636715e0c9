import pytest

from cities.models import PolicyResponse
from llex.core.models import TranslationMark
from llex.core.translations.marks import is_outdated, source_language
from llex.core.translations.receivers import translated_fields
from llex.core.translations.states import TextState, source_changes, text_state
from sessions_app.models import VisionTheme
from tests.factories import (
    make_city,
    make_contribution,
    make_response,
    make_session,
    make_theme,
)

State = TranslationMark.State


def mark(subject, **overrides):
    values = {"source_language": "en", "state": State.IN_REVIEW} | overrides
    return TranslationMark.objects.mark(subject, "introduction", "fr", **values)


def test_mark_is_outdated_when_its_source_changes(db):
    session = make_session()
    made = mark(session)
    assert not is_outdated(made, session)

    session.introduction_en = "Another reason"

    assert is_outdated(made, session)


@pytest.mark.parametrize("field", ["introduction_fr", "introduction_es", "closing_text_en"])
def test_mark_is_not_outdated_when_another_text_changes(db, field):
    session = make_session()
    made = mark(session)

    setattr(session, field, "Something else")

    assert not is_outdated(made, session)


def test_mark_is_renewed_when_the_text_is_translated_again(db):
    session = make_session()
    mark(session)
    session.introduction_en = "Another reason"
    session.save()

    made = mark(session, state=State.APPROVED)

    assert not is_outdated(made, session)
    marks = TranslationMark.objects.about([session]).filter(field="introduction", language="fr")
    assert marks.get().state == State.APPROVED


def test_about_finds_the_marks_of_all_subjects(db):
    session, other, theme = make_session(), make_session(), make_theme()
    expected = {
        mark(session),
        TranslationMark.objects.mark(
            theme, "heading", "ar", source_language="en", state=State.MACHINE
        ),
    }
    mark(other)

    of_both = TranslationMark.objects.about([session, theme])
    assert expected < set(of_both)
    assert {mark.object_id for mark in of_both} == {session.pk, theme.pk}
    assert set(TranslationMark.objects.about([])) == set()


def state_in(subject, field, language):
    marks = TranslationMark.objects.by_text([subject])
    return text_state(subject, field, language, marks)


def marked(subject, field):
    rows = TranslationMark.objects.about([subject]).filter(field=field)
    return {mark.language: mark.source_language for mark in rows}


def test_row_that_is_saved_marks_its_translations_with_their_source(db):
    session = make_session(introduction_ar="")

    assert marked(session, "introduction") == {"fr": "en", "es": "en"}
    assert state_in(session, "introduction", "fr") == TextState.IN_REVIEW
    assert state_in(session, "introduction", "ar") == TextState.MISSING
    made = TranslationMark.objects.about([session]).get(field="introduction", language="fr")
    assert made.source_text == session.introduction_en


def test_translation_that_is_written_again_follows_the_present_source(db):
    session = make_session()
    TranslationMark.objects.confirm([(session, "introduction", "fr")], state=State.APPROVED)
    session.introduction_en = "Another reason"
    session.save()
    assert state_in(session, "introduction", "fr") == TextState.OUTDATED

    session.introduction_fr = "Une autre raison"
    session.save(update_fields=["introduction_fr"])

    assert state_in(session, "introduction", "fr") == TextState.IN_REVIEW
    assert state_in(session, "introduction", "es") == TextState.OUTDATED


@pytest.mark.parametrize(
    "changed", ["Why  we met\n(en)", "Why we\u00a0met (en) ", "Why\u200b we met \u200e(en)"]
)
def test_white_space_and_invisible_characters_do_not_outdate(db, changed):
    session = make_session()

    session.introduction_en = changed
    session.save()

    assert state_in(session, "introduction", "fr") == TextState.IN_REVIEW


def test_translation_that_still_holds_keeps_its_state(db):
    session = make_session()
    texts = [(session, "introduction", code) for code in ("en", "fr", "es")]
    TranslationMark.objects.confirm([(session, "introduction", "fr")], state=State.APPROVED)
    session.introduction_en = "Why wee met (en)"
    session.save()
    made = TranslationMark.objects.about([session]).get(field="introduction", language="fr")
    changed = [change.text for change in source_changes(made, session) if change.kind != "same"]
    assert changed == ["we", "wee"]

    assert TranslationMark.objects.confirm(texts) == 2

    assert state_in(session, "introduction", "fr") == TextState.APPROVED
    assert state_in(session, "introduction", "es") == TextState.IN_REVIEW


def test_text_that_passed_the_marks_by_is_in_review(db):
    session = make_session()
    TranslationMark.objects.confirm([(session, "introduction", "fr")], state=State.APPROVED)
    type(session).objects.filter(pk=session.pk).update(introduction_fr="Écrit autrement")
    session.refresh_from_db()

    assert state_in(session, "introduction", "fr") == TextState.IN_REVIEW


def test_emptied_translation_loses_its_mark(db):
    session = make_session()

    session.introduction_fr = ""
    session.save()

    assert set(marked(session, "introduction")) == {"es", "ar"}


def test_source_of_a_row_that_no_language_owns_is_english_or_what_there_is(db):
    city = make_city(name_en="", name_ar="", name_fr="Lisbonne", name_es="Lisboa")
    assert marked(city, "name") == {"es": "fr"}
    TranslationMark.objects.confirm([(city, "name", "es")], state=State.APPROVED)

    city.name_en = "Lisbon"
    city.save()

    assert marked(city, "name") == {"fr": "en", "es": "en"}
    assert source_language(city, "name", ["fr", "es"]) == "en"
    assert state_in(city, "name", "es") == TextState.APPROVED
    city.name_en = "Lisboa"
    city.save()
    assert state_in(city, "name", "es") == TextState.OUTDATED


def test_text_of_another_language_is_the_source_of_an_answer(db):
    contribution = make_contribution(original_language="pt", responses=0)

    response = make_response(contribution=contribution, original_text="Abrimos abrigos")

    assert set(marked(response, "text").values()) == {"pt"}
    assert set(marked(response, "text")) == {"en", "fr", "es", "ar"}
    response.original_text = "Abrimos dois abrigos"
    response.save()
    assert state_in(response, "text", "en") == TextState.OUTDATED


def test_language_that_a_session_is_written_in_may_change(db):
    session = make_session()
    theme = make_theme(session=session)
    point = theme.points.get()
    TranslationMark.objects.confirm([(theme, "heading", "es")], state=State.APPROVED)

    session.languages = ["fr", "en", "es", "ar"]
    session.save()

    theme.refresh_from_db()
    assert marked(session, "introduction") == {"en": "fr", "es": "fr", "ar": "fr"}
    assert marked(theme, "heading") == {"en": "fr", "es": "fr", "ar": "fr"}
    assert marked(point, "lead") == {"en": "fr", "es": "fr", "ar": "fr"}
    assert state_in(theme, "heading", "es") == TextState.APPROVED


def test_outdated_translation_stays_so_when_the_language_changes(db):
    contribution = make_contribution()
    response = contribution.responses.get()
    response.text_en = "We closed them"
    response.save()

    contribution.original_language = "fr"
    contribution.save()

    response = PolicyResponse.objects.get(pk=response.pk)
    assert state_in(response, "text", "es") == TextState.OUTDATED
    assert marked(response, "text")["en"] == "fr"


def test_fields_are_in_the_order_of_the_model():
    fields = translated_fields(VisionTheme)

    assert fields == ("statement", "heading", "text")


def test_marks_go_with_their_row(db):
    theme = make_theme()
    key = theme.pk
    theme.delete()

    assert not TranslationMark.objects.filter(object_id=key, field="heading").exists()


def test_save_takes_as_many_queries_for_long_texts_as_for_none(db, django_assert_max_num_queries):
    response = make_contribution().responses.get()

    with django_assert_max_num_queries(12):
        response.save()
