"""Compare a table with a session: new, changed, unchanged, and not in the table."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from rapidfuzz.distance import Indel

from cities.models import Challenge, City, Contribution, PolicyResponse
from cities.spreadsheets.city_choices import Target
from llex.core.spreadsheets.changes import CellChange
from llex.core.text.name_keys import normalize_key
from llex.core.text.normalization import clean_line
from sessions_app.models import LearningSession, Person
from sessions_app.spreadsheets.city_table.heads import COLUMNS
from sessions_app.spreadsheets.city_table.places import CityChoice
from sessions_app.spreadsheets.city_table.rows import ENTRIES, CityRow, TypedTable, join

MODELS: Final[Mapping[str, Any]] = {"responses": PolicyResponse, "challenges": Challenge}
NEW, CHANGED, TRANSLATED, UNCHANGED = "new", "changed", "translated", "unchanged"
# The columns of the table by the fields of a contribution.
_FIELDS: Final = {"representative_name": "representative", "representative_position": "position"}
# Entries that are less alike (0 to 1) are two entries, and not one that was changed.
_ALIKE: Final = 0.6
_ENDED: Final = (Contribution.State.WITHDRAWN, Contribution.State.DECLINED)


@dataclass(frozen=True)
class EntryChange:
    """An entry of the table: *kind* says whether *stored*, its row, is new, changed or neither."""

    kind: str
    stored: Any
    old: str
    new: str

    @property
    def cell(self) -> CellChange:
        """Return it as a change of a cell, whose differences can be shown."""
        return CellChange("", self.old, self.new)


@dataclass
class CityChanges:
    """The changes of one city; *absent* are stored entries that the table does not have."""

    row: CityRow
    target: Target
    contribution: Contribution | None
    person: list[CellChange] = field(default_factory=list)
    entries: dict[str, list[EntryChange]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    representative: Person | None = None
    # Whether the representative is made a participant.
    joins: bool = False

    @property
    def names_somebody(self) -> bool:
        """Return whether the name of the representative changes."""
        return any(cell.column == "representative_name" for cell in self.person)

    @property
    def is_new(self) -> bool:
        """Return whether the city has no contribution in the session yet."""
        return self.contribution is None

    @property
    def is_new_city(self) -> bool:
        """Return whether the city itself is added."""
        return not isinstance(self.target, City)

    @property
    def changed_entries(self) -> dict[str, list[EntryChange]]:
        """Return the entries that are written, by their kind."""
        return {
            name: changed
            for name, entries in self.entries.items()
            if (changed := [entry for entry in entries if entry.kind != UNCHANGED])
        }

    @property
    def person_lines(self) -> list[tuple[Any, CellChange]]:
        """Return what changes of the representative, each with the name of its column."""
        return [(COLUMNS[_FIELDS[cell.column]], cell) for cell in self.person]

    @property
    def entry_lines(self) -> list[tuple[Any, list[EntryChange]]]:
        """Return the entries that are written, with the name of their column."""
        return [(COLUMNS[name], entries) for name, entries in self.changed_entries.items()]

    @property
    def kind(self) -> str:
        """Return whether it is new, changed or unchanged."""
        if self.is_new:
            return NEW
        return CHANGED if self.person or self.changed_entries else UNCHANGED

    @property
    def name(self) -> str:
        """Return the name of the city."""
        return str(self.target.name)


@dataclass
class TableChanges:
    """The changes of a session; *absent* are its cities that the table does not name."""

    cities: list[CityChanges] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[CityChanges]:
        """Return the cities that are new, changed or unchanged."""
        return [city for city in self.cities if city.kind == kind]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many cities are new, changed and unchanged."""
        return {kind: len(self.of_kind(kind)) for kind in (NEW, CHANGED, UNCHANGED)}

    @property
    def to_write(self) -> list[CityChanges]:
        """Return the cities of which something is written."""
        return [city for city in self.cities if city.kind != UNCHANGED]

    @property
    def fingerprint(self) -> str:
        """Return a fingerprint that differs as soon as something else would be written."""
        parts = [
            [
                city.row.key, type(city.target).__name__, city.name,
                city.contribution and [city.contribution.pk, city.contribution.state],
                city.person, city.representative and city.representative.pk, city.joins,
                [
                    [name, one.kind, one.stored and one.stored.pk, one.old, one.new]
                    for name, entries in city.entries.items() for one in entries
                ],
            ]
            for city in self.cities
        ]  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def compare(
    session: LearningSession, choices: Iterable[CityChoice], table: TypedTable, language: str
) -> TableChanges:
    """Return what the rows change whose city is known; note in *table* what cannot be taken."""
    stored = _stored(session)
    people = _people(session)
    found: dict[str, CityChanges] = {}
    for choice in choices:
        if choice.target is None:
            continue
        key = choice.chosen
        if key in found:
            # Two rows that call one city by different names.
            join(found[key].row, choice.row, table)
            continue
        pk = choice.target.pk if isinstance(choice.target, City) else None
        contribution = stored.get(pk) if pk else None
        if contribution and contribution.state in _ENDED:
            text = _("%(city)s has declined or withdrawn: leave its row out.")
            where = choice.row.cells.get("city", "")
            table.refuse(where, text % {"city": contribution.city})
            choice.is_shown = True
            continue
        found[key] = CityChanges(choice.row, choice.target, contribution)
    changes = TableChanges(list(found.values()))
    for city in changes.cities:
        _compare_person(city, people, language, table)
        for name in ENTRIES:
            _compare_entries(city, name, language)
    named = {city.contribution.pk for city in changes.cities if city.contribution}
    changes.absent = [str(one.city) for one in stored.values() if one.pk not in named]
    return changes


