"""Editing the pages about the site, which begin with the texts that come with the program."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from llex.core import languages
from llex.core.admin.base import TextsForm, TextsModelAdmin
from llex.core.information.models import InformationPage
from llex.core.information.pages import default_text, is_to_complete, own_text


class InformationPageForm(TextsForm):
    """A page whose empty texts begin with those of the program, and stay empty if unchanged."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in self._defaults().items():
            if not self.initial.get(name):
                self.initial[name] = text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, text in self._defaults().items():
            if str(cleaned.get(name) or "").strip() == text:
                # A later version of the program may bring a better text.
                is_stored = bool(getattr(self.instance, name))
                cleaned[name] = "" if is_stored else getattr(self.instance, name)
        return cleaned

    def _defaults(self) -> dict[str, str]:
        texts = {code: default_text(self.instance.subject, code) for code in languages.CODES}
        return {
            f"{name}_{code}": getattr(text, name)
            for code, text in texts.items()
            for name in ("title", "text")
            if f"{name}_{code}" in self.fields
        }


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the list: its name, its address, and in which languages the text is whose."""

    subject: str
    title: str
    address: str
    own: list[str]
    default: list[str]
    is_to_complete: bool


@admin.register(InformationPage)
class InformationPageAdmin(TextsModelAdmin):
    form = InformationPageForm
    fields = ("title", "text")
    search_fields = ("subject",)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.edit)
        name = "llex_informationpage_edit"
        return [path("edit/<str:subject>/", view, name=name), *super().get_urls()]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name.startswith("text"):
            field.widget.attrs["rows"] = 24
        return field

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """List the pages, whether organisers have written them or not."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = {row.subject: row for row in InformationPage.objects.all()}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(self.opts.verbose_name_plural),
            "entries": [
                _entry(subject, rows.get(subject)) for subject in InformationPage.Subject.values
            ],
            "may_edit": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/information/list.html", context)

    def edit(self, request: HttpRequest, subject: str) -> HttpResponse:
        """Lead to the texts of a page. Its row is made when it is edited for the first time."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if subject not in InformationPage.Subject.values:
            raise Http404
        row, _made = InformationPage.objects.get_or_create(subject=subject)
        return redirect("admin:llex_informationpage_change", row.pk)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        messages.success(request, _("Saved."))
        return redirect("admin:llex_informationpage_changelist")


def _entry(subject: str, row: InformationPage | None) -> PageEntry:
    own = [code for code in languages.CODES if own_text(row, code).text]
    default = [
        code for code in languages.CODES if code not in own and default_text(subject, code).text
    ]
    texts = [own_text(row, code).text for code in own]
    texts += [default_text(subject, code).text for code in default]
    return PageEntry(
        subject=subject,
        title=str(InformationPage.Subject(subject).label),
        address=reverse(subject),
        own=[languages.name_in_sentence(code) for code in own],
        default=[languages.name_in_sentence(code) for code in default],
        is_to_complete=any(map(is_to_complete, texts)),
    )
