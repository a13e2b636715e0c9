"""Words, sentences and paragraphs that are written twice in a row."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from llex.core.text import without_addresses
from llex.core.text.sentences import paragraphs, sentences, words
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, shortened
from sessions_app.briefing.preflight.vocabulary_of_checks import words_for

_DOUBLED: Final = re.compile(
    # A word of one letter behind an apostrophe is the end of another: it’s.
    # So is “and” before an Arabic noun with its article.
    r"(?:(?<![\w’'\-/.@])|(?<=\w[’'])(?=[^\W\d_]{2})|(?<![\w])[وف](?=ال\w{3}))"
    r"(?P<word>[^\W\d_]+)[ \t\u00a0\u202f]+(?P<again>(?P=word))(?![\w\-/@]|[’'.]\w)",
    re.IGNORECASE,
)
# With what is elided before it: n’a n’a.
_DOUBLED_ELISION: Final = re.compile(
    r"(?<![\w’'\-])(?P<word>[^\W\d_]{1,4}[’'][^\W\d_]+)[ \u00a0\u202f]+(?P=word)(?![\w\-’'])",
    re.IGNORECASE,
)
# Two or three words in a row: se trouve se trouve.
_DOUBLED_PHRASE: Final = re.compile(
    r"(?<![\w’'\-/.@])(?P<words>[^\W\d_]+(?:[ \u00a0\u202f][^\W\d_]+){1,2})"
    r"[ \u00a0\u202f](?P=words)(?![\w\-/@]|[’'.]\w)",
    re.IGNORECASE,
)
# Shorter sentences may be said twice on purpose.
_FEWEST: Final = 4


def check_repetitions(note: CheckedNote) -> Iterator[Finding]:
    """Find what is written twice in one text: a word, or a whole sentence or paragraph."""
    for passage in note.passages:
        for doubled in doubled_words(passage.plain, passage.language):
            message = _("“%(passage)s”: the word is there twice.") % {"passage": doubled}
            yield passage.finding("doubled_word", message, excerpt=doubled)
        for doubled in doubled_sentences(passage.plain) if passage.is_prose else ():
            message = _("It is there twice: “%(passage)s”") % {"passage": shortened(doubled)}
            yield passage.finding("doubled_sentence", message, severity="error", excerpt=doubled)


def doubled_words(text: str, language: str) -> Iterator[str]:
    """Yield words that are there twice in a row, as they are written, where grammar forbids it."""
    allowed = {word.casefold() for word in words_for(language, "repeated")}
    for match in _DOUBLED.finditer(without_addresses(text)):
        word, again = match["word"], match["again"]
        # Names such as Walla Walla; in Arabic, adverbs such as واحدا واحدا.
        is_name = word[0].isupper() and again[0].isupper()
        is_adverb = word.endswith(("ا", "اً"))
        if word.casefold() not in allowed and not (is_name or is_adverb):
            yield match[0]
    yield from (match[0] for match in _DOUBLED_ELISION.finditer(without_addresses(text)))
    linking = {word.casefold() for word in words_for(language, "linking")}
    for match in _DOUBLED_PHRASE.finditer(without_addresses(text)):
        written = match["words"].split()
        # Day after day after day; Walla Walla Walla Walla.
        if not (linking.intersection(map(str.casefold, written)) or written[0][0].isupper()):
            yield match[0]


def doubled_sentences(text: str) -> Iterator[str]:
    """Yield sentences and paragraphs that are in *text* twice."""
    seen: set[str] = set()
    for paragraph in paragraphs(text):
        if (key := _key(paragraph)) in seen and len(words(paragraph)) >= _FEWEST:
            yield paragraph
            continue
        parts = list(sentences(paragraph))
        for sentence in parts if len(parts) > 1 else ():
            if (part := _key(sentence)) in seen and len(words(sentence)) >= _FEWEST:
                yield sentence
            seen.add(part)
        seen.add(key)


def _key(text: str) -> str:
    return " ".join(words(text)).casefold()
