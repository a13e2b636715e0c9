"""Quotations are lifted out where it is clear who speaks, and stay in the text where it is not."""

import pytest

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Paragraph
from sessions_app.importing.recognising.imported_note import ImportedNote
from sessions_app.importing.recognising.quotations import take_quotations

WORDS = "Water is the first medicine of all"


def taken(*texts):
    note = ImportedNote("en")
    left = take_quotations(
        note, [Paragraph(FormattedText.marked(text), 1) for text in texts], "closing"
    )
    return (
        [(str(it.text), it.speaker.name, it.speaker.position) for it in note.quotations],
        [str(block.text) for block in left],
    )


@pytest.mark.parametrize(
    "text",
    [
        f'"{WORDS}" **Ana Torres**, Mayor of Lima',
        f"“{WORDS}” – Ana Torres, Mayor of Lima",
        f"« {WORDS} », Ana Torres, Mayor of Lima.",
        f"„{WORDS}“ (**Ana Torres**, Mayor of Lima)",
        f"“{WORDS},” said Ana Torres, Mayor of Lima.",
        f"**Ana Torres**, Mayor of Lima: “{WORDS}”",
    ],
)
def test_quotation_is_lifted_with_any_marks(text):
    quotations, left = taken(text)

    assert [(words, name) for words, name, _position in quotations] == [(WORDS, "Ana Torres")]
    assert quotations[0][2] == "Mayor of Lima"
    assert left == []


def test_quotation_leaves_the_sentences_around_it():
    quotations, left = taken(f'We met. "{WORDS}" **Ana Torres**, Mayor. Then we went home.')

    assert quotations == [(WORDS, "Ana Torres", "Mayor")]
    assert left == ["We met. Then we went home."]


@pytest.mark.parametrize(
    "text",
    [
        f"It was said that “{WORDS}” by more than one.",
        "The “new normal” – Ana Torres, Mayor, does not like it.",
        f"“{WORDS}” **Ana Torres** said before she left.",
        f"“{WORDS}",
    ],
)
def test_quotation_without_a_clear_speaker_stays_in_the_text(text):
    quotations, left = taken(text)

    assert quotations == []
    assert left == [str(FormattedText.marked(text))]
