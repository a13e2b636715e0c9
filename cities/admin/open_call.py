"""Requests that answer an open call: confirmed or refused, with the letter that goes with it."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from auditlog.models import LogEntry
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.decorators import display

from cities.models import City, CitySpelling, EmailVerification, OpenCallApplication
from cities.open_call import applications
from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.states import WrongState

STATES: Final = {"waiting": "warning", "confirmed": "success", "refused": "danger"}
# To confirm is to make a city, its officer and its contribution.
_CONFIRMING: Final = (
    "cities.change_opencallapplication",
    "cities.add_city",
    "cities.add_officer",
    "cities.add_contribution",
)
_NEW: Final = "new"
_URL_NAME: Final = "cities_opencallapplication"


@admin.register(OpenCallApplication)
class OpenCallApplicationAdmin(ModelAdmin):
    purpose = gettext_lazy(
        "Cities that were not invited ask here to contribute, where a session has an open call: "
        "switch it on in the details of the session."
    )
    list_display = (
        "city_name", "country", "known_city", "name", "position", "session", "shown_state",
        "sent_at",
    )  # fmt: skip
    list_filter = ("state", ("session", admin.RelatedOnlyFieldListFilter), "country")
    list_select_related = ("session", "city")
    search_fields = ("search_key__key_contains", "email")
    ordering = ("-sent_at", "-pk")
    fieldsets = (
        (None, {"fields": ("session", "state", "sent_at")}),
        (
            gettext_lazy("Officer"),
            {"fields": ("name", "position", "email", "language")},
        ),
        (
            gettext_lazy("City"),
            {"fields": ("city_name", "kind", "country", "city", "place")},
        ),
        (
            gettext_lazy("Decision"),
            {"fields": ("decided_at", "decided_by", "reason", "contribution")},
        ),
    )
    change_form_outer_before_template = "admin/cities/_decide.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/admin/cities.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        alike = CitySpelling.objects.filter(
            key=OuterRef("folded"), city__country=OuterRef("country")
        )
        return (
            super().get_queryset(request).annotate(known=Subquery(alike.values("city__slug")[:1]))
        )

    @display(description=gettext_lazy("state"), ordering="state", label=STATES)
    def shown_state(self, request: OpenCallApplication) -> tuple[str, str]:
        return request.state, request.get_state_display()

    @display(description=gettext_lazy("one of ours"))
    def known_city(self, request: Any) -> str:
        if request.city is not None:
            return str(request.city)
        return (
            _("perhaps %(slug)s") % {"slug": request.known}
            if request.known
            else _("none of this name")
        )

    def get_urls(self) -> list[Any]:
        return [
            path(
                "<int:pk>/confirm/",
                self._view(self.confirm),
                name=f"{_URL_NAME}_confirm",
            ),
            path(
                "<int:pk>/refuse/",
                self._view(self.refuse),
                name=f"{_URL_NAME}_refuse",
            ),
            *super().get_urls(),
        ]

    def _view(self, view: Callable[..., HttpResponse]) -> Any:
        return self.admin_site.admin_view(require_POST(view))

    def confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm the application for the chosen city, or for the new one."""
        _require(request, *_CONFIRMING)
        asked = get_object_or_404(OpenCallApplication, pk=pk)
        choice = request.POST.get("city", "")
        city = City.objects.filter(pk=choice).first() if choice.isdecimal() else None
        if city is None and choice != _NEW:
            messages.error(request, _("Choose which city it is. Nothing was changed."))
            return redirect(f"admin:{_URL_NAME}_change", pk)
        try:
            invitation = applications.confirm(asked, city, by=request.user)  # type: ignore[arg-type]
        except (WrongState, applications.NotConfirmable) as problem:
            messages.error(request, str(problem))
        else:
            _log(asked, "confirmed")
            text = _("Confirmed. The personal link for %(city)s is on its way to %(email)s.")
            city = invitation.contribution.city
            messages.success(request, text % {"city": city, "email": asked.email})
        return redirect(f"admin:{_URL_NAME}_change", pk)

    def refuse(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say no, with a reason."""
        _require(request, "cities.change_opencallapplication")
        asked = get_object_or_404(OpenCallApplication, pk=pk)
        reason = request.POST.get("reason", "").strip()
        if not reason:
            messages.error(request, _("Write the reason first; the officer reads it."))
            return redirect(f"admin:{_URL_NAME}_change", pk)
        try:
            applications.refuse(asked, reason, by=request.user)  # type: ignore[arg-type]
        except WrongState as problem:
            messages.error(request, str(problem))
        else:
            _log(asked, "refused")
            text = _("Refused. The e-mail with your reason is on its way to %(email)s.")
            messages.success(request, text % {"email": asked.email})
        return redirect(f"admin:{_URL_NAME}_change", pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        asked = kwargs.get("obj")
        if asked is not None and asked.state == OpenCallApplication.State.WAITING:
            context["waiting"] = asked
            context["may_confirm"] = request.user.has_perms(_CONFIRMING)
            context["may_refuse"] = request.user.has_perm("cities.change_opencallapplication")
            context["suggested"] = applications.suggest_cities(asked)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What was asked stays as it was; it is decided, not edited.
        return False


@admin.register(EmailVerification)
class EmailVerificationAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("sent_at", "expires_at", "attempts", "verified_at")
    fields = ("sent_at", "expires_at", "attempts", "verified_at")


def _require(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def _log(asked: OpenCallApplication, state: str) -> None:
    # Verbs are updates, which no signal tells the log of.
    changes = {"state": [OpenCallApplication.State.WAITING.value, state]}
    LogEntry.objects.log_create(asked, action=LogEntry.Action.UPDATE, changes=changes)
