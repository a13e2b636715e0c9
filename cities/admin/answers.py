"""Policy responses, challenges, review notes and submissions, each on pages of its own."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from cities.models import Challenge, PolicyResponse, ReviewNote, Submission
from cities.resources import ChallengeResource, ResponseResource
from llex.admin_base import ModelAdmin, ReadOnlyMixin, TextsModelAdmin, texts
from llex.spreadsheets.lists import SpreadsheetMixin

_CONTRIBUTION = ("contribution__city", "contribution__session")


class AnswerAdmin(SpreadsheetMixin, TextsModelAdmin):
    list_display = ("__str__", "city", "session")
    list_filter = (
        ("contribution__session", admin.RelatedOnlyFieldListFilter),
        ("services", admin.RelatedOnlyFieldListFilter),
        "contribution__state",
    )
    list_select_related = _CONTRIBUTION
    search_fields = (*texts("text"), *texts("contribution__city__name"))
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("contribution", "services")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("contribution",) if obj else ()

    @display(description=_("city"), ordering="contribution__city__name")
    def city(self, answer: Any) -> str:
        return str(answer.contribution.city)

    @display(description=_("session"), ordering="contribution__session__starts_at")
    def session(self, answer: Any) -> str:
        return str(answer.contribution.session)


@admin.register(PolicyResponse)
class PolicyResponseAdmin(AnswerAdmin):
    resource_classes = [ResponseResource]
    search_fields = (*texts("title"), *AnswerAdmin.search_fields)
    autocomplete_fields = ("contribution", "services", "answers")
    fields = (
        "contribution", "title", "text", "services", "answers", ("since", "source"), "order",
    )  # fmt: skip


@admin.register(Challenge)
class ChallengeAdmin(AnswerAdmin):
    resource_classes = [ChallengeResource]
    fields = ("contribution", "text", "services", "order")


@admin.register(ReviewNote)
class ReviewNoteAdmin(ModelAdmin):
    list_display = ("__str__", "contribution", "author", "to_city", "created_at")
    list_filter = ("to_city", ("contribution__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("contribution__city", "author")
    search_fields = ("text", *texts("contribution__city__name"))
    autocomplete_fields = ("contribution",)
    fields = ("contribution", "text", "to_city", "author", "created_at")
    ordering = ("-created_at", "-pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # What the city has been told stays as it was said.
        told = ("contribution", "text", "to_city") if obj else ()
        return ("author", "created_at", *told)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("contribution", "session", "number", "submitted_at", "by")
    list_filter = (("contribution__session", admin.RelatedOnlyFieldListFilter),)
    list_select_related = (*_CONTRIBUTION, "by")
    search_fields = texts("contribution__city__name")
    fields = ("contribution", "number", "submitted_at", "by", "shown_content")
    readonly_fields = ("shown_content",)
    ordering = ("-submitted_at", "-pk")

    @display(description=_("session"))
    def session(self, submission: Submission) -> str:
        return str(submission.contribution.session)

    @display(description=_("content"))
    def shown_content(self, submission: Submission) -> str:
        import json

        text = json.dumps(submission.content, ensure_ascii=False, indent=2)
        return format_html('<pre class="whitespace-pre-wrap" dir="auto">{}</pre>', text)
