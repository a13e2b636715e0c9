"""The rows on the page of a contribution: answers, notes of the review, what was sent."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from cities.models import Challenge, PolicyResponse, ReviewNote, Submission
from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    Kind,
)
from llex.core.admin.base import ReadOnlyMixin, TabularInline, TextsStackedInline
from priorities.models import Service


def answer_rows(fields: Iterable[AnswerField]) -> list[Any]:
    """Return the names of *fields* in rows: days and addresses share one."""
    short = tuple(field.name for field in fields if field.kind in (Kind.DAY, Kind.ADDRESS))
    rows: list[Any] = []
    for field in fields:
        if field.name not in short:
            rows.append(field.name)
        elif short not in rows:
            rows.append(short)
    return rows


class AnswerInline(TextsStackedInline):
    ordering_field = "order"
    hide_ordering_field = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("services")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.name == "services":
            # Read once for all rows.
            field.choices = [(row.pk, str(row)) for row in Service.objects.all()]
        return field


class ResponseInline(AnswerInline):
    model = PolicyResponse
    fields = (*answer_rows(RESPONSE_FIELDS), "order")


class ChallengeInline(AnswerInline):
    model = Challenge
    fields = (*answer_rows(CHALLENGE_FIELDS), "order")


class ReviewNoteInline(ReadOnlyMixin, TabularInline):
    model = ReviewNote
    fields = ("text", "to_city", "from_city", "author", "created_at")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("author")


class SubmissionInline(ReadOnlyMixin, TabularInline):
    model = Submission
    fields = ("number", "submitted_at", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by", "contribution__city")