def _stored(session: LearningSession) -> dict[int, Contribution]:
    """Return the contributions of a session by their city, with what the table is about."""
    rows = Contribution.objects.filter(session=session).select_related("city", "representative")
    answers = [Prefetch(name, MODELS[name].objects.all()) for name in ENTRIES]
    return {row.city_id: row for row in rows.prefetch_related(*answers)}


def _people(session: LearningSession) -> Mapping[str, list[Person]]:
    """Return the participants of a session by each spelling of their names."""
    found: dict[str, list[Person]] = {}
    for one in session.participants.select_related("person"):
        for key in _keys(one.person):
            found.setdefault(key, []).append(one.person)
    return found


def _keys(person: Person) -> set[str]:
    return {normalize_key(name) for name in (person.name, *person.other_spellings)} - {""}


def _compare_person(
    city: CityChanges, people: Mapping[str, list[Person]], language: str, table: TypedTable
) -> None:
    name, position = city.row.person
    contribution = city.contribution or Contribution(original_language=language)
    known = contribution.representative
    key = normalize_key(name)
    if name and name != contribution.representative_name and not (known and key in _keys(known)):
        old = known.name if known else contribution.representative_name
        city.person.append(CellChange("representative_name", old, name))
        hits = people.get(key, [])
        city.representative = hits[0] if len(hits) == 1 else None
    if not position or position == contribution.representative_position:
        return
    if contribution.original_language == language:
        old = contribution.representative_position
        city.person.append(CellChange("representative_position", old, position))
    else:
        text = _("The position is kept as it is, in the language of the contribution.")
        table.remark(city.row.cells.get("position", ""), text)


def _compare_entries(city: CityChanges, name: str, language: str) -> None:
    """Find for each entry of the table the stored one that it repeats or changes."""
    rows = list(getattr(city.contribution, name).all()) if city.contribution else []
    texts = {row.pk: getattr(row, f"text_{language}") or "" for row in rows}
    typed = city.row.entries[name]
    pairs: dict[int, Any] = {}
    with_text = [row for row in rows if texts[row.pk]]
    for at, text in enumerate(typed):
        same = (row for row in with_text if clean_line(texts[row.pk]) == text)
        if row := next((row for row in same if row not in pairs.values()), None):
            pairs[at] = row
    _pair_alike(typed, with_text, texts, pairs)
    without = [row for row in rows if not texts[row.pk]]
    open_entries = [at for at in range(len(typed)) if at not in pairs]
    if len(without) == len(open_entries):
        pairs |= dict(zip(open_entries, without, strict=True))
    city.entries[name] = [_entry(pairs.get(at), texts, text) for at, text in enumerate(typed)]
    taken = {row.pk for row in pairs.values()}
    if typed:
        city.absent += [texts[row.pk] for row in with_text if row.pk not in taken]


def _pair_alike(
    typed: Sequence[str], rows: Sequence[Any], texts: Mapping[int, str], pairs: dict[int, Any]
) -> None:
    """Add to *pairs* the entries and rows that are alike, the most similar first."""
    taken = {row.pk for row in pairs.values()}
    scores = [
        (_likeness(clean_line(texts[row.pk]), text), at, row)
        for at, text in enumerate(typed)
        if at not in pairs
        for row in rows
        if row.pk not in taken
    ]
    for score, at, row in sorted(scores, key=lambda one: (-one[0], one[1], one[2].pk)):
        if score >= _ALIKE and at not in pairs and row not in pairs.values():
            pairs[at] = row


def _likeness(old: str, new: str) -> float:
    """Return how alike (0 to 1) two entries are; one that goes on where the other ends is alike."""
    goes_on = min(len(old), len(new)) > 0 and (new.startswith(old) or old.startswith(new))
    return max(Indel.normalized_similarity(old, new), _ALIKE if goes_on else 0)


def _entry(row: Any, texts: Mapping[int, str], text: str) -> EntryChange:
    if row is None:
        return EntryChange(NEW, None, "", text)
    old = texts[row.pk]
    if clean_line(old) == text:
        return EntryChange(UNCHANGED, row, old, text)
    return EntryChange(CHANGED if old else TRANSLATED, row, old, text)
