"""Which language a note is written in, beside the one that it was uploaded as."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence, world_languages
from llex.core.languages.phrases import join_items
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.reading import Reading, Row, plain
from sessions_app.importing.vocabulary import vocabularies

# So many letters of sentences tell a note's language; a shorter text may be names and addresses.
_ENOUGH: Final = 70
_SENTENCE: Final = 40
# A sign of Chinese or Japanese says as much as a short word, from the first of their signs on.
_SIGNS: Final = "\u2e80"
_LETTERS_OF_A_SIGN: Final = 3
# Which share of the text whose language is sure the note's own has at least.
_MAIN: Final = 0.6
# A note in a language also has this share of it where its table or quotations are in others.
_PRESENT: Final = 0.25


def other_language(reading: Reading, language: str) -> str:
    """Return the code of the language that a note is written in, "" where it is *language*.

    It is "" as well where no language has most of the text.
    """
    if reading.own_language:
        return "" if reading.own_language == language else reading.own_language
    lengths = _lengths(reading)
    letters = lengths.total()
    if letters < _ENOUGH or lengths[language] >= letters * _PRESENT:
        return ""
    found, most = lengths.most_common(1)[0]
    return found if most >= letters * _MAIN else ""


def require_readable(reading: Reading, language: str) -> None:
    """Raise ImportRefused where a note is written in a language whose notes cannot be read."""
    found = other_language(reading, language)
    if found and found not in vocabularies():
        raise ImportRefused(
            _("The note is written in %(language)s. Notes are read in %(languages)s.")
            % {
                "language": name_in_sentence(found),
                "languages": join_items(map(name_in_sentence, vocabularies())),
            }
        )


def mismatch(reading: Reading, language: str) -> str:
    """Return a sentence that says that a note is not written in *language*, "" where it may be."""
    found = other_language(reading, language)
    return found and _(
        "The note is written in %(found)s, but it was uploaded as one in %(chosen)s."
    ) % {"found": name_in_sentence(found), "chosen": name_in_sentence(language)}


def _lengths(reading: Reading) -> Counter[str]:
    """Count the letters of the sentences in each language, without those that are unsure."""
    found: Counter[str] = Counter()
    for text in _texts(reading):
        letters = sum(_LETTERS_OF_A_SIGN if one >= _SIGNS else 1 for one in text if one.isalpha())
        if letters >= _SENTENCE and (code := world_languages.suggest(text)):
            found[code] += letters
    return found


def _texts(reading: Reading) -> Iterator[str]:
    for block in reading.blocks:
        if isinstance(block, Row):
            yield from (" ".join(map(str, cell)) for cell in block.cells)
        else:
            yield plain(block)
