"""Looking up, exporting and erasing people, and the register of processing."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.admin.optimistic_lock import StaleCheckedForm
from llex.core.models import DataRequest, Erasure, ProcessingNote
from llex.core.personal_data import requests
from llex.core.personal_data.collecting import collect, export
from llex.core.personal_data.erasing import plan
from llex.core.personal_data.register import register_of_processing
from llex.core.privacy.declarations import declared, purposes
from llex.core.privacy.retention import rules
from llex.core.states import WrongState

_SHOWN = 50


class LookUpForm(StaleCheckedForm):
    """The address of a person, or the row of one who has none."""

    class Meta:
        model = DataRequest
        fields = ("address", "row")
        widgets = {"row": forms.HiddenInput}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        label, _colon, key = cleaned.get("row", "").partition(":")
        known = {item.model for item in declared() if item.identifies}
        if label and not (label in known and key.isdecimal()):
            self.add_error("row", _("There is no such person."))
        elif not label and not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", _("Enter an e-mail address."))
        return cleaned


class DecisionForm(forms.Form):
    """Before a person is erased."""

    sure = forms.BooleanField(
        label=_("I have read what will be deleted and replaced. This cannot be undone."),
        error_messages={"required": _("Tick this box before you erase.")},
    )
    also_shared = forms.BooleanField(
        label=_("Replace the name in texts although other people have it, too"), required=False
    )


class RefusalForm(forms.Form):
    """Why a person is not erased."""

    reason = forms.CharField(
        label=_("Reason, as the person reads it"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


@admin.register(DataRequest)
class DataRequestAdmin(ModelAdmin):
    purpose = _(
        "People who ask on the public page for their data to be erased, and whom organisers looked"
        " up. Add one to see what is held about a person."
    )
    form = LookUpForm
    list_display = ("__str__", "address", "state", "made_at", "asked_at", "decided_at", "made_by")
    list_filter = ("state",)
    list_select_related = ("made_by",)
    search_fields = ("address",)
    fields = ("address", "row")

    def get_urls(self) -> list[Any]:
        pages = (
            ("erase", require_POST(self.erase)),
            ("refuse", require_POST(self.refuse)),
            ("download", require_safe(self.download)),
        )
        views = [(name, self.admin_site.admin_view(view)) for name, view in pages]
        own = [
            path(f"<int:pk>/{name}/", view, name=f"llex_datarequest_{name}") for name, view in views
        ]
        return [*own, *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {name: request.GET.get(name, "") for name in ("address", "row")}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.made_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        return redirect("admin:llex_datarequest_change", obj.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show what is held, and what erasing would do."""
        found = self._found(request, object_id)
        return self._page(request, found, DecisionForm(), RefusalForm())

    def erase(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Erase the person."""
        found = self._found(request, pk, "change")
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(request, found, form, RefusalForm(), status=422)
        try:
            outcome = requests.carry_out(
                found,
                by=request.user,  # type: ignore[arg-type]
                also_shared=form.cleaned_data["also_shared"],
            )
        except (WrongState, requests.NotAllowed) as problem:
            messages.error(request, str(problem))
        else:
            text = str(_("Erased: %(rows)s rows, and the name in %(texts)s texts of others."))
            counts = {"rows": outcome.rows.total(), "texts": len(outcome.texts)}
            messages.success(request, text % counts)
        return redirect("admin:llex_datarequest_changelist")

    def refuse(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Refuse to erase the person, and say why."""
        found = self._found(request, pk, "change")
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return self._page(request, found, DecisionForm(), form, status=422)
        try:
            requests.refuse(found, form.cleaned_data["reason"])
        except WrongState as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Refused; the person is told why."))
        return redirect("admin:llex_datarequest_changelist")

    def download(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send what is held as JSON."""
        found = self._found(request, pk)
        text = json.dumps(export(requests.subject_of(found)), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
        return response

    def _found(self, request: HttpRequest, pk: Any, right: str = "view") -> DataRequest:
        """Return a request. Raise PermissionDenied without the *right*, Http404 where it is not."""
        if not request.user.has_perm(f"llex.{right}_datarequest"):
            raise PermissionDenied
        if not str(pk).isdecimal():
            raise Http404
        return get_object_or_404(DataRequest, pk=pk)

    def _page(
        self,
        request: HttpRequest,
        found: DataRequest,
        decision: forms.Form,
        refusal: forms.Form,
        status: int = 200,
    ) -> HttpResponse:
        subject = requests.subject_of(found)
        is_open = bool(found.address or found.row)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": found,
            "title": str(found),
            "found": found,
            "subject": subject,
            "holdings": collect(subject) if is_open else [],
            "plan": plan(subject) if is_open else None,
            "decision": decision,
            "refusal": refusal,
            "most": _SHOWN,
            "most_shown": f":{_SHOWN}",
            "may_erase": is_open and request.user.has_perm("llex.change_datarequest"),
        }
        template = "admin/personal_data/request.html"
        return TemplateResponse(request, template, context, status=status)


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _("The records that people were erased, without the people.")
    list_display = ("__str__", "erased_at", "by", "rows")
    list_select_related = ("by",)
    search_fields = ("by__email",)
    fields = ("erased_at", "by", "rows")

    @display(description=_("rows"))
    def rows(self, erasure: Erasure) -> int:
        return sum(erasure.counts.values())


@admin.register(ProcessingNote)
class ProcessingNoteAdmin(ModelAdmin):
    fields = ("basis", "recipients")
    search_fields = ("purpose",)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.edit)
        name = "llex_processingnote_edit"
        return [path("edit/<str:purpose>/", view, name=name), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the register of processing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(self.opts.verbose_name_plural),
            "entries": register_of_processing(),
            "rules": rules(),
            "may_edit": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/personal_data/processing.html", context)

    def edit(self, request: HttpRequest, purpose: str) -> HttpResponse:
        """Lead to the texts of a kind of processing, which begin with those of the program."""
        known = {one.key: one for one in purposes()}
        if not self.has_change_permission(request):
            raise PermissionDenied
        if purpose not in known:
            raise Http404
        begin = {"basis": str(known[purpose].basis), "recipients": str(known[purpose].recipients)}
        note, _made = ProcessingNote.objects.get_or_create(purpose=purpose, defaults=begin)
        return redirect("admin:llex_processingnote_change", note.pk)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, _("Saved."))
        return redirect("admin:llex_processingnote_changelist")
