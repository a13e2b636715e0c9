"""Contributions: read, reviewed and moved through their states."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from cities.admin.attachments import AttachmentInline
from cities.admin.contribution_inlines import (
    ChallengeInline,
    ResponseInline,
    ReviewNoteInline,
    SubmissionInline,
)
from cities.admin.invitations import InvitationInline
from cities.admin.original_language import OriginalFilter, OriginalForm
from cities.admin.review import ReviewMixin, reviews
from cities.contributions.submission_on_behalf import submit_on_behalf
from cities.forms.contribution import problems_in
from cities.models import (
    Attachment,
    Challenge,
    Contribution,
    PolicyResponse,
    ResponseUpdate,
    Submission,
    WordingStanding,
)
from cities.review import transitions
from cities.spreadsheets import ContributionResource
from cities.wording.snapshots import printed_rows
from llex.core.admin.actions import StateAction, StateActionsMixin
from llex.core.admin.base import ModelAdmin, without
from llex.core.db.expressions import number_of
from llex.core.languages import world_languages
from llex.core.spreadsheets.lists import SpreadsheetMixin

STATES = {
    "invited": "default",
    "draft": "info",
    "submitted": "warning",
    "changes_requested": "info",
    "accepted": "success",
    "withdrawn": "danger",
    "declined": "danger",
}


@admin.register(Contribution)
class ContributionAdmin(ReviewMixin, SpreadsheetMixin, StateActionsMixin, ModelAdmin):
    purpose = _(
        "What one city brings to one session. It begins with an invitation, a spreadsheet, or here."
    )
    form = OriginalForm
    resource_classes = [ContributionResource]
    verbs = (
        StateAction(
            "start",
            label=_("Start for the city"),
            done=_("Started: %(names)s."),
            question=_("The invitation becomes a draft, which you can write in the city’s name."),
            icon="edit",
        ),
        StateAction(
            "submit",
            label=_("Submit for the city"),
            done=_("Submitted: %(names)s."),
            question=_(
                "What is written now is kept permanently as what the city sent."
                " Where the city has typed a text and not sent it, that text is"
                " submitted; if you have written one of your own meanwhile, yours"
                " is, and the city’s is kept in a remark."
            ),
            icon="send",
            call=lambda contribution, user, note: submit_on_behalf(
                contribution, by=user, problems_in=problems_in
            ),
        ),
        StateAction(
            "accept",
            label=_("Accept"),
            done=_("Accepted: %(names)s."),
            question=_("It is published in the note from now on."),
            icon="check",
            variant=ActionVariant.PRIMARY,
            call=lambda contribution, user, note: transitions.accept(contribution, by=user),
        ),
        StateAction(
            "request_changes",
            label=_("Request changes"),
            done=_("Sent back with your note: %(names)s."),
            question=_("It goes back to the city. Say what should be different."),
            icon="undo",
            needs_note=True,
            call=lambda contribution, user, note: transitions.request_changes(
                contribution, note, by=user
            ),
        ),
        StateAction(
            "send_wording",
            label=_("Send the text for approval"),
            done=_("Sent to the officers for approval: %(names)s."),
            question=_(
                "Each officer of the city gets an e-mail with a link to what will be published, to"
                " approve every language that is complete, or to say what is wrong. Languages in"
                " which translations are missing are named as following."
            ),
            icon="mark_email_read",
            call=lambda contribution, user, note: transitions.send_wording(contribution, by=user),
            warning=lambda contribution: transitions.what_follows([contribution]),
        ),
        StateAction(
            "approve_wording",
            label=_("Approve the text for the city"),
            done=_("Text approved: %(names)s."),
            question=_("The city has agreed to the text as it is now, in all complete languages."),
            icon="verified",
            call=lambda contribution, user, note: transitions.approve_wording(
                contribution, by=user
            ),
        ),
        StateAction(
            "decline",
            label=_("Note that the city declines"),
            done=_("Declined: %(names)s."),
            question=_("The city will not contribute to this session."),
            icon="block",
            call=lambda contribution, user, note: transitions.decline(contribution, by=user),
        ),
        StateAction(
            "reopen",
            label=_("Open again"),
            done=_("Opened again: %(names)s."),
            question=_("The city contributes after all. Its links work again; no one is notified."),
            icon="lock_open",
        ),
        StateAction(
            "withdraw",
            label=_("Withdraw"),
            done=_("Withdrawn: %(names)s."),
            question=_("It leaves the next edition. This cannot be taken back."),
            icon="delete_forever",
            variant=ActionVariant.DANGER,
            call=lambda contribution, user, note: transitions.withdraw(contribution, by=user),
        ),
    )
    possible = {
        "invited": ("start", "decline", "withdraw"),
        "draft": ("submit", "decline", "withdraw"),
        "submitted": ("accept", "request_changes", "withdraw"),
        "changes_requested": ("submit", "withdraw"),
        "declined": ("reopen",),
        "accepted": ("send_wording", "approve_wording", "request_changes", "withdraw"),
    }

    first_actions_detail = ("review",)
    more_actions_detail = (
        {
            "title": _("Text to be published"),
            "icon": "verified",
            "items": ["send_wording", "approve_wording"],
        },
    )

    list_display = (
        "city", "country", "session", "shown_state", "review_link", "shown_wording",
        "shown_language", "shown_representative", "response_count", "challenge_count",
    )  # fmt: skip
    list_filter = (
        "state",
        ("session", admin.RelatedOnlyFieldListFilter),
        OriginalFilter,
        "city__country",
    )
    list_select_related = ("city", "session", "representative")
    search_fields = (
        "city__spellings__key__key_contains",
        "session__search_key__key_contains",
        "representative__search_key__key_contains",
        "search_key__key_contains",
    )  # fmt: skip
    ordering = ("-session__starts_at", "order", "pk")
    autocomplete_fields = ("session", "city", "representative")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "session",
                    "city",
                    "representative",
                    ("representative_name", "representative_position"),
                    "original_language",
                    "order",
                )
            },
        ),
        (
            _("State"),
            {"fields": ("state", ("submitted_at", "accepted_at", "wording_approved_at"))},
        ),
        (_("Consent"), {"fields": ("licence", "consented_at", "consent_source", "consent_text")}),
    )
    readonly_fields = ("state", "submitted_at", "accepted_at", "wording_approved_at")
    inlines = (
        ResponseInline,
        ChallengeInline,
        AttachmentInline,
        ReviewNoteInline,
        SubmissionInline,
        InvitationInline,
    )

    def get_list_display(self, request: HttpRequest) -> list[str]:
        hidden = () if reviews(request.user) else ("review_link",)
        return without(super().get_list_display(request), hidden)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Return the list, having read what the approvals of its rows depend on."""
        shown = super().get_changelist_instance(request)
        shown.result_list = list(shown.result_list)
        accepted = [row for row in shown.result_list if row.is_printed]
        prefetch_related_objects(
            accepted,
            *printed_rows(
                updates=any(row.is_updated for row in accepted),
                documents=any(row.is_documented for row in accepted),
            ),
        )
        return shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                responded=number_of(PolicyResponse.objects.all(), "contribution"),
                challenged=number_of(Challenge.objects.all(), "contribution"),
                is_updated=Exists(
                    ResponseUpdate.objects.filter(response__contribution=OuterRef("pk"))
                ),
                is_documented=Exists(Attachment.objects.filter(contribution=OuterRef("pk"))),
                arrived_at=Subquery(
                    Submission.objects.filter(contribution=OuterRef("pk"))
                    .order_by("submitted_at")
                    .values("submitted_at")[:1]
                ),
            )
        )

    @display(description=_("country"), ordering="city__country")
    def country(self, contribution: Contribution) -> str:
        return str(contribution.city.country.name)

    @display(description=_("state"), ordering="state", label=STATES)
    def shown_state(self, contribution: Any) -> tuple[str, str]:
        name = contribution.get_state_display()
        due = contribution.session.contributions_due_at
        is_late = bool(due and contribution.arrived_at and contribution.arrived_at > due)
        # Counted from when it first arrived.
        return contribution.state, str(_("%(state)s, late") % {"state": name}) if is_late else name

    @display(description=_("text to be published"), ordering="wording_approved_at")
    def shown_wording(self, contribution: Contribution) -> str:
        if not contribution.is_printed:
            return "–"
        standing = contribution.wording_standing
        return "–" if standing == WordingStanding.NOT_SENT else str(standing.label)

    @display(description=_("review"))
    def review_link(self, contribution: Contribution) -> str:
        address = reverse("admin:cities_contribution_review", args=[contribution.pk])
        return format_html('<a class="plain-link" href="{}">{}</a>', address, _("Review"))

    @display(description=_("original language"), ordering="original_language")
    def shown_language(self, contribution: Contribution) -> str:
        return world_languages.name_of(contribution.original_language)

    @display(description=_("representative"))
    def shown_representative(self, contribution: Contribution) -> str:
        return str(contribution.representative or contribution.representative_name)

    @display(description=_("responses"), ordering="responded")
    def response_count(self, contribution: Any) -> int:
        return int(contribution.responded)

    @display(description=_("challenges"), ordering="challenged")
    def challenge_count(self, contribution: Any) -> int:
        return int(contribution.challenged)
