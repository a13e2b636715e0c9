"""The catalogue of services, and consultations."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core import languages
from llex.core.admin.actions import StateActionsMixin
from llex.core.admin.base import ModelAdmin, ReadOnlyMixin, TabularInline, TextsModelAdmin, texts
from llex.core.db.expressions import number_of
from llex.core.spreadsheets.lists import SpreadsheetMixin
from priorities.admin.actions import POSSIBLE, VERBS, pointless
from priorities.admin.console import ConsoleMixin
from priorities.admin.words import WordsMixin
from priorities.models import (
    Ballot,
    Consultation,
    ConsultationItem,
    Rating,
    Selection,
    Service,
    VotingLink,
)
from priorities.questions.registry import all_kinds
from priorities.spreadsheets.services import ServiceResource

STATES = {"draft": "info", "open": "success", "paused": "warning", "closed": "default"}
# What ballots are cast under.
ASKED = ("question", "low", "high")
CAST_UNDER = ("session", "kind", "code", "is_closed_hall", "asks_region")


@admin.register(Service)
class ServiceAdmin(SpreadsheetMixin, TextsModelAdmin):
    purpose = _(
        "The services that people rate, and that responses and challenges refer to. Add them one "
        "by one, or from a spreadsheet."
    )
    resource_classes = [ServiceResource]
    list_display = ("name", "slug", "order")
    search_fields = ("search_key__key_contains", "slug")
    fields = ("slug", "name", "description", "order")
    ordering_field = "order"
    hide_ordering_field = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # The slug is the service's address, and what spreadsheets know it by.
        return ("slug",) if obj else ()


class ItemInline(TabularInline):
    model = ConsultationItem
    fields = ("service", "order")
    ordering_field = "order"
    hide_ordering_field = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("service")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "service":
            # Read once for all rows.
            field.choices = [("", "—"), *((row.pk, str(row)) for row in Service.objects.all())]
        return field

    def _may_edit(self, obj: Any) -> bool:
        # Ballots refer to items: once people vote, they stay.
        return obj is None or obj.state == Consultation.State.DRAFT

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._may_edit(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_edit(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_edit(obj)


@admin.register(Consultation)
class ConsultationAdmin(ConsoleMixin, WordsMixin, StateActionsMixin, TextsModelAdmin):
    purpose = _(
        "One question to the audience of a session: rate services, say words, or choose. Add it "
        "before the session."
    )
    verbs = VERBS
    possible = POSSIBLE
    more_actions_detail = ("to_console", "to_words")

    list_display = ("question", "session", "shown_state", "ballot_count", "opened_at", "closed_at")
    list_filter = ("state", ("session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("session",)
    search_fields = (*texts("question"), "code", "session__search_key__key_contains")
    autocomplete_fields = ("session",)
    fieldsets = (
        (None, {"fields": ("session", "kind", "question", "low", "high", "caveat")}),
        (
            _("Voting"),
            {
                "fields": (
                    ("scale", "max_choices"),
                    "code",
                    "results_shown",
                    "is_closed_hall",
                    "asks_region",
                )
            },
        ),
        (
            _("State"),
            {
                "fields": (
                    ("state", "ballot_count"),
                    ("opened_at", "closed_at", "revealed_at"),
                    "reopened_at",
                    "reopen_reason",
                    "open_override",
                )
            },
        ),
    )
    inlines = (ItemInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        cast = Ballot.objects.exclude(origin=Ballot.Origin.REHEARSAL)
        counted = number_of(cast, "consultation")
        return super().get_queryset(request).annotate(ballots_cast=counted)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # A reason for reopening is filled in where it lacks a language, and else stays as it was.
        reasons = [f"reopen_reason_{code}" for code in languages.CODES]
        if obj is not None and obj.reopened_at:
            reasons = [name for name in reasons if getattr(obj, name)]
        state = (
            *reasons,
            "state",
            "ballot_count",
            "opened_at",
            "closed_at",
            "revealed_at",
            "reopened_at",
            "open_override",
        )
        if obj is None or obj.state == Consultation.State.DRAFT:
            return state
        # What ballots were cast under stays as it was, and the words once they are frozen; a
        # language in which no one was asked may still be filled in.
        results = obj.results or {}
        frozen = [f"{name}_{code}" for name in ASKED for code in results.get(name, ())]
        settings = [name for kind in all_kinds() for name in kind.settings]
        return (*state, *CAST_UNDER, *settings, *frozen)

    def possible_verbs(self, subject: Consultation) -> tuple[str, ...]:
        left_out = pointless(subject)
        return tuple(name for name in super().possible_verbs(subject) if name not in left_out)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Once people could vote, what they cast stays.
        is_draft = obj is None or obj.state == Consultation.State.DRAFT
        return super().has_delete_permission(request, obj) and is_draft

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        if all(consultation.state == Consultation.State.DRAFT for consultation in objs):
            # Items and ballots of a rehearsal are deleted with it, never by themselves.
            forbidden = {self.opts.verbose_name} & set(forbidden)
        return deleted, counts, forbidden, protected

    @display(description=_("state"), ordering="state", label=STATES)
    def shown_state(self, consultation: Consultation) -> tuple[str, str]:
        return consultation.state, consultation.get_state_display()

    @display(description=_("ballots"), ordering="ballots_cast")
    def ballot_count(self, consultation: Any) -> int:
        return getattr(consultation, "ballots_cast", 0)


@admin.register(ConsultationItem)
class ConsultationItemAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("service", "consultation", "order")
    list_select_related = ("service", "consultation")
    search_fields = ("service__search_key__key_contains",)


@admin.register(Ballot)
class BallotAdmin(ReadOnlyMixin, ModelAdmin):
    # No voter key: whoever knows it could change the ballot.
    list_display = ("consultation", "language", "origin", "cast_at")
    list_filter = ("origin", "language", ("consultation", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("consultation",)
    fields = ("consultation", "language", "origin", "cast_at")
    ordering = ("-cast_at", "-pk")


@admin.register(Rating)
class RatingAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("item", "score", "consultation")
    list_filter = ("score",)
    list_select_related = ("item__service", "item__consultation")
    fields = ("item", "score")
    # Not in the order of casting, which would show what was on one ballot.
    ordering = ("item", "score", "pk")

    @display(description=_("consultation"))
    def consultation(self, rating: Rating) -> str:
        return str(rating.item.consultation)


@admin.register(Selection)
class SelectionAdmin(ReadOnlyMixin, ModelAdmin):
    # No ballot: services chosen together could disclose the voter.
    list_display = ("item", "consultation")
    list_filter = (("item__consultation", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("item__service", "item__consultation")
    fields = ("item",)
    ordering = ("item", "pk")

    @display(description=_("consultation"))
    def consultation(self, selection: Selection) -> str:
        return str(selection.item.consultation)


@admin.register(VotingLink)
class VotingLinkAdmin(ReadOnlyMixin, ModelAdmin):
    """Voting links and whether they were used. Links are made at the console."""

    list_display = ("label", "consultation", "is_spent")
    list_filter = ("is_spent", ("consultation", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("consultation",)
    search_fields = ("label",)
    fields = ("consultation", "label", "is_spent")
