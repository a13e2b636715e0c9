"""Editing the privacy notice: each save is a new version, which begins with the last text."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields
from unfold.decorators import display

from llex.core.admin.base import TextsForm, TextsModelAdmin
from llex.core.privacy import notice
from llex.core.privacy.models import PrivacyNotice


class NoticeForm(TextsForm):
    """A new version, complete in every language."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in get_translation_fields("text"):
            if name in self.fields and not str(cleaned.get(name) or "").strip():
                self.add_error(name, _("Write the notice in every language."))
        return cleaned


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(TextsModelAdmin):
    purpose = _(
        "What happens to personal data. Until a version is saved here, the text that comes with "
        "the program holds."
    )
    form = NoticeForm
    list_display = ("__str__", "published_at", "published_by", "page", "to_complete")
    fields = ("text",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["rows"] = 24
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        texts = notice.current().texts
        return {f"text_{code}": text for code, text in texts.items()}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.published_by = request.user
        super().save_model(request, obj, form, change)

    @display(description=_("page"))
    def page(self, row: PrivacyNotice) -> str:
        address = reverse("privacy_version", args=[row.version])
        return format_html('<a class="plain-link" href="{}">{}</a>', address, row.version)

    @display(description=_("to be completed"), boolean=True)
    def to_complete(self, row: PrivacyNotice) -> bool:
        found = notice.find(row.version)
        return found is not None and found.is_to_complete
