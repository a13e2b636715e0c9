"""Pairs of people, or of organisations, that may be the same, and why."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final
from urllib.parse import urlsplit

from anyascii import anyascii
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from cities.directory.duplicates import is_close
from llex.core.db.search_keys import name_key, texts_of
from llex.core.languages.scripts import script_of
from llex.core.text.name_keys import normalize_key
from sessions_app.models import Organisation, Person

MOST: Final = 200
# Names whose halves are shared by more people are too common to be compared letter by letter.
_COMMON: Final = 40
_WEAK: Final = re.compile(r"[aeiouwy]|(?<=[kstpcdg])h")
_REPEATED: Final = re.compile(r"(.)\1+")


@dataclass(slots=True)
class Pair:
    """Two rows that may be the same, the older one first, with the reasons; the best one first."""

    one: Any
    other: Any
    reasons: list[str] = field(default_factory=list)

    @property
    def rows(self) -> tuple[Any, Any]:
        """Return both."""
        return self.one, self.other


def people_pairs() -> list[Pair]:
    """Return pairs of people with alike names or addresses. Three queries."""
    people = {person.pk: person for person in Person.objects.select_related("city", "organisation")}
    former = _former_names(people)
    found = _Pairs(people)
    names = {pk: [one.name, *one.other_spellings] for pk, one in people.items()}
    found.add_groups(_by_key(names, name_key), lambda: _("the same name"))
    found.add_groups(_by_key(_addresses(people), str), lambda: _("nearly the same address"))
    known = {pk: [*names[pk], *former.get(pk, ())] for pk in people}
    found.add_groups(_by_key(known, name_key), lambda: _("the former name of one"))
    found.add_groups(_across_scripts(names), lambda: _("probably the same name in another script"))
    found.add_pairs(_close(names), lambda: _("nearly the same name"))
    return found.listed(_apart(Person))


def organisation_pairs() -> list[Pair]:
    """Return pairs of organisations with alike names, acronyms or websites. Two queries."""
    rows = {row.pk: row for row in Organisation.objects.all()}
    found = _Pairs(rows)
    names = {pk: list(texts_of(row, ("name",))) for pk, row in rows.items()}
    acronyms = {pk: list(texts_of(row, ("acronym",))) for pk, row in rows.items()}
    found.add_groups(_by_key(names, name_key), lambda: _("the same name"))
    found.add_groups(_by_key(acronyms, normalize_key), lambda: _("the same acronym"))
    hosts = {pk: [_host(row.website)] for pk, row in rows.items()}
    found.add_groups(_by_key(hosts, str), lambda: _("the same website"))
    found.add_pairs(_close(names), lambda: _("nearly the same name"))
    return found.listed(_apart(Organisation))


def distinct_pairs(model: type[Person] | type[Organisation]) -> list[Pair]:
    """Return the pairs of which organisers have said that they are two, by name."""
    keys = _apart(model)
    rows = model._base_manager.in_bulk({key for pair in keys for key in pair})
    found = [Pair(rows[one], rows[other]) for one, other in keys]
    return sorted(found, key=lambda pair: (str(pair.one), pair.one.pk, pair.other.pk))


def _apart(model: type[Person] | type[Organisation]) -> set[tuple[int, int]]:
    """Return the keys of rows that are known to be two, the lower one first."""
    through: Any = model.distinct_from.through
    names = [f"from_{model._meta.model_name}_id", f"to_{model._meta.model_name}_id"]
    pairs = through._base_manager.values_list(*names)
    return {(one, other) for one, other in pairs if one < other}


class _Pairs:
    """The pairs found so far, by their keys."""

    def __init__(self, rows: dict[int, Any]) -> None:
        self._rows = rows
        self._found: dict[tuple[int, int], Pair] = {}

    def add_groups(self, groups: dict[str, set[int]], reason: Callable[[], str]) -> None:
        """Add each two rows of a group."""
        for group in groups.values():
            if len(group) <= _COMMON:
                self.add_pairs(combinations(sorted(group), 2), reason)

    def add_pairs(self, pairs: Iterable[tuple[int, int]], reason: Callable[[], str]) -> None:
        """Add pairs of keys, the lower one first."""
        for one, other in pairs:
            pair = self._found.setdefault((one, other), Pair(self._rows[one], self._rows[other]))
            if not pair.reasons:
                pair.reasons.append(reason())
            elif (text := reason()) == _("nearly the same address") and text not in pair.reasons:
                pair.reasons.append(text)

    def listed(self, apart: set[tuple[int, int]]) -> list[Pair]:
        """Return the pairs but those *apart*, in the order of finding: the surest first."""
        found = [pair for keys, pair in self._found.items() if keys not in apart]
        return found[:MOST]


def _by_key(texts: dict[int, list[str]], key: Callable[[str], str]) -> dict[str, set[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    for pk, values in texts.items():
        for value in values:
            if value and (found := key(value)):
                groups[found].add(pk)
    return {found: pks for found, pks in groups.items() if len(pks) > 1}


def _addresses(people: dict[int, Person]) -> dict[int, list[str]]:
    """Return the mailbox of each address, without what follows a plus sign."""
    return {
        pk: [f"{local.partition('+')[0].replace('.', '')}@{domain}"]
        for pk, person in people.items()
        for local, at, domain in [person.email.rpartition("@")]
        if at
    }


def _former_names(people: dict[int, Person]) -> dict[int, list[str]]:
    """Return the names that the log of changes knows of people."""
    kind = ContentType.objects.get_for_model(Person)
    entries = LogEntry.objects.filter(
        content_type=kind, action=LogEntry.Action.UPDATE, changes__has_key="name"
    )
    names: dict[int, list[str]] = defaultdict(list)
    for pk, changes in entries.values_list("object_id", "changes"):
        if pk in people:
            names[pk].append(str(changes["name"][0]))
    return names


def _across_scripts(names: dict[int, list[str]]) -> dict[str, set[int]]:
    """Return groups of people whose names in different scripts have the same consonants."""
    groups: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for pk, values in names.items():
        for value in values:
            key = consonants(value)
            if len(key) >= 5 and " " in key:  # noqa: PLR2004 - letters of two words
                groups[key][pk].add(script_of(value))
    return {
        key: set(scripts)
        for key, scripts in groups.items()
        if len(scripts) > 1 and len(set.union(*scripts.values())) > 1
    }


def consonants(name: str) -> str:
    """Return the consonants of the words of a name in Latin letters, in the order of the alphabet.

    Scripts that leave vowels out, and the ways to transcribe them, agree in these.
    """
    words = (
        _REPEATED.sub(r"\1", _WEAK.sub("", "".join(filter(str.isalpha, anyascii(word).lower()))))
        for word in name.split()
    )
    return " ".join(sorted(filter(None, words)))


def _close(names: dict[int, list[str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose names differ in a letter or two: those share the first or last half."""
    halves: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for pk, values in names.items():
        for key in {name_key(value) for value in values if value}:
            middle = len(key) // 2
            halves[f"<{key[:middle]}"].add((pk, key))
            halves[f">{key[middle:]}"].add((pk, key))
    for group in halves.values():
        if len(group) > _COMMON:
            continue
        for (one, key), (other, second) in combinations(sorted(group), 2):
            if one != other and is_close(key, second):
                yield min(one, other), max(one, other)


def _host(website: str) -> str:
    return (urlsplit(website).hostname or "").removeprefix("www.")
