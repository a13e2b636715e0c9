"""Which words may be the same: suggestions for an organiser, who decides.

Two words are alike where they differ in case, accents or punctuation only, or as singular and
plural do in one of the languages. The rules for plurals are few and approximate: the organiser
ignores a wrong suggestion and merges by hand where one is missing.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from llex.core.text.name_keys import normalize_key
from priorities.models import Word

# No stem is shorter than this: "as" is no plural of "a".
_SHORTEST: Final = 3
# Endings of plurals and of their singulars, by language, without accents.
_ENDINGS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "en": (("ies", "y"), ("es", ""), ("s", "")),
    "fr": (("eaux", "eau"), ("aux", "al"), ("x", ""), ("s", "")),
    "es": (("ces", "z"), ("es", ""), ("s", "")),
    "ar": (("ات", "ه"), ("ات", ""), ("ون", ""), ("ين", "")),
}
_ARTICLE: Final = "ال"


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
    if keys[0].startswith(_ARTICLE) and len(keys[0]) >= len(_ARTICLE) + _SHORTEST:
        keys.append(keys[0].removeprefix(_ARTICLE))
    keys += [stem for key in tuple(keys) for stem in _singulars(key)]
    if " " in text:
        # In an expression any of the words may be the one in the plural.
        keys.append("".join(normalize_key(word).rstrip("sx") for word in text.split()))
    return [key for key in dict.fromkeys(keys) if key]


def _singulars(key: str) -> Iterator[str]:
    for endings in _ENDINGS.values():
        for plural, singular in endings:
            stem = key.removesuffix(plural) + singular
            if key.endswith(plural) and len(stem) >= _SHORTEST:
                yield stem
