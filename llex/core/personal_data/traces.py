"""Names and addresses of a person in texts, and the marks that take their place."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from anyascii import anyascii
from django.utils.translation import override, pgettext

from llex.core import languages
from llex.core.text.name_keys import normalize_key, normalize_words

# A name of one word is found in texts only where it is long and written without spaces.
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]{3,}")
_GAP: Final = r"[\s,\-\u00a0\u202f]+"

# Where a whole name is removed, the position beside it is removed, too: it may tell who it was.
BESIDE: Final = {
    "name": "position",
    "speaker": "position",
    "representative": "position",
    "representative_name": "representative_position",
    "quote_speaker": "quote_position",
}


def name_mark(language: str) -> str:
    """Return the mark in place of a name in a text in *language*."""
    with override(language if language in languages.CODES else languages.DEFAULT):
        return pgettext("in place of an erased name", "[name removed]")


def address_mark(language: str) -> str:
    """Return the mark in place of an e-mail address in a text in *language*."""
    with override(language if language in languages.CODES else languages.DEFAULT):
        return pgettext("in place of an erased e-mail address", "[address removed]")


class Traces:
    """The *names* and *addresses* of one person, to be found in texts and taken out."""

    def __init__(self, names: Iterable[str], addresses: Iterable[str]) -> None:
        self._names = {name for name in names if name.strip()}
        self._addresses = {one for one in addresses if one}
        whole = {form for name in self._names if _is_telling(name) for form in _forms(name)}
        self._name = _pattern(whole)
        self._short = {name.casefold() for name in self._names if not _is_telling(name)}
        self._keys = _pattern({" ".join(normalize_words(name)) for name in map(str, whole)})
        self._joined = {normalize_key(name) for name in whole}
        self._address = _address_pattern(self._addresses)
        self.hints = sorted(_hints(whole | self._short, self._addresses))

    def __bool__(self) -> bool:
        return bool(self._names or self._addresses)

    def replaced(self, text: str, language: str = languages.DEFAULT) -> str:
        """Return *text* with a mark in place of each name and address."""
        if text.casefold().strip() in self._short:
            return name_mark(language)
        if self._name:
            text = self._name.sub(lambda _match: name_mark(language), text)
        if self._address:
            text = self._address.sub(lambda _match: address_mark(language), text)
        return text

    def replaced_key(self, text: str) -> str:
        """Return a search key without the words of the names."""
        if self._keys:
            text = self._keys.sub("", text)
        return " ".join(word for word in text.split() if word not in self._joined)

    def replaced_in(self, value: Any, language: str = languages.DEFAULT) -> Any:
        """Return JSON-ready data with marks in all its texts, each in the language of the text."""
        match value:
            case str():
                return self.replaced(value, language)
            case list():
                return [self.replaced_in(one, language) for one in value]
            case dict():
                own = value.get("language")
                inner = own if isinstance(own, str) and own in languages.CODES else language
                new = {
                    self.replaced(str(key), language): self.replaced_in(
                        one, key if key in languages.CODES else inner
                    )
                    for key, one in value.items()
                }
                return new | _without_positions(value, new)
        return value


def _without_positions(former: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return the positions beside names that became marks: none, or texts without a language."""
    emptied: dict[str, Any] = {}
    for name, position in BESIDE.items():
        was, now_is = former.get(name), new.get(name)
        if was != now_is and holds_mark(now_is) and new.get(position):
            emptied[position] = _empty(new[position])
    return emptied


def holds_mark(value: Any) -> bool:
    """Return whether a value, or one of its former and new values, is the mark of a name."""
    marks = {name_mark(code) for code in languages.CODES}
    values = value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and one in marks for one in values)


def _empty(position: Any) -> Any:
    match position:
        case str():
            return ""
        case list():
            return [_empty(one) for one in position]
        case dict() if position.keys() <= set(languages.CODES):
            return {}
    return None


def _is_telling(name: str) -> bool:
    return len(name.split()) > 1 or bool(_UNSPACED.search(name))


def _forms(name: str) -> Iterator[str]:
    """Yield the ways in which a name is written: with and without accents, family name first."""
    words = name.replace(",", " ").split()
    orders = {tuple(words), (words[-1], *words[:-1]), (*words[1:], words[0])}
    for order in orders:
        joined = " ".join(order)
        plain = unicodedata.normalize("NFD", joined)
        bare = "".join(one for one in plain if not unicodedata.combining(one))
        yield from (unicodedata.normalize("NFC", joined), plain, unicodedata.normalize("NFC", bare))
        if all(unicodedata.name(one, "").startswith("LATIN") for one in bare if one.isalpha()):
            yield anyascii(joined)


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    ways = sorted({_GAP.join(map(re.escape, form.split())) for form in forms if form}, key=len)
    if not ways:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(ways))})(?!\w)", re.IGNORECASE)


def _address_pattern(addresses: Iterable[str]) -> re.Pattern[str] | None:
    ways = {form for address in addresses for form in _address_forms(address)}
    if not ways:
        return None
    longest_first = sorted(map(re.escape, ways), key=len, reverse=True)
    return re.compile(rf"(?<![\w.+-])(?:{'|'.join(longest_first)})(?![\w-])", re.IGNORECASE)


def _address_forms(address: str) -> Iterator[str]:
    local, _at, domain = address.rpartition("@")
    yield from (address, address.replace("@", "%40"))
    try:
        yield f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return


def _hints(names: Iterable[str], addresses: Iterable[str]) -> Iterator[str]:
    """Yield short texts of which each trace, as stored in a database, contains at least one."""
    for name in names:
        word = max(re.split(r"[\s,\-]+", name), key=len, default="")
        for way in {word, word.lower(), word.upper(), word.title(), normalize_key(word)}:
            if way:
                yield way
                # JSON as SQLite stores it.
                yield json.dumps(way)[1:-1]
    for address in addresses:
        for form in _address_forms(address):
            yield form
            yield json.dumps(form)[1:-1]
