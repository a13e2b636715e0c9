"""Invitations: state, reminders, sending again and revoking."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from cities.invitations import link_status, sending
from cities.models import Invitation
from llex.core.admin.actions import StateAction, StateActionsMixin
from llex.core.admin.base import ModelAdmin, TabularInline
from llex.core.states import WrongState

_SHOWN = ("sent_at", "used_at", "reminded_at", "reminders", "expires_at")


def _remind(invitation: Invitation, user: Any, note: str) -> None:
    _require_open(invitation)
    if not sending.remind(invitation):
        raise NotAwaited(invitation)


def _resend(invitation: Invitation, user: Any, note: str) -> None:
    if not invitation.awaits_answer:
        raise NotAwaited(invitation)
    _require_open(invitation)
    sending.resend(invitation, by=user)


def _require_open(invitation: Invitation) -> None:
    """Raise TooLate where the page behind the link would take nothing."""
    if link_status.is_too_late(invitation.contribution):
        raise TooLate(invitation)


class TooLate(WrongState):
    """The session takes no more contributions, so an e-mail would lead to a closed page."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation, "")

    def __str__(self) -> str:
        session = self.instance.contribution.session  # type: ignore[attr-defined]
        text = _("“%(session)s” takes no more contributions, so %(officer)s was not written to.")
        return str(text) % {"session": session, "officer": self.instance}


class NotAwaited(WrongState):
    """No e-mail is sent: no answer is due from the officer, or one was sent just now."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation, "")

    def __str__(self) -> str:
        invitation = self.instance
        assert isinstance(invitation, Invitation)  # noqa: S101 - what it is made with
        if invitation.awaits_answer:
            return _("%(officer)s was written to a few hours ago.") % {"officer": invitation}
        return _("Nothing is awaited from %(officer)s: %(contribution)s, %(state)s.") % {
            "officer": invitation,
            "contribution": invitation.contribution.get_state_display(),
            "state": invitation.get_state_display(),
        }


REMIND = StateAction(
    "remind",
    label=_("Remind"),
    done=_("A reminder is on its way to: %(names)s."),
    question=_("The officer receives an e-mail with the personal link."),
    icon="notifications",
    variant=ActionVariant.PRIMARY,
    call=_remind,
)
RESEND = StateAction(
    "resend",
    label=_("Send again"),
    done=_("The invitation is on its way again to: %(names)s."),
    question=_("The officer receives the invitation again, with a link that lives anew."),
    icon="send",
    call=_resend,
)
REVOKE = StateAction(
    "revoke",
    label=_("Revoke"),
    done=_("Revoked: %(names)s."),
    question=_("The link stops working permanently. What was written stays. No e-mail is sent."),
    icon="link_off",
    variant=ActionVariant.DANGER,
)


class NotByHandMixin:
    """Invitations are made by inviting and change by the verbs, never in a form."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InvitationInline(NotByHandMixin, TabularInline):
    """The invitations on a contribution's page; each opens on a page of its own with the verbs."""

    model = Invitation
    fields: tuple[str, ...] = ("officer", "shown_state", *_SHOWN)
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("officer__user", "officer__city")
        return rows.with_mails()

    @display(description=_("state"))
    def shown_state(self, invitation: Invitation) -> str:
        return invitation.get_state_display()


class OfficersInvitationInline(InvitationInline):
    """The invitations on an officer's page."""

    fields = ("contribution", "session", "shown_state", *_SHOWN)
    readonly_fields = fields
    verbose_name_plural = _("Invitations")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("contribution__city", "contribution__session")

    @display(description=_("session"))
    def session(self, invitation: Invitation) -> str:
        return str(invitation.contribution.session)


@admin.register(Invitation)
class InvitationAdmin(NotByHandMixin, StateActionsMixin, ModelAdmin):
    purpose = _(
        "An invitation is the personal link of an officer to one session. Invite cities on the "
        "page of the session."
    )
    verbs = (REMIND, RESEND, REVOKE)

    list_display = ("officer", "session", "shown_state", "sent_at", "used_at", "reminded_at")
    list_filter = (
        ("contribution__session", admin.RelatedOnlyFieldListFilter),
        "contribution__state",
        ("used_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
    )
    list_select_related = (
        "officer__user", "officer__city", "contribution__session", "contribution__city",
    )  # fmt: skip
    search_fields = (
        "officer__user__search_key__key_contains",
        "officer__user__email",
        "officer__city__spellings__key__key_contains",
    )
    ordering = ("-sent_at", "-pk")
    fields = ("officer", "contribution", "session", "shown_state", *_SHOWN, "revoked_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_mails()

    def possible_verbs(self, subject: Invitation) -> tuple[str, ...]:
        if subject.revoked_at is not None:
            return ()
        return ("remind", "resend", "revoke") if subject.awaits_answer else ("revoke",)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # There is nothing to save: the verbs above do what can be done.
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("session"), ordering="contribution__session__starts_at")
    def session(self, invitation: Invitation) -> str:
        return str(invitation.contribution.session)

    @display(description=_("state"))
    def shown_state(self, invitation: Invitation) -> str:
        return invitation.get_state_display()
