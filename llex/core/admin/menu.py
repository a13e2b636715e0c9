"""The menu of the admin: six entries, and to which of them each page belongs.

Imported by the settings: it must not import anything that needs them.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

TODAY: Final = "today"
SESSIONS: Final = "sessions"
CITIES: Final = "cities"
PEOPLE: Final = "people"
NOTES: Final = "notes"
SETTINGS: Final = "settings"
TABLES: Final = "tables"

SESSION: Final = "sessions_app.learningsession"

_SETTINGS_MODELS: Final = frozenset(
    {
        "sessions_app.series",
        "sessions_app.organisation",
        "sessions_app.glossaryterm",
        "sessions_app.rememberedcolumns",
        "priorities.service",
        "llex.informationpage",
        "llex.privacynotice",
        "llex.datarequest",
        "llex.erasure",
        "llex.processingnote",
        "llex.mail",
        "llex.user",
        "auth.group",
        "auditlog.logentry",
    }
)
_SECTIONS: Final[dict[str, str]] = {
    **dict.fromkeys(("cities.city", "cities.officer"), CITIES),
    "sessions_app.person": PEOPLE,
    **dict.fromkeys(
        (
            "sessions_app.edition",
            "sessions_app.editiondocument",
            "sessions_app.editionfile",
            "sessions_app.downloadcount",
        ),
        NOTES,
    ),
    **dict.fromkeys(_SETTINGS_MODELS, SETTINGS),
    **dict.fromkeys(
        (
            SESSION,
            "sessions_app.participant",
            "sessions_app.registration",
            "sessions_app.registrationrequest",
            "sessions_app.registrationsums",
            "sessions_app.meetingattendee",
            "sessions_app.quote",
            "sessions_app.visiontheme",
            "sessions_app.keypoint",
            "sessions_app.scheduledpublication",
            "sessions_app.spreadsheetimport",
            "sessions_app.noteupload",
            "sessions_app.translationassignment",
            "priorities.consultation",
            "priorities.votinglink",
            "cities.contribution",
            "cities.invitation",
            "cities.opencallapplication",
            "cities.policyresponse",
            "cities.challenge",
            "cities.reviewnote",
            "cities.submission",
            "cities.attachment",
            "cities.photograph",
            "cities.responseupdate",
            "cities.followup",
        ),
        SESSIONS,
    ),
}
# The section of pages that belong to no model, or to another section than their model.
_PAGES: Final = {
    "index": TODAY,
    "settings": SETTINGS,
    "search": "",
    "tables": TABLES,
    "app_list": TABLES,
    "sessions_app_learningsession_notes": NOTES,
}


def section_of_model(label: str) -> str:
    """Return the section of the model of that label: “app.model” in lower case."""
    return _SECTIONS.get(label, TABLES)


def section_of(request: HttpRequest) -> str:
    """Return the section of the page that is asked for, or nothing."""
    match = request.resolver_match
    name = match.url_name if match else ""
    if not name:
        return ""
    if name in _PAGES:
        return _PAGES[name]
    app, _sep, rest = name.partition("_")
    if name.startswith("sessions_app_"):
        app, rest = "sessions_app", name.removeprefix("sessions_app_")
    model = rest.partition("_")[0]
    return section_of_model(f"{app}.{model}") if model else ""


def _may_view(model: str) -> Callable[[HttpRequest], bool]:
    label, name = model.split(".")
    return lambda request: request.user.has_perm(f"{label}.view_{name}")


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)


def _has_settings(request: HttpRequest) -> bool:
    return any(_may_view(model)(request) for model in sorted(_SETTINGS_MODELS))


def _is_active(section: str) -> Callable[[HttpRequest], bool]:
    return lambda request: section_of(request) == section


# Section, title, name of the address, icon, and who sees it.
_ENTRIES: Final[list[tuple[str, Any, str, str, Callable[[HttpRequest], bool]]]] = [
    (TODAY, _("Today"), "index", "today", lambda request: True),
    (
        SESSIONS,
        _("Sessions"),
        "sessions_app_learningsession_changelist",
        "event",
        _may_view(SESSION),
    ),
    (CITIES, _("Cities"), "cities_city_changelist", "location_city", _may_view("cities.city")),
    (
        PEOPLE,
        _("People"),
        "sessions_app_person_changelist",
        "person",
        _may_view("sessions_app.person"),
    ),
    (
        NOTES,
        _("Notes"),
        "sessions_app_learningsession_notes",
        "menu_book",
        _may_view("sessions_app.edition"),
    ),
    (SETTINGS, _("Settings"), "settings", "settings", _has_settings),
    (TABLES, _("Tables"), "tables", "database", _is_superuser),
]


def _item(section: str) -> dict[str, Any]:
    title, page, icon, permission = next(rest for name, *rest in _ENTRIES if name == section)
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{page}"),
        "active": _is_active(section),
        "permission": permission,
    }


NAVIGATION: Final[list[dict[str, Any]]] = [
    {"items": [_item(section) for section, *_rest in _ENTRIES if section != TABLES]},
    {"separator": True, "items": [_item(TABLES)]},
]
# By section, what its first page is called and the name of its address.
FIRST_PAGES: Final[dict[str, tuple[Any, str]]] = {
    section: (title, f"admin:{page}") for section, title, page, *_rest in _ENTRIES
}
# By section, the model whose list its first page is.
FIRST_MODELS: Final = {
    SESSIONS: SESSION,
    CITIES: "cities.city",
    PEOPLE: "sessions_app.person",
}
