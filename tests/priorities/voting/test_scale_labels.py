"""Labels of a scale that are missing, the wrong way round, or stronger in one language."""

import pytest

from priorities.questions.readiness import doubts, missing_texts
from priorities.voting.scale_labels import degree
from sessions_app.demo.loading import read
from tests.factories import make_consultation, make_session

GOOD = {
    "low": {"en": "not urgent", "fr": "pas urgent", "es": "nada urgente", "ar": "غير ملحّ"},
    "high": {"en": "very urgent", "fr": "très urgent", "es": "muy urgente", "ar": "ملحّ جدًّا"},
}


def make(languages=("en", "fr", "es", "ar"), **changes):
    """A consultation with good labels, but for *changes* such as low_fr."""
    texts = {f"{end}_{code}": text for end, by in GOOD.items() for code, text in by.items()}
    session = make_session(languages=list(languages))
    return make_consultation(session=session, **texts | changes)


def test_good_labels_leave_no_doubt(db):
    assert doubts(make()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"low_fr": "très urgent", "high_fr": "pas urgent"}, "reversed in French"),
        ({"low_ar": "ملحّ جدًّا", "high_ar": "غير ملحّ"}, "reversed in Arabic"),
        ({"high_en": "most urgent"}, "does not say the same"),
        ({"high_es": "lo más urgente"}, "does not say the same"),
        ({"high_ar": "الأكثر إلحاحًا"}, "does not say the same"),
        ({"low_en": "less urgent"}, "does not say the same"),
        ({"low_fr": "le moins urgent"}, "does not say the same"),
        ({"low_es": "Muy urgente"}, "the same label in Spanish"),
    ],
)
def test_labels_that_do_not_say_the_same_are_pointed_out(db, changes, said):
    assert any(said in line for line in doubts(make(**changes)))


def test_languages_that_the_session_does_not_have_do_not_count(db):
    assert doubts(make(languages=["en", "fr"], high_es="lo más urgente")) == []


def test_label_that_one_language_lacks_is_missing_before_opening(db):
    assert missing_texts(make(high_ar="")) == [
        "“Meaning of the highest score” is missing in Arabic."
    ]


def test_scale_with_one_labelled_end_leaves_a_doubt(db):
    only_low = make(**{f"high_{code}": "" for code in GOOD["high"]})

    assert doubts(only_low) == ["“Meaning of the highest score” has no label."]


def test_words_have_no_scale(db):
    assert doubts(make_consultation(kind="words")) == []


@pytest.mark.parametrize("text", ["can wait", "vital now", "urgent", "1", ""])
def test_label_without_a_degree_is_left_alone(text):
    assert degree(text, "en") is None


@pytest.mark.parametrize("name", ["housing", "launch"])
def test_labels_of_the_demo_say_the_same(db, name):
    table = read(f"{name}/consultation")["consultation"]
    texts = {f"{end}_{code}": table[end][code] for end in GOOD for code in GOOD[end]}

    assert doubts(make(**texts)) == []
