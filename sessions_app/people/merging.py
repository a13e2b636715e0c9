"""Merging two people, or two organisations, without losing what points to them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from auditlog.models import LogEntry
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.utils import get_translation_fields

from cities.directory.merge.relations import (
    RULES,
    UnhandledRelation,
    reassign,
    reassign_relations,
    reassign_unique,
    relations,
    rows_of,
    rule_of,
    skip,
)
from llex.core.models import User
from llex.core.text.name_keys import normalize_key
from sessions_app.models import Organisation, Participant, Person

# The fields of which one of two values is chosen.
_CHOSEN: Final[dict[type[models.Model], tuple[str, ...]]] = {
    Person: ("name", "family_name", "email", "organisation", "city"),
    Organisation: (
        *get_translation_fields("name"),
        *get_translation_fields("acronym"),
        "website",
        "logo",
    ),
}
# What goes with the logo that is chosen.
_OF_LOGO: Final = ("logo_width", "logo_height", *get_translation_fields("logo_alternative"))
# Of two states of one person in one session the one that says more holds.
_STATUSES: Final = ("cancelled", "waiting", "registered", "attended")


class CannotMerge(Exception):
    """The two are not merged, and nothing was changed. Its text is for people."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field with the value of each; *differs* where one of two is to be chosen."""

    name: str
    label: str
    kept: Any
    gone: Any

    @property
    def is_logo(self) -> bool:
        return self.name == "logo"

    @property
    def differs(self) -> bool:
        """Return whether both have a value, and not the same."""
        return bool(self.kept and self.gone and self.kept != self.gone)


@dataclass(slots=True)
class MergePlan:
    """The effect of a merge before it is made."""

    kept: Any
    gone: Any
    choices: list[FieldChoice] = field(default_factory=list)
    moving: list[tuple[str, int]] = field(default_factory=list)
    together: list[str] = field(default_factory=list)


def plan(kept: Any, gone: Any) -> MergePlan:
    """Return what merging *gone* into *kept* would do. Nothing is written."""
    choices = [
        FieldChoice(
            name,
            capfirst(str(kept._meta.get_field(name).verbose_name)),
            getattr(kept, name),
            getattr(gone, name),
        )
        for name in _CHOSEN[type(kept)]
    ]
    shown = [choice for choice in choices if choice.kept or choice.gone]
    return MergePlan(kept, gone, shown, list(_moving(gone)), _together(kept, gone))


@transaction.atomic
def merge(kept: Any, gone: Any, *, take: Collection[str] = (), by: User | None = None) -> Any:
    """Merge *gone* into *kept* and return it. Raise CannotMerge, with nothing changed.

    Values that *kept* lacks are filled in; of two, that of *gone* holds for fields in *take*.
    """
    model = type(kept)
    rows = model._base_manager.select_for_update(of=("self",)).order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=(kept.pk, gone.pk))}
    if kept.pk == gone.pk or len(locked) < 2:  # noqa: PLR2004 - two are merged
        raise CannotMerge(_("One of the two has been deleted or merged meanwhile."))
    kept, gone = locked[kept.pk], locked[gone.pk]
    values = dict(_values(kept, gone, take))
    spellings = _spellings(kept, gone, values)
    before = {name: str(getattr(kept, name) or "") for name in values}
    name = str(gone)
    # They are one after all.
    kept.distinct_from.remove(gone)
    try:
        reassign_relations(kept, gone)
        gone.delete()
    except (UnhandledRelation, models.ProtectedError) as problem:
        text = _("Something of them cannot be brought together: %(what)s.")
        raise CannotMerge(text % {"what": problem}) from problem
    for field_name, value in values.items():
        setattr(kept, field_name, value)
    if spellings:
        kept.other_spellings = [*kept.other_spellings, *spellings]
    kept.save()
    changes = {"merged": ["", name]} | {
        field_name: [before[field_name], str(value)] for field_name, value in values.items()
    }
    LogEntry.objects.log_create(kept, action=LogEntry.Action.UPDATE, changes=changes, actor=by)
    return kept


def _values(kept: Any, gone: Any, take: Collection[str]) -> Iterator[tuple[str, Any]]:
    for name in _CHOSEN[type(kept)]:
        own, other = getattr(kept, name), getattr(gone, name)
        if other and other != own and (not own or name in take):
            yield name, other
            if name == "logo":
                yield from ((part, getattr(gone, part)) for part in _OF_LOGO)


def _spellings(kept: Any, gone: Any, values: dict[str, Any]) -> list[str]:
    """Return the ways to write either that the person who stays is not known by yet."""
    if not isinstance(kept, Person):
        return []
    known = {normalize_key(text) for text in kept.other_spellings}
    known.add(normalize_key(values.get("name", kept.name)))
    found = []
    for text in (kept.name, gone.name, *gone.other_spellings):
        if (key := normalize_key(text)) not in known:
            known.add(key)
            found.append(text)
    return found


def _moving(gone: Any) -> Iterator[tuple[str, int]]:
    for relation in relations(type(gone)):
        if rule_of(relation) is not skip and (count := rows_of(relation, gone).count()):
            names = relation.related_model._meta.verbose_name_plural
            yield capfirst(str(names)), count


def _together(kept: Any, gone: Any) -> list[str]:
    """Return the sessions in which both take part."""
    if not isinstance(kept, Person):
        return []
    theirs = gone.participations.values("session")
    both = kept.participations.filter(session__in=theirs).select_related("session")
    return [str(participant.session) for participant in both]


def _participations(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Hand participations on; of two in one session one is made, with what either said."""
    mine = {row.session_id: row for row in rows_of(relation, kept)}
    for row in rows_of(relation, gone):
        twin = mine.get(row.session_id)
        if twin is None:
            Participant.objects.filter(pk=row.pk).update(person=kept)
            continue
        reassign_relations(twin, row)
        _complete(twin, row)
        row.delete()
        twin.save()


def _complete(twin: Participant, row: Participant) -> None:
    """Fill in what *twin* lacks, and keep the state and role that say more."""
    for name in get_translation_fields("position"):
        setattr(twin, name, getattr(twin, name) or getattr(row, name))
    for name in ("printed_name", "printed_name_in_script"):
        setattr(twin, name, getattr(twin, name) or getattr(row, name))
    twin.status = max(twin.status, row.status, key=_STATUSES.index)
    if twin.role == Participant.Role.PARTICIPANT:
        twin.role = row.role
    if row.consents_to_listing and not twin.consents_to_listing:
        twin.consents_to_listing, twin.privacy_notice = True, row.privacy_notice


def _hand_on_once(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Hand on what a participant has once, unless the one who stays has it."""
    if rows_of(relation, kept).exists():
        rows_of(relation, gone).delete()
    else:
        reassign(relation, kept, gone)


RULES["sessions_app.participant.person"] = _participations
RULES["sessions_app.credit.person"] = reassign_unique
RULES["sessions_app.registration.participant"] = _hand_on_once
RULES["sessions_app.speakerinvitation.participant"] = _hand_on_once
