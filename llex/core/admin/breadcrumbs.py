"""The way to a page of the admin: section › session or city › list › row › page."""

from collections import deque
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from llex.core.admin import menu

# To what the rows of a section belong.
_PARENTS: Final = {
    **dict.fromkeys((menu.SESSIONS, menu.NOTES), menu.SESSION),
    menu.CITIES: "cities.city",
}
_FILTER: Final = "session__id__exact"


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way; the last one, and what the reader may not open, has no address."""

    title: str
    address: str = ""


def breadcrumbs(request: HttpRequest, context: Any) -> list[Crumb]:
    """Return the way to the page with this *context*; the page itself comes last."""
    found = [*_steps(request, context)]
    return [*found[:-1], Crumb(found[-1].title)] if found else []


def _steps(request: HttpRequest, context: Any) -> list[Crumb]:
    section = menu.section_of(request)
    first = [_first(request, section)] if section in menu.FIRST_PAGES else []
    title = str(context.get("title") or "")
    options = context.get("opts")
    if options is None or (section == menu.NOTES and context.get("original") is None):
        return first if first and first[0].title == title else [*first, Crumb(title)]
    row = _row(context)
    parent = _parent(request, options.model, section, row)
    steps = [*first, *([_of_row(request, parent)] if parent is not None else [])]
    if not _is_first_model(section, options.label_lower):
        steps.append(_of_list(request, options, parent))
    if row is not None:
        steps.append(_of_row(request, row))
    elif context.get("add"):
        steps.append(Crumb(_("New")))
    page = _page(request, title, row)
    return [*steps, Crumb(page)] if page else steps


def _first(request: HttpRequest, section: str) -> Crumb:
    title, name = menu.FIRST_PAGES[section]
    label = menu.FIRST_MODELS.get(section)
    return Crumb(str(title), reverse(name) if not label or _may_view(request, label) else "")


def _row(context: Any) -> models.Model | None:
    for name in ("original", "object"):
        value = context.get(name)
        if isinstance(value, models.Model) and value.pk:
            return value
    return None


def _page(request: HttpRequest, title: str, row: models.Model | None) -> str:
    """Return what a page below that of *row* is called; nothing for the row's own page."""
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    if row is None:
        return "" if name.endswith(("_changelist", "_add")) else title
    if request.path == _address(row):
        return ""
    if name.endswith("_change"):
        return _("Details")
    if name.endswith("_history"):
        return _("History")
    if name.endswith("_delete"):
        return _("Delete")
    return title


def _is_first_model(section: str, label: str) -> bool:
    return menu.FIRST_MODELS.get(section) == label


def _of_list(request: HttpRequest, options: Any, parent: models.Model | None) -> Crumb:
    address = ""
    if _may_view(request, options.label_lower):
        address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
        is_filtered = any(field.name == "session" for field in options.concrete_fields)
        if parent is not None and is_filtered and parent._meta.label_lower == menu.SESSION:
            address += f"?{_FILTER}={parent.pk}"
    return Crumb(capfirst(str(options.verbose_name_plural)), address)


def _of_row(request: HttpRequest, row: models.Model) -> Crumb:
    return Crumb(str(row), _address(row) if _may_view(request, row._meta.label_lower) else "")


def _address(row: models.Model) -> str:
    """Return the address of the page of *row*."""
    page = admin.site.get_model_admin(type(row))
    if hasattr(page, "page_address"):
        return str(page.page_address(str(row.pk)))
    options = row._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])


def _may_view(request: HttpRequest, label: str) -> bool:
    app, name = label.split(".")
    user: Any = request.user
    return bool(user.has_perm(f"{app}.view_{name}") or user.has_perm(f"{app}.change_{name}"))


def _parent(
    request: HttpRequest, model: type[models.Model], section: str, row: models.Model | None
) -> models.Model | None:
    """Return the session or city to which *row* belongs, or to which a list is confined."""
    label = _PARENTS.get(section)
    if not label or model._meta.label_lower == label:
        return None
    if row is None:
        key = request.GET.get(_FILTER) or request.GET.get("session") or ""
        if label != menu.SESSION or not key.isdecimal():
            return None
        return apps.get_model(label)._base_manager.filter(pk=key).first()
    value: Any = row
    for name in path_to(model, label):
        try:
            value = getattr(value, name)
        except ObjectDoesNotExist:
            return None
        if value is None:
            return None
    return None if value is row else value


@cache
def path_to(model: type[models.Model], label: str) -> tuple[str, ...]:
    """Return the names of the foreign keys that lead from *model* to that of *label*."""
    waiting: deque[tuple[type[models.Model], tuple[str, ...]]] = deque([(model, ())])
    seen = {model}
    while waiting:
        current, path = waiting.popleft()
        if current._meta.label_lower == label:
            return path
        for field in current._meta.concrete_fields:
            other = field.related_model if field.many_to_one or field.one_to_one else None
            if isinstance(other, type) and other not in seen:
                seen.add(other)
                waiting.append((other, (*path, field.name)))
    return ()
