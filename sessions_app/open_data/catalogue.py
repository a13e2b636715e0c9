"""All tables of open data, the state that they are in, and what is told about them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from cities.models import ProjectionState
from cities.public import open_tables as of_cities
from cities.public.open_data import absolute
from llex.core.http import template_fingerprint
from llex.core.open_data.tables import DataTable
from priorities.models import Service
from priorities.results import open_tables as of_services
from sessions_app.models import Edition, LearningSession, Series
from sessions_app.open_data import session_tables

TABLES: Final[dict[str, DataTable]] = {
    table.name: table
    for table in (
        of_cities.MEASURES,
        of_cities.CHALLENGES,
        of_cities.ANSWERS,
        of_cities.CITIES,
        session_tables.SESSIONS,
        session_tables.EDITIONS,
        of_services.RATINGS,
        of_services.CHOICES,
        of_services.GROUPS,
        of_services.SERVICES,
    )
}


@dataclass(frozen=True, slots=True)
class DataState:
    """The state of all tables: *digest* changes with any of them.

    *changed_at* is the last publication, None before the first.
    """

    digest: str
    changed_at: datetime | None


def state() -> DataState:
    """Return the state of what is published. Five queries."""
    projection = ProjectionState.objects.filter(pk=ProjectionState.ONE)
    sessions = LearningSession.objects.visible()
    editions = Edition.objects.aggregate(
        last=Max("pk"), published=Max("published_at"), redacted=Max("redacted_at")
    )
    parts = (
        projection.values_list("version", flat=True).first(),
        sessions.aggregate(Count("pk"), Max("changed_at")),
        editions,
        list(Service.objects.order_by("pk").values()),
        list(Series.objects.order_by("pk").values()),
        template_fingerprint.fingerprint(),
        settings.SITE_URL,
        settings.LICENCE,
    )
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    return DataState(digest, editions["published"])


def facts(changed_at: datetime | None, name: str = "") -> dict[str, Any]:
    """Return what a file says about itself: title, source, licence, how to cite, its age."""
    published = changed_at.astimezone(UTC).isoformat(timespec="seconds") if changed_at else None
    return {
        "title": title(name),
        "source": absolute("sessions_app:data"),
        "licence": settings.LICENCE.name,
        "licence_url": settings.LICENCE.address,
        "cite_as": citation(changed_at),
        "last_publication": published,
    }


def title(name: str = "") -> str:
    """Return the title of the data, or of one table of it."""
    if name:
        return _("Live Learning Experiences: %(table)s") % {"table": TABLES[name].title}
    return _("Live Learning Experiences: what city governments did in a crisis")


def citation(changed_at: datetime | None) -> str:
    """Return how to cite the data."""
    day = changed_at.date().isoformat() if changed_at else "–"
    return _("%(title)s. Data as published on %(day)s. %(address)s. Licence: %(licence)s.") % {
        "title": title(),
        "day": day,
        "address": absolute("sessions_app:data"),
        "licence": settings.LICENCE.name,
    }


def package_facts(found: DataState) -> dict[str, Any]:
    """Return the facts of the data package, in the words of its specification."""
    described: dict[str, Any] = {
        "name": "llex",
        "id": absolute("sessions_app:data"),
        "title": title(),
        "description": _(
            "Measures, challenges, cities, sessions and ratings as the published notes print them."
        ),
        "homepage": absolute("sessions_app:data"),
        "version": found.digest[:12],
        "licenses": [
            {
                "name": settings.LICENCE.name.replace(" ", "-"),
                "path": settings.LICENCE.address,
                "title": settings.LICENCE.name,
            }
        ],
        "sources": [{"title": title(), "path": absolute("sessions_app:data")}],
    }
    if found.changed_at:
        described["created"] = found.changed_at.astimezone(UTC).isoformat(timespec="seconds")
    return described
