"""Reassign everything that points to a row; relations are found, not listed.

Rows without a unique constraint are reassigned by one UPDATE. Rows under one need a rule here;
without it nothing is merged, and a test fails.
"""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max

from llex.core.models import TranslationMark

# Relation, the row that stays, the row that goes.
Rule = Callable[[Any, models.Model, models.Model], None]


class UnhandledRelation(Exception):
    """A relation that a constraint keeps single has no rule."""


def relations(model: type[models.Model]) -> list[Any]:
    """Return all that points to rows of *model*, hidden relations and link tables included."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and not field.many_to_many
    ]


def label(relation: Any) -> str:
    """Return the name of the foreign key behind a relation: ``cities.officer.city``."""
    return f"{relation.related_model._meta.label_lower}.{relation.field.name}"


def rows_of(relation: Any, row: models.Model) -> models.QuerySet[Any]:
    """Return what points to *row* by the relation."""
    return relation.related_model._base_manager.filter(**{relation.field.name: row})


def rule_of(relation: Any) -> Rule | None:
    """Return the rule that reassigns the rows of a relation, or None where it is missing."""
    if rule := RULES.get(label(relation)):
        return rule
    if relation.related_model._meta.auto_created:
        return reassign_unique
    return None if _is_single(relation.field) else reassign


def reassign_relations(kept: models.Model, gone: models.Model) -> None:
    """Reassign everything that points to *gone* to *kept*, except what a rule leaves to be deleted.

    Raise UnhandledRelation for rows without a rule.
    """
    for relation in relations(type(kept)):
        rule = rule_of(relation)
        if rule is not None:
            rule(relation, kept, gone)
        elif rows_of(relation, gone).exists():
            raise UnhandledRelation(label(relation))
    _hand_marks_on(kept, gone)


def _is_single(field: Any) -> bool:
    meta = field.model._meta
    groups = [tuple(group) for group in meta.unique_together]
    groups += [
        tuple(constraint.fields)
        for constraint in meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    return field.unique or any(field.name in group for group in groups)


# --- Rules ----------------------------------------------------------------------------------------


def reassign(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Reassign the rows to *kept*."""
    rows_of(relation, gone).update(**{relation.field.name: kept})


def skip(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Leave the rows: they are made anew from what they are about."""


def reassign_unique(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Hand on what *kept* does not have yet; the same a second time is dropped."""
    others = _partners(relation.field)
    theirs = set(rows_of(relation, kept).values_list(*others))
    for row in rows_of(relation, gone):
        if tuple(getattr(row, name) for name in others) in theirs:
            row.delete()
        else:
            type(row)._base_manager.filter(pk=row.pk).update(**{relation.field.name: kept})


def _partners(field: Any) -> list[str]:
    """Return what must be unique together with a foreign key, as names of columns."""
    meta = field.model._meta
    groups = [tuple(group) for group in meta.unique_together]
    groups += [tuple(rule.fields) for rule in meta.constraints if hasattr(rule, "fields")]
    names = next(group for group in groups if field.name in group)
    return [meta.get_field(name).attname for name in names if name != field.name]


def renumber(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Hand submissions on, numbered after those that *kept* has."""
    last = rows_of(relation, kept).aggregate(last=Max("number"))["last"] or 0
    for number, row in enumerate(rows_of(relation, gone).order_by("number"), last + 1):
        type(row)._base_manager.filter(pk=row.pk).update(number=number, contribution=kept)


def append(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Reassign answers, ordered after those that *kept* has."""
    last = rows_of(relation, kept).aggregate(last=Max("order"))["last"]
    first = 0 if last is None else last + 1
    for order, row in enumerate(rows_of(relation, gone).order_by("order", "pk"), first):
        type(row)._base_manager.filter(pk=row.pk).update(order=order, contribution=kept)


def merge_invitations(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Hand invitations on; of two links of one officer to one contribution the later one lives."""
    partner = "officer" if relation.field.name == "contribution" else "contribution"
    for row in rows_of(relation, gone).order_by("pk"):
        same = rows_of(relation, kept).filter(**{partner: getattr(row, partner)})
        twin = same.filter(revoked_at__isnull=True).first() if row.revoked_at is None else None
        if twin is not None:
            min(twin, row, key=lambda one: (one.sent_at is not None, one.sent_at)).revoke()
        type(row)._base_manager.filter(pk=row.pk).update(**{relation.field.name: kept})


def officers(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Hand officers on; someone who writes for both cities keeps one membership, the older one."""
    for officer in rows_of(relation, gone):
        twin = None
        if officer.until is None:
            active = rows_of(relation, kept).filter(user=officer.user_id, until__isnull=True)
            twin = active.first()
        if twin is None:
            type(officer)._base_manager.filter(pk=officer.pk).update(city=kept)
            continue
        reassign_relations(twin, officer)
        twin.since = min(twin.since, officer.since)
        twin.position = twin.position or officer.position
        officer.delete()
        twin.save()


# Modules that know how to merge a model add its rule.
RULES: Final[dict[str, Rule]] = {
    "cities.officer.city": officers,
    "cities.cityspelling.city": skip,
    "cities.submission.contribution": renumber,
    "cities.policyresponse.contribution": append,
    "cities.challenge.contribution": append,
    "cities.invitation.contribution": merge_invitations,
    "cities.invitation.officer": merge_invitations,
    # The same file a second time, by its checksum.
    "cities.attachment.contribution": reassign_unique,
    "cities.photograph.contribution": reassign_unique,
}


def _hand_marks_on(kept: models.Model, gone: models.Model) -> None:
    """Hand on the marks of translations that *kept* has not; the others go with their texts."""
    of_type = TranslationMark.objects.filter(
        content_type=ContentType.objects.get_for_model(type(kept))
    )
    theirs = set(of_type.filter(object_id=kept.pk).values_list("field", "language"))
    for mark in of_type.filter(object_id=gone.pk):
        if (mark.field, mark.language) in theirs:
            mark.delete()
        else:
            of_type.filter(pk=mark.pk).update(object_id=kept.pk)
