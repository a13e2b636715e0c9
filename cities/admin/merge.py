"""Merging cities in the admin: choose which stays, see what moves, confirm."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from cities.directory import merge
from cities.directory.merge.cities import MOST
from cities.models import City
from llex.core.languages.phrases import join_items

_KEY = re.compile(r"[0-9]{1,18}")


class MergingMixin:
    """Add to the admin of cities the page on which several become one."""

    actions: Any = ("merge_selected",)
    admin_site: Any
    opts: Any

    def has_merge_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may change one city and delete the others."""
        return bool(
            self.has_change_permission(request)  # type: ignore[attr-defined]
            and self.has_delete_permission(request)  # type: ignore[attr-defined]
        )

    @action(description=gettext_lazy("Merge into one"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[City]) -> HttpResponse | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if not 1 < len(keys) <= MOST:
            text = _("Choose two cities or more, %(most)s at most.")
            messages.error(request, text % {"most": MOST})
            return None
        return redirect(_address(keys))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name="cities_city_merge"), *super().get_urls()]  # type: ignore[misc]

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Ask which of ``?city=`` stays, say what ``?keep=`` would bring, merge when told to."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        cities = _chosen(request)
        if len(cities) < 2:  # noqa: PLR2004
            messages.error(request, _("Choose two cities or more that still exist."))
            return redirect("admin:cities_city_changelist")
        kept = next((city for city in cities if str(city.pk) == _keep(request)), None)
        gone = [city for city in cities if city != kept]
        if request.method == "POST" and kept is not None:
            return self._merge(request, kept, gone)
        return self._page(request, cities, kept, merge.plan(kept, gone) if kept else None)

    def _merge(self, request: HttpRequest, kept: City, gone: list[City]) -> HttpResponse:
        names = join_items(map(str, gone))
        try:
            merge.merge(kept, gone, by=request.user)  # type: ignore[arg-type]
        except merge.CannotMerge as problem:
            for reason in problem.reasons:
                messages.error(request, reason)
            return self._page(request, [kept, *gone], kept, merge.plan(kept, gone))
        text = _("%(kept)s now holds all that %(gone)s had.")
        messages.success(request, text % {"kept": kept, "gone": names})
        return redirect("admin:cities_city_change", kept.pk)

    def _page(
        self, request: HttpRequest, cities: list[City], kept: City | None, plan: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Merge cities"),
            "cities": cities,
            "kept": kept,
            "plan": plan,
            "back": reverse("admin:cities_city_changelist"),
        }
        return TemplateResponse(request, "admin/cities/merge.html", context)


def _address(keys: list[int]) -> str:
    query = urlencode([("city", key) for key in keys])
    return f"{reverse('admin:cities_city_merge')}?{query}"


def _keep(request: HttpRequest) -> str:
    return request.POST.get("keep") or request.GET.get("keep", "")


def _chosen(request: HttpRequest) -> list[City]:
    keys = {key for key in request.GET.getlist("city")[:MOST] if _KEY.fullmatch(key)}
    return list(City.objects.filter(pk__in=keys).order_by("pk"))
