"""How long each kind of data is kept, and the deletion of what is older.

Rules are registered by the apps. The setting RETENTION_DAYS changes their periods by key; 0 keeps
for ever. `manage.py clean_up` applies them every hour, its --dry-run counts only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.timezone import now


def _delete(rows: models.QuerySet[Any]) -> None:
    rows.delete()


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A period after which rows are deleted, or made anonymous by *apply*.

    *old* returns the rows whose period ended before a moment. A *fixed* period belongs to how the
    data is used, and no setting changes it.
    """

    key: str
    title: Any
    days: int
    old: Callable[[datetime], models.QuerySet[Any]]
    apply: Callable[[models.QuerySet[Any]], object] = _delete
    is_fixed: bool = False

    @property
    def period(self) -> int:
        """Return the days after which it applies; 0 is never."""
        return self.days if self.is_fixed else settings.RETENTION_DAYS.get(self.key, self.days)

    def run(self, *, dry_run: bool = False) -> int:
        """Apply the rule, or only count. Return the number of rows."""
        if not self.period:
            return 0
        rows = self.old(now() - timedelta(days=self.period))
        count = rows.count()
        if count and not dry_run:
            self.apply(rows)
        return count


_rules: dict[str, RetentionRule] = {}


def register_rules(*rules: RetentionRule) -> None:
    """Add rules. Called when the apps are ready."""
    _rules.update({rule.key: rule for rule in rules})


def rules() -> list[RetentionRule]:
    """Return all rules."""
    return list(_rules.values())


def rules_of(keys: tuple[str, ...]) -> list[RetentionRule]:
    """Return the rules of *keys*. Raise KeyError for one that is not registered."""
    return [_rules[key] for key in keys]
