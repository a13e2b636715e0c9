"""The look and menus of the admin: settings of django-unfold.

Imported by the settings: it must not import anything that needs them.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _may(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: request.user.has_perm(permission)


def _item(title: Any, model: str, icon: str) -> dict[str, Any]:
    label, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{label}_{name}_changelist"),
        "permission": _may(f"{label}.view_{name}"),
    }


_NAVIGATION: list[dict[str, Any]] = [
    {
        "items": [
            {"title": _("Overview"), "icon": "home", "link": reverse_lazy("admin:index")},
        ],
    },
    {
        "title": _("Sessions"),
        "items": [
            _item(_("Sessions"), "sessions_app.learningsession", "event"),
            _item(pgettext_lazy("plural", "Series"), "sessions_app.series", "calendar_month"),
            _item(_("Participants"), "sessions_app.participant", "groups"),
            _item(_("Shared vision"), "sessions_app.visiontheme", "flag"),
            _item(_("Key points"), "sessions_app.keypoint", "format_list_bulleted"),
            _item(_("Quotes"), "sessions_app.quote", "format_quote"),
        ],
    },
    {
        "title": _("Cities"),
        "items": [
            _item(_("Contributions"), "cities.contribution", "inbox"),
            _item(_("Invitations"), "cities.invitation", "mail"),
            _item(_("Requests to contribute"), "cities.opencallapplication", "front_hand"),
            _item(_("Policy responses"), "cities.policyresponse", "task_alt"),
            _item(_("Challenges"), "cities.challenge", "warning"),
            _item(_("Review notes"), "cities.reviewnote", "rate_review"),
            _item(_("Submissions"), "cities.submission", "archive"),
            _item(_("Documents"), "cities.attachment", "attach_file"),
            _item(_("Updates of responses"), "cities.responseupdate", "update"),
            _item(_("Follow-ups"), "cities.followup", "forward_to_inbox"),
            _item(_("Cities"), "cities.city", "location_city"),
            _item(_("Officers"), "cities.officer", "badge"),
            _item(_("Gazetteer"), "cities.place", "map"),
        ],
    },
    {
        "title": _("Priorities"),
        "items": [
            _item(_("Consultations"), "priorities.consultation", "how_to_vote"),
            _item(_("Public services"), "priorities.service", "category"),
        ],
    },
    {
        "title": _("People"),
        "items": [
            _item(_("People"), "sessions_app.person", "person"),
            _item(_("Organisations"), "sessions_app.organisation", "apartment"),
        ],
    },
    {
        "title": _("Published"),
        "items": [
            _item(_("Editions"), "sessions_app.edition", "menu_book"),
            _item(_("Documents"), "sessions_app.editiondocument", "article"),
        ],
    },
    {
        "title": _("Settings"),
        "collapsible": True,
        "items": [
            _item(_("Glossary"), "sessions_app.glossaryterm", "dictionary"),
            _item(_("E-mails"), "llex.mail", "outgoing_mail"),
            _item(_("Privacy notice"), "llex.privacynotice", "policy"),
            _item(_("Translation marks"), "llex.translationmark", "translate"),
            _item(_("Log of changes"), "auditlog.logentry", "history"),
            _item(_("Users"), "llex.user", "manage_accounts"),
            _item(_("Groups"), "auth.group", "group"),
        ],
    },
]

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "LLEX",
    "SITE_HEADER": "LLEX",
    "SITE_SUBHEADER": _("Live Learning Experiences"),
    "SITE_URL": reverse_lazy("sessions_app:home"),
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")},
    ],
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "sessions_app.admin.index.dashboard",
    "STYLES": [lambda request: static("css/admin/base.css")],
    "SCRIPTS": [
        lambda request: static("js/admin/languages.js"),
        lambda request: static("js/admin/moments.js"),
        lambda request: static("js/admin/zones.js"),
    ],
    "ACCOUNT": {
        "navigation": [{"title": _("Second factor"), "link": reverse_lazy("mfa_index")}],
    },
    "COLORS": {
        # The deep blue of the public pages.
        "primary": {
            "50": "oklch(97% .012 232)",
            "100": "oklch(94% .022 232)",
            "200": "oklch(88% .04 232)",
            "300": "oklch(79% .06 232)",
            "400": "oklch(67% .08 232)",
            "500": "oklch(55% .085 232)",
            "600": "oklch(47% .08 232)",
            "700": "oklch(40.5% .074 232)",
            "800": "oklch(34% .062 232)",
            "900": "oklch(29% .05 232)",
            "950": "oklch(21% .038 232)",
        },
    },
    "SIDEBAR": {"show_search": True, "command_search": True, "navigation": _NAVIGATION},
}
