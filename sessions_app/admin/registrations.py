"""Registrations over all sessions: looked at, renewed or erased."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.mail.models import Mail
from sessions_app.models import Registration, RegistrationRequest

# Nobody sees a single person's gender: it is told in sums.
_ANSWERS = (
    "name", "name_in_script", "position", "organisation_name", "city_name", "city", "language",
    "time_zone", "understood", "spoken", "access_needs", "question", "consents_to_listing",
)  # fmt: skip


class _ErasableMixin(ReadOnlyMixin):
    """Show rows read-only, and let organisers delete them with their e-mails."""

    opts: Any

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(f"sessions_app.delete_{self.opts.model_name}"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, forbidden, protected = super().get_deleted_objects(  # type: ignore[misc]
            objs, request
        )
        return deleted, counts, set(forbidden) - {Mail._meta.verbose_name}, protected


@admin.register(Registration)
class RegistrationAdmin(_ErasableMixin, ModelAdmin):
    """Answers are changed by the people themselves, on their personal pages."""

    list_display = ("name", "session", "city_name", "organisation_name", "language", "confirmed_at")
    list_filter = (("participant__session", admin.RelatedOnlyFieldListFilter), "language")
    list_select_related = ("participant__session",)
    search_fields = ("name", "name_in_script", "organisation_name", "city_name")
    fields = ("participant", *_ANSWERS, "confirmed_at", "changed_at")

    @display(description=_("session"), ordering="participant__session")
    def session(self, registration: Registration) -> str:
        return str(registration.session)


@admin.register(RegistrationRequest)
class RegistrationRequestAdmin(_ErasableMixin, ModelAdmin):
    """Registrations whose link has not been followed are deleted after some days."""

    list_display = ("name", "email", "session", "asked_at", "expires_at", "used_at")
    list_filter = (
        ("session", admin.RelatedOnlyFieldListFilter),
        ("used_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("session",)
    search_fields = ("name", "email")
    fields = ("session", "email", *_ANSWERS, "asked_at", "expires_at", "used_at")
