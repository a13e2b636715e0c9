"""Search all that the admin lists: sessions, cities, people, texts, e-mails.

Each group asks the list of a model as its own search box does, so that it finds the same whatever
the accents, case, script and order of names, and shows nothing that the reader may not see there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from llex.core.text.name_keys import normalize_key

# Of each group, these are shown; all are in its list.
SHOWN: Final = 5
SHORTEST: Final = 2
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """A model to search: its *label*, a title, and the rows that are read with its own."""

    label: str
    title: Any
    related: tuple[str, ...] = ()
    # The way from a row to what tells it from others: a session, or a city.
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that was found."""

    title: str
    remark: str
    address: str


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The first rows of a group, how many there are, and the list that has all of them."""

    title: str
    count: int
    address: str
    rows: list[FoundRow] = field(default_factory=list)


GROUPS: Final[list[SearchGroup]] = [
    SearchGroup("sessions_app.learningsession", _("Sessions"), ("series",), "series"),
    SearchGroup("cities.city", _("Cities"), (), "country.name"),
    SearchGroup("sessions_app.person", _("People"), ("organisation", "city"), "organisation"),
    SearchGroup("cities.contribution", _("Contributions"), ("city", "session"), "session"),
    SearchGroup(
        "cities.policyresponse",
        _("Policy responses"),
        ("contribution__city", "contribution__session"),
        "contribution",
    ),
    SearchGroup(
        "cities.challenge",
        _("Challenges"),
        ("contribution__city", "contribution__session"),
        "contribution",
    ),
    SearchGroup("sessions_app.quote", _("Quotes"), ("session", "speaker__person"), "session"),
    SearchGroup("sessions_app.visiontheme", _("Shared vision"), ("session",), "session"),
    SearchGroup("sessions_app.keypoint", _("Key points"), ("theme__session",), "theme.session"),
    SearchGroup("llex.mail", _("E-mails"), (), "recipient"),
]


class SearchMixin:
    """Add the page of results to the site, at the address of unfold's own search."""

    def search(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show what was found for ``?q=``, in groups."""
        if not may_search(request):
            raise PermissionDenied
        words = " ".join(request.GET.get("q", "").split())[:LONGEST]
        why_not = problem(words)
        groups = [] if why_not else find(request, words)
        context = {
            **self.each_context(request),  # type: ignore[attr-defined]
            "title": gettext("Search"),
            "words": words,
            "problem": why_not,
            "groups": groups,
            "total": sum(group.count for group in groups),
        }
        return TemplateResponse(request, "admin/search.html", context)


def may_search(request: HttpRequest) -> bool:
    """Return whether the reader sees sessions, and so may search."""
    return bool(_admin_of(GROUPS[0]).has_view_permission(request))


def find(request: HttpRequest, words: str) -> list[FoundGroup]:
    """Return the groups in which *words* were found; two queries for each that the reader sees."""
    found = [
        _found(group, page, request, words)
        for group in GROUPS
        if (page := _admin_of(group)).has_view_permission(request)
    ]
    return [group for group in found if group.count]


def problem(words: str) -> str:
    """Return why *words* cannot be searched for, or nothing."""
    if not words:
        return str(_("Type a name or some words of a text, then press Enter."))
    if len(normalize_key(words)) < SHORTEST:
        return str(_("Type at least two letters or digits."))
    return ""


def _found(group: SearchGroup, page: Any, request: HttpRequest, words: str) -> FoundGroup:
    matching, _has_doubles = page.get_search_results(
        request, page.model._default_manager.all(), words
    )
    keys = matching.order_by().values("pk").distinct()
    rows = page.model._default_manager.filter(pk__in=keys).select_related(*group.related)
    options = page.model._meta
    name = f"admin:{options.app_label}_{options.model_name}"
    count = rows.count()
    shown: Sequence[Any] = rows.order_by(*(page.ordering or options.ordering))[:SHOWN]
    return FoundGroup(
        str(group.title),
        count,
        f"{reverse(f'{name}_changelist')}?{urlencode({'q': words})}",
        [_row(group, page, row, name) for row in (shown if count else ())],
    )


def _row(group: SearchGroup, page: Any, row: Any, name: str) -> FoundRow:
    if hasattr(page, "page_address"):
        address = page.page_address(str(row.pk))
    else:
        address = reverse(f"{name}_change", args=[row.pk])
    remark = row
    for step in filter(None, group.remark.split(".")):
        remark = getattr(remark, step, None)
    return FoundRow(str(row), str(remark or "") if group.remark else "", address)


def _admin_of(group: SearchGroup) -> Any:
    return admin.site.get_model_admin(apps.get_model(group.label))
