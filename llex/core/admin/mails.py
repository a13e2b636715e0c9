"""The outbox in the admin: what waits, what failed, and what can be done about it."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextInputWidget

from llex.core import languages
from llex.core.admin.actions import StateAction, StateActionsMixin
from llex.core.admin.base import ModelAdmin
from llex.core.mail import outbox
from llex.core.mail.addresses import AddressFormField
from llex.core.mail.kinds import label_of
from llex.core.mail.models import Mail, MailState
from llex.core.time_zones.moments import short_moment
from llex.core.time_zones.paths import zone_of

_COLOURS: Final = {
    MailState.WAITING: "info",
    MailState.SENDING: "info",
    MailState.SENT: "success",
    MailState.FAILED: "warning",
    MailState.GIVEN_UP: "danger",
    MailState.BOUNCED: "danger",
}
# Texts with personal links or codes are masked, and cannot be searched.
_BODIES: Final = ("subject", "text", "html", "secrets", "unsubscribe", "key")


class AddressDialog(BaseDialogForm):
    """Ask for the correct address."""

    note = AddressFormField(
        label=gettext_lazy("Correct address"),
        max_length=254,
        # A browser would refuse what is pasted with it, before we can remove that.
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "email", "autocomplete": "off"}),
        help_text=gettext_lazy("The account of an invited officer gets it, too."),
    )


class BounceDialog(BaseDialogForm):
    """Ask why it came back."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
    )


TRY_AGAIN: Final = StateAction(
    "try_again",
    label=gettext_lazy("Try again"),
    done=gettext_lazy("Being sent again: %(names)s."),
    question=gettext_lazy("The e-mail is sent once more, and tried for another two days."),
    icon="refresh",
    variant=ActionVariant.PRIMARY,
    call=lambda mail, user, note: outbox.try_again(mail),
)
CORRECT_ADDRESS: Final = StateAction(
    "correct_address",
    label=gettext_lazy("Correct the address"),
    done=gettext_lazy("Being sent to the corrected address: %(names)s."),
    question=gettext_lazy("The e-mail is sent to the address that you type here."),
    icon="edit",
    dialog=AddressDialog,
    call=lambda mail, user, note: outbox.correct_address(mail, note),
)
NOTE_BOUNCE: Final = StateAction(
    "note_bounce",
    label=gettext_lazy("It came back"),
    done=gettext_lazy("Noted that it came back: %(names)s."),
    question=gettext_lazy("Note that the mail server of the recipient has returned the e-mail."),
    icon="undo",
    dialog=BounceDialog,
    call=lambda mail, user, note: outbox.note_bounce(mail, note),
)


@admin.register(Mail)
class MailAdmin(StateActionsMixin, ModelAdmin):
    """Show mails read-only; the actions on one depend on its state."""

    purpose = gettext_lazy(
        "Every e-mail that the site writes is kept here with its state. The first ones come with "
        "the first invitations."
    )
    verbs = (TRY_AGAIN, CORRECT_ADDRESS, NOTE_BOUNCE)

    list_display = (
        "recipient", "shown_subject", "session", "shown_state", "created_at",
        "next_try",
    )  # fmt: skip
    list_filter = (
        "state",
        ("session", admin.RelatedOnlyFieldListFilter),
        "language",
        "perhaps_twice",
        "created_at",
    )
    list_select_related = ("session",)
    search_fields = ("recipient",)
    search_help_text = gettext_lazy("Address or subject")
    date_hierarchy = None
    fieldsets = (
        (None, {"fields": ("explanation", "shown_answer", "tries", "next_try")}),
        (
            gettext_lazy("E-mail"),
            {"fields": ("recipient", "shown_subject", "shown_text", "shown_language")},
        ),
        (
            gettext_lazy("More"),
            {
                "fields": (
                    "shown_kind", "session", "sender_name", "reply_to", "created_at", "sent_at",
                    "bounced_at", "shown_message_id",
                )
            },
        ),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and match.url_name == "llex_mail_changelist"
        return rows.defer("text", "html", "attachment") if is_list else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search addresses, and the subjects of those that say nothing secret."""
        rows, has_doubles = super().get_search_results(request, queryset, search_term)
        if words := search_term.split():
            said = queryset.filter(secrets=[])
            for word in words:
                said = said.filter(subject__loosely_contains=word)
            rows = queryset.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=said.values("pk")))
        return rows, has_doubles

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.partition("__")[0] not in _BODIES and super().lookup_allowed(
            lookup, value, request
        )

    def possible_verbs(self, subject: Mail) -> tuple[str, ...]:
        if subject.state == MailState.SENT:
            return ("note_bounce",)
        if subject.state == MailState.SENDING or not subject.has_text:
            return ()
        return ("try_again", "correct_address")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # There is nothing to save: the verbs above do what can be done.
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=gettext_lazy("state"), ordering="state", label=_COLOURS)
    def shown_state(self, mail: Mail) -> tuple[str, str]:
        return mail.state, mail.get_state_display()

    @display(description=gettext_lazy("subject"))
    def shown_subject(self, mail: Mail) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', mail.language, mail.shown_subject)

    @display(description=gettext_lazy("answer of the mail server"))
    def shown_answer(self, mail: Mail) -> SafeString | str:
        return _left_to_right(mail.answer)

    @display(description=gettext_lazy("message ID"))
    def shown_message_id(self, mail: Mail) -> SafeString | str:
        return _left_to_right(mail.message_id)

    @display(description=gettext_lazy("kind"), ordering="kind")
    def shown_kind(self, mail: Mail) -> str:
        return label_of(mail.kind)

    @display(description=gettext_lazy("language"))
    def shown_language(self, mail: Mail) -> str:
        return languages.name_of(mail.language)

    @display(description=gettext_lazy("next try"), ordering="next_try_at")
    def next_try(self, mail: Mail) -> str:
        is_tried = mail.state in (MailState.WAITING, MailState.FAILED)
        return short_moment(mail.next_try_at, zone_of(mail)) if is_tried else ""

    @display(description=gettext_lazy("why"))
    def explanation(self, mail: Mail) -> str:
        parts = [mail.get_problem_display()]
        if mail.perhaps_twice:
            parts.append(
                _("It was interrupted while its text went out, so it may be delivered twice.")
            )
        return " ".join(filter(None, parts)) or "–"

    @display(description=gettext_lazy("text"))
    def shown_text(self, mail: Mail) -> SafeString | str:
        if not mail.has_text:
            return _("The text was removed.")
        return format_html(
            '<div class="mail-text" lang="{}" dir="{}">{}</div>',
            mail.language,
            languages.direction(mail.language),
            mail.shown_text,
        )


def _left_to_right(text: str) -> SafeString | str:
    """Return what a server wrote in the order of its signs, also on a page in Arabic."""
    return format_html('<bdi dir="ltr">{}</bdi>', text) if text else "–"
