"""Invitations of speakers over all sessions, with pictures and slides: looked at and erased."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin, TextsModelAdmin
from llex.core.mail.models import Mail
from sessions_app.models import SpeakerInvitation, SpeakerPicture, SpeakerSlides
from sessions_app.public.speaker_pictures import own_picture

_RELATED = ("participant__person", "participant__session")
_OF_PARTICIPANT = tuple(f"invitation__{name}" for name in _RELATED)
_SEARCHED = "participant__person__search_key__key_contains"


class _SentMixin:
    """Show what was sent; it is sent behind the personal links alone."""

    opts: Any

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, forbidden, protected = super().get_deleted_objects(  # type: ignore[misc]
            objs, request
        )
        # What is sent goes with its invitation.
        models: tuple[type[Model], ...] = (Mail, SpeakerPicture, SpeakerSlides)
        names = {model._meta.verbose_name for model in models}
        return deleted, counts, set(forbidden) - names, protected


@admin.register(SpeakerInvitation)
class SpeakerInvitationAdmin(_SentMixin, TextsModelAdmin):
    """Speakers are invited and reminded on the page of their session."""

    purpose = _("Speakers and representatives are invited on the page of their session.")
    list_display = ("participant", "session", "role", "state", "invited_at", "answered_at")
    list_filter = ("state", ("participant__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = _RELATED
    search_fields = (_SEARCHED, "organisation_name")
    fields = (
        "shown_page", "participant", "state", "language", "address_source", "organisation_name",
        "biography", "biography_accepted_at", "invited_at", "invited_by", "opened_at",
        "answered_at", "reason",
    )  # fmt: skip
    readonly_fields = (
        "shown_page", "participant", "state", "address_source", "biography_accepted_at",
        "invited_at", "invited_by", "opened_at", "answered_at", "reason",
    )  # fmt: skip
    ordering = ("-invited_at", "-pk")

    @display(description=_("session"))
    def session(self, invitation: SpeakerInvitation) -> str:
        return str(invitation.session)

    @display(description=_("role"))
    def role(self, invitation: SpeakerInvitation) -> str:
        return invitation.participant.get_role_display()

    @display(description=_("What was sent"))
    def shown_page(self, invitation: SpeakerInvitation) -> SafeString:
        text = _("On the page of the session")
        return format_html('<a class="plain-link" href="{}">{}</a>', _page_of(invitation), text)


@admin.register(SpeakerPicture)
class SpeakerPictureAdmin(_SentMixin, TextsModelAdmin):
    purpose = _("Pictures that speakers send. They are accepted on the page of their session.")
    list_display = ("invitation", "session", "consented_at", "accepted_at", "uploaded_at")
    list_filter = (("invitation__participant__session", admin.RelatedOnlyFieldListFilter),)
    list_select_related = _OF_PARTICIPANT
    search_fields = (f"invitation__{_SEARCHED}", "credit")
    fields = (
        "shown", "invitation", "alternative", "credit", "consented_at", "accepted_at",
        "uploaded_at",
    )  # fmt: skip
    readonly_fields = ("shown", "invitation", "consented_at", "accepted_at", "uploaded_at")
    ordering = ("-uploaded_at", "-pk")

    @display(description=_("picture"))
    def shown(self, picture: SpeakerPicture) -> SafeString:
        return own_picture(picture)

    @display(description=_("session"))
    def session(self, picture: SpeakerPicture) -> str:
        return str(picture.invitation.session)


@admin.register(SpeakerSlides)
class SpeakerSlidesAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _("Slides that speakers send. They are accepted on the page of their session.")
    list_display = ("name", "invitation", "session", "kind", "accepted_at", "uploaded_at")
    list_filter = ("kind", ("invitation__participant__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = _OF_PARTICIPANT
    search_fields = ("name", f"invitation__{_SEARCHED}")
    fields = ("invitation", "shown_name", "kind", "size", "checksum", "accepted_at", "uploaded_at")
    readonly_fields = ("shown_name", "accepted_at", "uploaded_at")
    ordering = ("-uploaded_at", "-pk")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("sessions_app.delete_speakerslides"))

    @display(description=_("slides"))
    def shown_name(self, slides: SpeakerSlides) -> SafeString:
        path = reverse("sessions_app:slides", args=[slides.key])
        return format_html('<a class="plain-link" href="{}">{}</a>', path, slides.name)

    @display(description=_("session"))
    def session(self, slides: SpeakerSlides) -> str:
        return str(slides.invitation.session)


def _page_of(invitation: SpeakerInvitation) -> str:
    name = "admin:sessions_app_learningsession_speaker"
    return reverse(name, args=[invitation.participant.session_id, invitation.pk])
