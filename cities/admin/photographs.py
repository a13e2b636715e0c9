"""Photographs of cities: described, translated and deleted; cities upload them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from cities.models import Photograph
from cities.public.pictures import as_published, picture
from llex.core.admin.base import TextsModelAdmin, searched


@admin.register(Photograph)
class PhotographAdmin(TextsModelAdmin):
    purpose = _(
        "Photographs that cities send along. They are accepted on the review page of the "
        "contribution; here their texts are put right."
    )
    list_display = ("__str__", "city", "session", "state", "consented_at", "uploaded_at")
    list_filter = ("state", ("contribution__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("contribution__city", "contribution__session", "by")
    search_fields = (
        *searched("alternative"), *searched("caption"), "credit",
        "contribution__city__spellings__key__key_contains",
    )  # fmt: skip
    fields = (
        "shown", "contribution", "alternative", "original_alternative", "caption",
        "original_caption", "credit", "state", "consented_at", "uploaded_at", "by",
    )  # fmt: skip
    readonly_fields = ("shown", "contribution", "state", "consented_at", "uploaded_at", "by")
    ordering = ("-uploaded_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @display(description=_("photograph"))
    def shown(self, photograph: Photograph) -> SafeString:
        return picture(as_published(photograph))

    @display(description=_("city"))
    def city(self, photograph: Photograph) -> str:
        return str(photograph.contribution.city)

    @display(description=_("session"))
    def session(self, photograph: Any) -> str:
        return str(photograph.contribution.session)
