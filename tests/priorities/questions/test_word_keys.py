"""Words are one where they differ in case, spaces or what nobody sees, and in nothing else."""

import pytest

from priorities.models import Word
from priorities.questions.word_keys import tidy_word, word_key
from tests.factories import make_word_consultation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Care", "care"),
        ("rent freeze", "Rent\u00a0 FREEZE"),
        ("rent freeze", "rentfreeze"),
        ("Straße", "STRASSE"),
        ("été", "e\u0301te\u0301"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("السكن", "\u202bالسكن\u202c"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_same_word(one, other):
    assert word_key(one) == word_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("été", "ete"), ("rent-freeze", "rent freeze"), ("سكن", "السكن")]
)
def test_other_word(one, other):
    assert word_key(one) != word_key(other)


def test_what_nobody_sees_is_not_kept():
    assert tidy_word(" Rent\t\u200b freeze\u202c ") == "Rent freeze"
    # It changes how the letters are joined.
    assert tidy_word("می\u200cخواهم") == "می\u200cخواهم"


def test_key_fits_its_column_and_follows_the_text(db):
    word = Word.objects.create(consultation=make_word_consultation(), text="ﷺ" * 60)
    assert len(word.key) == Word._meta.get_field("key").max_length

    word.text = "Care"
    word.save()

    assert Word.objects.get().key == "care"
