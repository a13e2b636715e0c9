"""Shared data of the sessions: conveners, the series, services, cities, accounts and notice."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cities.models import City
from llex.core.models import User
from llex.core.privacy import notice
from llex.core.privacy.models import PrivacyNotice
from priorities.catalogue import load_services
from priorities.models import Service
from sessions_app.demo.accounts import load_accounts
from sessions_app.demo.loading import prose, read, texts
from sessions_app.models import Organisation, Series


@dataclass(frozen=True, slots=True)
class BaseData:
    """The frame's rows by the names that the data files use for them."""

    organisations: dict[str, Organisation]
    series: dict[str, Series]
    services: dict[str, Service]
    cities: dict[str, City]
    users: dict[str, User]


def load_base_data() -> BaseData:
    """Load what all sessions share; what is there already stays as it is."""
    organisations = {table["key"]: _organisation(table) for table in _tables("organisation")}
    series = {table["slug"]: _series(table, organisations) for table in _tables("series")}
    services = load_services()
    cities = {table["slug"]: _city(table) for table in read("cities")["city"]}
    users = load_accounts(cities)
    _load_privacy_notice(by=users["organiser@example.org"])
    return BaseData(organisations, series, services, cities, users)


def _tables(kind: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = read("organisations")[kind]
    return tables


def _organisation(table: dict[str, Any]) -> Organisation:
    organisation, _created = Organisation.objects.get_or_create(
        website=table["website"], defaults=texts(table, "name", "acronym")
    )
    return organisation


def _series(table: dict[str, Any], organisations: dict[str, Organisation]) -> Series:
    series, created = Series.objects.get_or_create(
        slug=table["slug"],
        defaults={
            "hashtag": table["hashtag"],
            "contact": table["contact"],
            "contact_name": table["contact_name"],
            "gives_certificates": table["gives_certificates"],
            **texts(table, "title", "tagline"),
        },
    )
    if created:
        series.conveners.set([organisations[key] for key in table["conveners"]])
    return series


def _city(table: dict[str, Any]) -> City:
    known = Q(slug=table["slug"])
    if "geoname_id" in table:
        # An imported note may have brought the city already, under another slug.
        known |= Q(geoname_id=table["geoname_id"])
    names = texts(table, "name")
    city = City.objects.filter(known).first()
    if city is None:
        plain = {field: value for field, value in table.items() if field != "name"}
        return City.objects.create(**plain, **names)
    missing = {field: name for field, name in names.items() if not getattr(city, field)}
    for field, name in missing.items():
        # It came in one language; the launch is published in four.
        setattr(city, field, name)
    city.save(update_fields=missing)
    return city


def _load_privacy_notice(by: User) -> None:
    """Publish the completed notice, unless the site has one already."""
    if PrivacyNotice.objects.exists():
        return
    rows = read("privacy")["completion"]
    completed = {
        f"text_{code}": _complete(text, [prose(row["text"][code]) for row in rows])
        for code, text in notice.default().texts.items()
    }
    PrivacyNotice.objects.create(published_by=by, **completed)


def _complete(text: str, completions: list[str]) -> str:
    """Put *completions* in place of the text's double brackets, in their order."""
    parts = re.split(r"\[\[.+?\]\]", text, flags=re.DOTALL)
    pairs = zip(parts, [*completions, ""], strict=True)
    return "".join(part for pair in pairs for part in pair)
