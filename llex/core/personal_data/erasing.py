"""Erasing a person: the rows, then every trace in the texts of others, and what remembers them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import models, transaction
from django.utils.crypto import salted_hmac

from llex.core.db.search_keys import name_key
from llex.core.mail.addresses import normalize
from llex.core.personal_data.subjects import Subject, find_subject, rows_of
from llex.core.personal_data.sweeping import Finding, sweep
from llex.core.personal_data.traces import Traces
from llex.core.privacy.declarations import Erasing, PersonalData, declared, identifying
from llex.core.privacy.models import Erasure

if TYPE_CHECKING:
    from llex.core.models import User

_SALT = "llex.erased"


@dataclass(slots=True)
class ErasureOutcome:
    """The result of an erasing, or what it would be.

    *rows* counts by model and by what was done; *texts* are rows of others in which a name or an
    address was replaced; *left* are names that others have, too, and that were left in texts.
    """

    rows: Counter[tuple[str, Erasing]] = field(default_factory=Counter)
    texts: list[Finding] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def plan(subject: Subject, *, also_shared: bool = False) -> ErasureOutcome:
    """Return what `erase` would do."""
    outcome, traces = _begin(subject, also_shared)
    deleted = set()
    for item in declared():
        keys = list(rows_of(item, subject).values_list("pk", flat=True))
        outcome.rows.update([(item.model, item.erasing)] * len(keys))
        if item.erasing is Erasing.DELETE:
            deleted |= {(item.model, key) for key in keys}
    found = sweep(subject, traces, dry_run=True)
    outcome.texts = [one for one in found if (one.model, one.pk) not in deleted]
    return outcome


def erase(subject: Subject, *, by: User | None = None, also_shared: bool = False) -> ErasureOutcome:
    """Erase a person from all tables and files. Nothing is changed where any part fails.

    Names that others have, too, stay in texts unless *also_shared* says otherwise.
    """
    outcome, traces = _begin(subject, also_shared)
    with transaction.atomic(), disable_auditlog():
        digests = digests_of(subject)
        # Rows that stay first, while what refers to the accounts is still found.
        for item in sorted(_in_order(), key=lambda one: one.erasing is Erasing.DELETE):
            if count := _apply(item, rows_of(item, subject)):
                outcome.rows[item.model, item.erasing] += count
        outcome.texts = sweep(subject, traces, dry_run=False)
        counts = {f"{model}:{what}": count for (model, what), count in outcome.rows.items()}
        Erasure.objects.create(digests=sorted(digests), counts=counts, by=by)
        transaction.on_commit(_forget_caches)
    return outcome


def _begin(subject: Subject, also_shared: bool) -> tuple[ErasureOutcome, Traces]:
    outcome = ErasureOutcome(left=[] if also_shared else sorted(subject.shared))
    return outcome, Traces(subject.names - set(outcome.left), subject.addresses)


def _apply(item: PersonalData, rows: models.QuerySet[Any]) -> int:
    """Do with the person's rows what their declaration says. Return how many there were."""
    if item.erasing is Erasing.DELETE:
        return _delete(rows)
    keys = list(rows.values_list("pk", flat=True))
    if item.blanks:
        item.model_class._base_manager.filter(pk__in=keys).update(**item.blanks)
    return len(keys)


def _delete(rows: models.QuerySet[Any]) -> int:
    """Delete rows, and what the logs say about them. Return how many there were."""
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return 0
    kind = ContentType.objects.get_for_model(rows.model)
    names = list(map(str, keys))
    LogEntry.objects.filter(content_type=kind, object_pk__in=names).delete()
    AdminLogEntry.objects.filter(content_type=kind, object_id__in=names).delete()
    rows.delete()
    return len(keys)


def _in_order() -> Iterator[PersonalData]:
    """Yield the declarations such that rows come before those that they refer to."""
    items = declared()
    order: TopologicalSorter[str] = TopologicalSorter({item.model: () for item in items})
    for item in (one for one in items if one.erasing is Erasing.DELETE):
        for target in _referred(item) & {one.model for one in items} - {item.model}:
            order.add(target, item.model)
    for label in order.static_order():
        yield from (item for item in items if item.model == label)


def _referred(item: PersonalData) -> set[str]:
    related = (one.related_model for one in item.model_class._meta.concrete_fields)
    return {one._meta.label_lower for one in related if isinstance(one, type)}


def digest(what: str) -> str:
    """Return a fingerprint of an erased address or row, of no use without the site's key."""
    return salted_hmac(_SALT, what, algorithm="sha256").hexdigest()


def digests_of(subject: Subject) -> set[str]:
    """Return the fingerprints by which the person is known again in a restored backup.

    They are those of addresses, and of rows with their names: the key of a row alone may be given
    to another person after a backup is restored.
    """
    found = {digest(address) for address in subject.addresses}
    for item in identifying():
        if item.names:
            found |= {_row_digest(item, row) for row in rows_of(item, subject)}
    return found


def _row_digest(item: PersonalData, row: models.Model) -> str:
    return digest(f"{item.model}:{row.pk}:{name_key(str(getattr(row, item.names[0])))}")


def erase_again(erased: Collection[str]) -> int:
    """Erase the people of a restored backup who had been erased. Return how many.

    *erased* are the fingerprints of addresses and rows.
    """
    count = 0
    for item in identifying() if erased else ():
        columns = [lookup for lookup in item.addresses if "__" not in lookup]
        for row in list(item.model_class._base_manager.order_by("pk")):
            known = {
                digest(normalize(getattr(row, name))) for name in columns if getattr(row, name)
            }
            if item.names:
                known.add(_row_digest(item, row))
            if not known.isdisjoint(erased):
                erase(find_subject(row=f"{item.model}:{row.pk}"))
                count += 1
    return count


def erased_people() -> dict[str, datetime]:
    """Return when each person was erased, by fingerprint."""
    kept = Erasure.objects.order_by("erased_at").values_list("digests", "erased_at")
    return {one: moment for digests, moment in kept for one in digests}


def remember(erased: Mapping[str, datetime]) -> None:
    """Keep fingerprints that the restored database does not know."""
    known = erased_people()
    by_moment: dict[datetime, list[str]] = defaultdict(list)
    for one, moment in erased.items():
        if one not in known:
            by_moment[moment].append(one)
    for moment, digests in by_moment.items():
        Erasure.objects.create(digests=sorted(digests), erased_at=moment)


_after: list[Callable[[], object]] = []


def after_erasing(call: Callable[[], object]) -> None:
    """Call a function after each erasing, to renew what was made of the rows."""
    _after.append(call)


def _forget_caches() -> None:
    for call in _after:
        call()
    for cache in caches.all():
        cache.clear()
