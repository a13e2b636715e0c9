"""Finding duplicates of people and organisations in the admin, and merging two of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from sessions_app.people import merging
from sessions_app.people.duplicates import Pair, distinct_pairs


class MergingMixin:
    """Add the list of possible duplicates, and the page on which two become one."""

    actions_list: Any = ("duplicates",)
    find_pairs: Callable[[], list[Pair]]
    admin_site: Any
    opts: Any
    model: Any

    def has_merge_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may change one row and delete the other."""
        return bool(
            self.has_change_permission(request)  # type: ignore[attr-defined]
            and self.has_delete_permission(request)  # type: ignore[attr-defined]
        )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("merge/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    @action(
        description=gettext_lazy("Possible duplicates"),
        url_path="duplicates",
        permissions=["merge"],
        icon="join_inner",
    )
    def duplicates(self, request: HttpRequest) -> HttpResponse:
        """List the pairs that may be the same; note which are two, or take that back."""
        if request.method == "POST":
            return self._note_distinct(request)
        context = {
            "pairs": type(self).find_pairs(),
            "distinct": distinct_pairs(self.model),
            "merge_address": self._address("merge"),
        }
        return self._show(request, "duplicates", _("Possible duplicates"), **context)

    def _note_distinct(self, request: HttpRequest) -> HttpResponse:
        one, other = (self._row(request.POST, name) for name in ("one", "other"))
        do = request.POST.get("do")
        if one == other or do not in ("part", "compare"):
            raise Http404
        if do == "part":
            one.distinct_from.add(other)
            text = _("Noted: %(one)s and %(other)s are two.")
        else:
            one.distinct_from.remove(other)
            text = _("%(one)s and %(other)s are compared again.")
        messages.success(request, text % {"one": one, "other": other})
        return redirect(request.path)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Show ?keep= and ?gone= side by side; merge them when told to."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        kept, gone = (self._row(request.GET, name) for name in ("keep", "gone"))
        if kept == gone:
            raise Http404
        if request.method == "POST":
            return self._merge(request, kept, gone)
        swapped = f"{self._address('merge')}?keep={gone.pk}&gone={kept.pk}"
        plan = merging.plan(kept, gone)
        return self._show(request, "merge", _("Merge two into one"), plan=plan, swapped=swapped)

    def _merge(self, request: HttpRequest, kept: Any, gone: Any) -> HttpResponse:
        name = str(gone)
        chosen = [choice.name for choice in merging.plan(kept, gone).choices]
        take = [field for field in chosen if request.POST.get(field) == "gone"]
        try:
            merging.merge(kept, gone, take=take, by=request.user)  # type: ignore[arg-type]
        except merging.CannotMerge as problem:
            messages.error(request, str(problem))
            return redirect(self._address("changelist"))
        text = _("%(kept)s now holds all that %(gone)s had.")
        messages.success(request, text % {"kept": kept, "gone": name})
        return redirect(self._address("change", kept.pk))

    def _row(self, sent: QueryDict, name: str) -> Any:
        """Return the row that the address or the form names. Raise Http404 without one."""
        key = sent.get(name, "")
        row = self.model.objects.filter(pk=key).first() if key.isdecimal() else None
        if row is None:
            raise Http404
        return row

    def _address(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _show(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "back": self._address("changelist"),
            **context,
        }
        return TemplateResponse(request, f"admin/sessions_app/people/{template}.html", whole)
