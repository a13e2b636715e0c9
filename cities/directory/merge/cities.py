"""Merging cities: what would happen, and doing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

from auditlog.models import LogEntry
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.directory.merge.contributions import ContributionsNotMergeable, check, has_ended
from cities.directory.merge.relations import (
    UnhandledRelation,
    label,
    reassign_relations,
    relations,
    rows_of,
    rule_of,
    skip,
)
from cities.models import City, Contribution, FormerSlug
from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.models import User
from llex.core.text.name_keys import normalize_key

MOST: Final = 10
# What is filled in where the city that stays has nothing; each group only as a whole.
_GROUPS: Final = (
    *((f"name_{code}",) for code in languages.CODES),
    ("country",),
    ("latitude", "longitude"),
    ("population", "population_year"),
    ("geoname_id",),
)


class CannotMerge(Exception):
    """These cities are not merged, and nothing was changed. *reasons* are for people."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(slots=True)
class MergePlan:
    """The effect of a merge before it is made: rows by kind, fields filled in, obstacles."""

    kept: City
    gone: list[City]
    moving: list[tuple[str, int]] = field(default_factory=list)
    together: list[str] = field(default_factory=list)
    remembered: list[str] = field(default_factory=list)
    filled: list[tuple[str, Any]] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)


def plan(kept: City, gone: Sequence[City]) -> MergePlan:
    """Return what merging *gone* into *kept* would do. Nothing is written."""
    made = MergePlan(kept, list(gone))
    made.moving = list(_moving(gone))
    _look_at_sessions(made)
    for other in gone:
        made.filled += [pair for pair in _filled(kept, other) if pair[0] not in dict(made.filled)]
        made.spellings += [name for name in _spellings(kept, other) if name not in made.spellings]
        if kept.country and other.country and kept.country != other.country:
            text = _("%(city)s is in another country: %(country)s.")
            made.remarks.append(text % {"city": other, "country": other.country.name})
        if kept.kind != other.kind:
            text = _("%(city)s is of another kind: %(kind)s.")
            made.remarks.append(text % {"city": other, "kind": other.get_kind_display()})
    return made


@transaction.atomic
def merge(kept: City, gone: Sequence[City], *, by: User | None = None) -> City:
    """Merge *gone* into *kept* and return it. Raise CannotMerge, with nothing changed.

    Everything that points to them points to *kept* afterwards; their names become spellings, and
    their slugs go on leading to it.
    """
    if not gone or len(gone) >= MOST or kept in gone:
        text = _("Choose two cities or more, %(most)s at most, and which of them stays.")
        raise CannotMerge([text % {"most": MOST}])
    keys = [kept.pk, *(city.pk for city in gone)]
    locked = City.objects.select_for_update(of=("self",)).order_by("pk").filter(pk__in=keys)
    cities = {city.pk: city for city in locked}
    if len(cities) < len(set(keys)):
        raise CannotMerge([_("One of these cities has been deleted or merged meanwhile.")])
    list(Contribution.objects.select_for_update(of=("self",)).order_by("pk").filter(city__in=keys))
    kept = cities[kept.pk]
    for other in (cities[city.pk] for city in gone):
        try:
            _merge_one(kept, other, by)
        except ContributionsNotMergeable as problem:
            raise CannotMerge([str(problem)]) from problem
        except UnhandledRelation as problem:
            text = _("Something of them cannot be brought together: %(what)s.")
            raise CannotMerge([text % {"what": problem}]) from problem
    return kept


def _merge_one(kept: City, other: City, by: User | None) -> None:
    filled, spellings = list(_filled(kept, other)), list(_spellings(kept, other))
    values = {name: getattr(other, name) for name in _names_filled(kept, other)}
    name, slug = str(other), other.slug
    reassign_relations(kept, other)
    left = [label(relation) for relation in _counted() if rows_of(relation, other).exists()]
    if left:
        raise UnhandledRelation(join_items(left))
    other.delete()
    for field_name, value in values.items():
        setattr(kept, field_name, value)
    kept.other_spellings = [*kept.other_spellings, *spellings]
    kept.save()
    FormerSlug.objects.record(slug, kept)
    changes = {"merged": ["", f"{name} ({slug})"], **{text: ["", str(new)] for text, new in filled}}
    LogEntry.objects.log_create(kept, action=LogEntry.Action.UPDATE, changes=changes, actor=by)


def _counted() -> list[Any]:
    return [relation for relation in relations(City) if rule_of(relation) is not skip]


def _moving(gone: Sequence[City]) -> Iterable[tuple[str, int]]:
    for relation in _counted():
        count = sum(rows_of(relation, city).count() for city in gone)
        model = relation.related_model._meta
        names = model.verbose_name_plural
        if model.auto_created:
            names = next(
                other.verbose_name
                for other in City._meta.many_to_many
                if other.remote_field.through is relation.related_model
            )
        if count:
            yield capfirst(str(names)), count


def _look_at_sessions(made: MergePlan) -> None:
    cities = [made.kept, *made.gone]
    rows = Contribution.objects.filter(city__in=cities).select_related("session", "city")
    for one, other in combinations(rows, 2):
        if one.session_id != other.session_id:
            continue
        try:
            check(one, other)
        except ContributionsNotMergeable as problem:
            made.obstacles.append(str(problem))
        else:
            ended = has_ended(one) or has_ended(other)
            (made.remembered if ended else made.together).append(str(one.session))


def _names_filled(kept: City, other: City) -> list[str]:
    """Return the fields that *other* fills in; a name only where *kept* has none of its own."""
    return [
        name
        for group in _GROUPS
        if not any(_own(kept, name) for name in group) and any(_own(other, name) for name in group)
        for name in group
    ]


def _own(city: City, name: str) -> Any:
    value = getattr(city, name)
    return value if value not in {None, ""} else None


def _filled(kept: City, other: City) -> Iterable[tuple[str, Any]]:
    for name in _names_filled(kept, other):
        if (value := getattr(other, name)) is not None:
            column: Any = City._meta.get_field(name)
            yield capfirst(str(column.verbose_name)), value


def _spellings(kept: City, other: City) -> Iterable[str]:
    """Return the ways to write *other* by which *kept* is not found yet, its slug among them."""
    filled = {getattr(other, name) for name in _names_filled(kept, other)}
    known = {
        normalize_key(text) for text in (*kept.names, *kept.other_spellings, *map(str, filled))
    }
    for text in (*other.names, *other.other_spellings, other.slug):
        if isinstance(text, str) and (key := normalize_key(text)) and key not in known:
            known.add(key)
            yield text
