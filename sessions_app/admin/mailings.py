"""Mailings to the people of a session, and the wording of the usual ones."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from cities.notifications.envelopes import envelope
from llex.core import languages
from llex.core.admin.actions import StateAction, StateActionsMixin
from llex.core.admin.base import TextsModelAdmin, searched
from llex.core.db.expressions import number_of
from llex.core.languages.phrases import join_items
from llex.core.mail.models import UNDELIVERED, Mail, MailState
from sessions_app.mailings.recipients import Recipient, count_of
from sessions_app.mailings.sending import deliver
from sessions_app.mailings.wording import write
from sessions_app.models import LearningSession, Mailing, MailKind, MailWording
from sessions_app.models.placeholders import PLACEHOLDERS
from sessions_app.permissions import plans_sessions

_PAGE = "https://example.org/…"


def _send_test(kind: str, session: LearningSession, wording: Any, user: Any) -> None:
    """Mail to the organiser alone what others would get, in the organiser's language."""
    language = get_language() or languages.DEFAULT
    mine = Recipient(user.get_full_name() or user.email, user.email, language, _PAGE)
    deliver(kind, session, wording, mine, envelope(session, language, session))


def _previews(kind: str, session: LearningSession, wording: Any) -> SafeString:
    """Return the e-mail in each language of the site, with an example of a name."""
    made = []
    for code, name in languages.LANGUAGES:
        example = Recipient(gettext("First name Family name"), "", code, _PAGE)
        texts = write(kind, session, wording, example)
        body = mark_safe(linebreaks(texts["body"], autoescape=True))  # noqa: S308 - escaped here
        made.append((code, languages.direction(code), name, texts["subject"], body))
    row = '<section lang="{}" dir="{}"><h4>{} · {}</h4>{}</section>'
    return format_html_join("", row, made)


class _PlanMixin:
    def has_plan_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return plans_sessions(request.user)

    @display(description=_("placeholders"))
    def placeholders(self, _row: Any) -> SafeString:
        rows = ((f"{{{name}}}", said) for name, said in PLACEHOLDERS.items())
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} · {}</li>", rows))


def _test_action(send: Any) -> StateAction:
    return StateAction(
        "send_test",
        label=_("Send me a test"),
        done=_("The test of %(names)s is on its way to your own address."),
        question=_("Only you get it, in the language that you use here."),
        icon="forward_to_inbox",
        permission="plan",
        call=send,
    )


@admin.register(Mailing)
class MailingAdmin(_PlanMixin, StateActionsMixin, TextsModelAdmin):
    purpose = _(
        "E-mails to the people of a session: what goes out by itself, and messages that you write"
        " to a group of them."
    )
    verbs = (
        StateAction(
            "start",
            label=_("Send"),
            done=_("Being sent: %(names)s."),
            question=_("It goes to everyone in the group, each in their own language, in batches."),
            icon="send",
            variant=ActionVariant.PRIMARY,
            permission="plan",
        ),
        _test_action(
            lambda mailing, user, note: _send_test(mailing.kind, mailing.session, mailing, user)
        ),
        StateAction(
            "stop",
            label=_("Stop"),
            done=_("Stopped: %(names)s."),
            question=_("Those who do not have it yet will not get it."),
            icon="stop_circle",
            permission="plan",
        ),
    )
    possible = {"draft": ("start", "send_test"), "sending": ("stop",)}
    list_display = ("__str__", "session", "kind", "state", "written", "created_at")
    list_filter = ("kind", "state", ("session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("session",)
    search_fields = (*searched("subject"), "session__search_key__key_contains")
    fields = (
        "session", ("group", "language"), ("region", "city"), "subject", "text", "placeholders",
        "reach", "preview",
    )  # fmt: skip
    readonly_fields = ("placeholders", "reach", "preview")
    autocomplete_fields = ("session", "city")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        kind = ContentType.objects.get_for_model(Mailing)
        written = Mail.objects.filter(about_type=kind)
        return super().get_queryset(request).annotate(mails=number_of(written, "about_id"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_fixed = obj is not None and obj.state != Mailing.State.DRAFT
        return not is_fixed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_fixed = obj is not None and obj.state != Mailing.State.DRAFT
        return not is_fixed and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    @display(description=_("written to"), ordering="mails")
    def written(self, mailing: Any) -> int:
        return int(mailing.mails)

    @display(description=_("people"))
    def reach(self, mailing: Mailing) -> str:
        """Say how many people are meant, and what became of the e-mails."""
        if not mailing.pk:
            return gettext("Save it to see to how many people it goes.")
        count = count_of(mailing)
        parts = [ngettext("%(count)s person", "%(count)s people", count) % {"count": count}]
        fates = Mail.objects.about(mailing).aggregate(
            written=Count("pk"),
            sent=Count("pk", filter=Q(state=MailState.SENT)),
            undelivered=Count("pk", filter=Q(state__in=UNDELIVERED)),
        )
        if fates["written"]:
            text = gettext("written: %(written)s, sent: %(sent)s, not delivered: %(undelivered)s")
            parts.append(text % fates)
        return join_items(parts)

    @display(description=_("preview"))
    def preview(self, mailing: Mailing) -> SafeString | str:
        if not mailing.pk:
            return gettext("Save it to see it in each language.")
        wording = mailing if mailing.kind == MailKind.MESSAGE else _own_wording(mailing)
        return _previews(mailing.kind, mailing.session, wording)


@admin.register(MailWording)
class MailWordingAdmin(_PlanMixin, StateActionsMixin, TextsModelAdmin):
    purpose = _(
        "The texts of reminders, changes and thanks in a series. What is left empty in a language"
        " keeps the usual text."
    )
    verbs = (
        _test_action(
            lambda wording, user, note: _send_test(
                wording.kind, _example_session(wording), wording, user
            )
        ),
    )
    list_display = ("__str__", "series")
    list_filter = ("kind", ("series", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("series",)
    search_fields = (*searched("subject", "text"), "series__search_key__key_contains")
    fields = ("series", "kind", "subject", "text", "placeholders", "preview")
    readonly_fields = ("placeholders", "preview")
    autocomplete_fields = ("series",)

    def possible_verbs(self, subject: Any) -> tuple[str, ...]:
        return ("send_test",) if _example_session(subject) else ()

    @display(description=_("preview"))
    def preview(self, wording: MailWording) -> SafeString | str:
        session = _example_session(wording) if wording.pk else None
        if session is None:
            return gettext("Save it, in a series that has a session, to see it in each language.")
        return _previews(wording.kind, session, wording)


def _own_wording(mailing: Mailing) -> MailWording | None:
    own = MailWording.objects.filter(series=mailing.session.series, kind=mailing.kind)
    return own.first()


def _example_session(wording: MailWording) -> Any:
    """Return the latest session of the series."""
    return wording.series.sessions.select_related("series").order_by("-starts_at").first()
