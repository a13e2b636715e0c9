"""Labels of scales in all languages."""

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.scale_labels import direction_of, exchanged
from tests.factories import make_consultation, make_full_session, make_service

ENGLISH = ("Not important", "Very important")


@pytest.mark.parametrize(
    ("language", "ends"),
    [
        ("en", ("Least urgent", "Most urgent")),
        ("en", ("Strongly disagree", "Strongly agree")),
        ("fr", ("Pas important du tout", "Très important")),
        ("fr", ("Peu prioritaire", "Essentiel")),
        ("fr", ("Pas du tout d’accord", "Tout à fait d’accord")),
        ("es", ("Nada importante", "Muy importante")),
        ("es", ("Prioridad baja", "Prioridad alta")),
        ("ar", ("غير مهم", "مهم جدًا")),
        ("ar", ("أقل أهمية", "أكثر أهمية")),
        ("pt", ("Nada importante", "Muito importante")),
    ],
)
def test_labels_that_are_exchanged(language, ends):
    assert [direction_of(one, language) for one in ends] == [-1, 1]
    assert exchanged(ends, language, ENGLISH, "en") == []
    low, high = ends
    assert exchanged((high, low), language, ENGLISH, "en") == [
        (high, ENGLISH[0]), (low, ENGLISH[1]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "ends"),
    [("fr", ("Important", "Pas important")), ("es", ("Importante", "Poco importante"))],
)
def test_plain_label_is_told_by_the_other_end(language, ends):
    source = ("Unimportant", "Important")
    assert exchanged(ends, language, source, "en") == [(ends[0], "Unimportant")]
    assert exchanged(ends[::-1], language, source, "en") == []


@pytest.mark.parametrize("ends", [("", ""), ("1", "5"), ("Important", "Important too")])
def test_labels_without_such_words_say_nothing(ends):
    assert exchanged(ends, "en", ENGLISH, "en") == []


def test_finding_of_a_note(db):
    session = make_full_session()
    labels = {"low_en": "Not important", "high_en": "Very important"}
    labels |= {"low_fr": "Très important", "high_fr": "Pas important"}
    labels |= {"low_es": "Importante", "high_es": "Importante"}
    labels |= {"low_ar": "غير مهم", "high_ar": "مهم جدًا"}
    make_consultation(
        session=session, services=[make_service()], ballots=[[5]] * 6, state="closed", **labels
    )

    found = [one for one in preflight_session(session) if one.code == "scale_differs"]

    assert [(one.language, one.passage) for one in found] == [
        ("fr", "Très important"), ("fr", "Pas important"), ("es", "Importante"),
    ]  # fmt: skip
