"""Noticing that somebody else has saved an object since its form was opened.

A form carries a *version*: fingerprints of what the form could overwrite, taken when it was shown.
Rows added by others since then are no conflict, since saving leaves them alone.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models

# For the object itself: fingerprint by field. For the rows of an inline: fingerprint by key.
Version = dict[str, dict[str, str]]
OBJECT = "object"


def object_version(subject: models.Model, names: Iterable[str]) -> dict[str, str]:
    """Return a fingerprint for each of the *names* of fields, as the database has them now."""
    stored = type(subject)._base_manager.filter(pk=subject.pk)
    values = _values(stored, names).get(subject.pk, {})
    return {name: _fingerprint(value) for name, value in values.items()}


def row_versions(rows: models.QuerySet[Any], names: Iterable[str]) -> dict[str, str]:
    """Return a fingerprint for each row; one query, and one for each many-to-many field."""
    return {str(key): _fingerprint(values) for key, values in _values(rows, names).items()}


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return the keys whose fingerprint is another one now, or which are gone."""
    return [key for key, fingerprint in old.items() if new.get(key) != fingerprint]


def dump(version: Version) -> str:
    """Return a version as the value of a hidden field."""
    return json.dumps(version, separators=(",", ":"))


def load(text: str) -> Version:
    """Read the value of a hidden field; what is not a version is an empty one."""
    try:
        version = json.loads(text)
    except ValueError:
        return {}
    sound = isinstance(version, dict) and all(isinstance(part, dict) for part in version.values())
    return version if sound else {}


def _values(rows: models.QuerySet[Any], names: Iterable[str]) -> dict[Any, dict[str, Any]]:
    meta = rows.model._meta
    wanted = set(names)
    plain = [field.attname for field in meta.concrete_fields if field.name in wanted]
    values = {row.pop("pk"): row for row in rows.order_by().values("pk", *plain)}
    for field in meta.many_to_many:
        if field.name in wanted:
            for key, links in _links(field, values.keys()).items():
                values[key][field.name] = sorted(links)
    return values


def _links(field: Any, keys: Collection[Any]) -> dict[Any, list[str]]:
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    through = field.remote_field.through._base_manager.filter(**{f"{source}__in": list(keys)})
    links: dict[Any, list[str]] = {key: [] for key in keys}
    for key, other in through.values_list(f"{source}_id", f"{target}_id"):
        links[key].append(str(other))
    return links


def _fingerprint(value: Any) -> str:
    text = json.dumps(value, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
