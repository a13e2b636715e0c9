"""Rows that are only shown: the words on ballots, and published results."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.db.collation import InLanguageOrder
from priorities.models import (
    ChoiceProjection,
    ConsultationProjection,
    GroupProjection,
    RatingProjection,
    Word,
    WordAnswer,
)


@admin.register(Word)
class WordAdmin(ReadOnlyMixin, ModelAdmin):
    """Words are merged and hidden on the page of their consultation."""

    list_display = ("text", "merged_into", "is_hidden", "consultation")
    list_filter = ("is_hidden", ("consultation", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("merged_into", "consultation")
    search_fields = ("text",)
    fields = ("consultation", "text", "merged_into", "is_hidden")


@admin.register(WordAnswer)
class WordAnswerAdmin(ReadOnlyMixin, ModelAdmin):
    # No ballot: words given together could disclose the voter.
    list_display = ("word", "consultation")
    list_select_related = ("word__consultation",)
    fields = ("word",)
    ordering = (InLanguageOrder("word__text"), "pk")

    @display(description=_("consultation"))
    def consultation(self, answer: WordAnswer) -> str:
        return str(answer.word.consultation)


@admin.register(ConsultationProjection)
class ConsultationProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("consultation", "session_slug", "edition", "kind", "ballots", "published_at")
    list_filter = ("kind",)
    list_select_related = ("consultation",)
    search_fields = ("session_slug",)
    fields = ("consultation", "session_slug", "edition", "published_at", "kind", "scale", "ballots")
    ordering = ("-published_at", "-pk")


@admin.register(RatingProjection)
class RatingProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("service", "published", "rank", "mean", "answers")
    list_select_related = ("service", "published")
    fields = (
        "published", "service", "rank", "mean", "answers", "dont_know", "mean_before",
        "session_before",
    )  # fmt: skip
    ordering = ("published", "rank", "pk")


@admin.register(ChoiceProjection)
class ChoiceProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("service", "published", "rank", "count")
    list_select_related = ("service", "published")
    fields = ("published", "service", "rank", "count")
    ordering = ("published", "rank", "pk")


@admin.register(GroupProjection)
class GroupProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("service", "published", "by", "codes", "ballots", "value")
    list_filter = ("by",)
    list_select_related = ("service", "published")
    fields = ("published", "service", "by", "codes", "ballots", "value")
    ordering = ("published", "by", "pk")
