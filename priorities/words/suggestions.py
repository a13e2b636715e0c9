"""Which words may be the same: suggestions for an organiser, who decides.

Two words are alike where they differ in case, accents or punctuation only, or as singular and
plural do in one of the languages. The rules for plurals, in `ballots.toml` of each language, are
few and approximate: an organiser ignores wrong suggestions and merges the rest by hand.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from llex.core import languages
from llex.core.languages import data
from llex.core.text.name_keys import normalize_key
from priorities.models import Word

# No stem is shorter than this: "as" is no plural of "a".
_SHORTEST: Final = 3


def suggest_same_words(words: Iterable[Word]) -> list[list[Word]]:
    """Return the groups of two and more words that may be the same, in the order of *words*."""
    groups: list[list[Word]] = []
    by_key: dict[str, list[Word]] = {}
    for word in words:
        keys = _keys(word.text)
        found = next((by_key[key] for key in keys if key in by_key), None)
        if found is None:
            found = []
            groups.append(found)
        found.append(word)
        for key in keys:
            by_key.setdefault(key, found)
    return [group for group in groups if len(group) > 1]


def _keys(text: str) -> list[str]:
    """Return the folded text and what its singular may be, the surest first."""
    keys = [normalize_key(text)]
    keys += [
        keys[0].removeprefix(article)
        for code in languages.CODES
        for article in data.read(code, "ballots").get("joined_articles", ())
        if keys[0].startswith(article) and len(keys[0]) >= len(article) + _SHORTEST
    ]
    keys += [stem for key in tuple(keys) for stem in _singulars(key)]
    if " " in text:
        # In an expression any of the words may be the one in the plural.
        keys.append("".join(normalize_key(word).rstrip("sx") for word in text.split()))
    return [key for key in dict.fromkeys(keys) if key]


def _singulars(key: str) -> Iterator[str]:
    for code in languages.CODES:
        for plural, singular in data.read(code, "ballots").get("plurals", ()):
            stem = key.removesuffix(plural) + singular
            if key.endswith(plural) and len(stem) >= _SHORTEST:
                yield stem
