import pytest

from llex.core.languages.translation_marks import is_outdated
from llex.core.models import TranslationMark
from tests.factories import make_session, make_theme

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
    assert TranslationMark.objects.get().state == State.APPROVED


def test_about_finds_the_marks_of_all_subjects(db):
    session, other, theme = make_session(), make_session(), make_theme()
    expected = {
        mark(session),
        TranslationMark.objects.mark(
            theme, "heading", "ar", source_language="en", state=State.MACHINE
        ),
    }
    mark(other)

    assert set(TranslationMark.objects.about([session, theme])) == expected
    assert set(TranslationMark.objects.about([])) == set()
