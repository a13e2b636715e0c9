"""People, and their part in sessions. The e-mail address is for organisers only."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from cities.models import Contribution
from llex.core.admin.actions import StateAction, StateActionsMixin
from llex.core.admin.base import ModelAdmin, TextsModelAdmin, searched, without
from llex.core.admin.optimistic_lock import StaleCheckedForm
from llex.core.db.expressions import number_of
from llex.core.forms.lines import LinesField
from sessions_app.admin.merging import MergingMixin
from sessions_app.models import Participant, Person
from sessions_app.people.adoption import adopt_representative
from sessions_app.people.duplicates import people_pairs
from sessions_app.permissions import sees_personal_data
from sessions_app.registration import places, registration_mails
from sessions_app.spreadsheets.pages import ParticipantSpreadsheetMixin

ROLES = {"chair": "primary", "speaker": "info", "city": "success"}
STATUSES = {"attended": "success", "waiting": "warning", "cancelled": "danger"}
_PRIVATE = ("email",)
_VERBS = {
    "registered": ("cancel", "mark_present"),
    "waiting": ("give_place", "cancel", "mark_present"),
    "cancelled": ("give_place", "mark_present"),
    "attended": ("mark_absent",),
}


class PersonForm(StaleCheckedForm):
    other_spellings = LinesField(
        label=_("Other spellings"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "One on each line. The person is found by all of them. The first in another script is"
            " the name that pages in a language of that script show: in Arabic letters, for"
            " instance."
        ),
    )


@admin.register(Person)
class PersonAdmin(MergingMixin, ModelAdmin):
    find_pairs = staticmethod(people_pairs)
    purpose = _(
        "People are known once for all sessions, with their other spellings. They come in with "
        "spreadsheets, notes and contributions, or are added here."
    )
    list_display = ("name", "email", "organisation", "city", "session_count")
    list_filter = (
        ("organisation", admin.RelatedOnlyFieldListFilter),
        "city__country",
    )
    list_select_related = ("organisation", "city")
    search_fields = (
        "search_key__key_contains",
        "email",
        "city__spellings__key__key_contains",
        "organisation__search_key__key_contains",
    )
    form = PersonForm
    fields = (
        "name", "family_name", "other_spellings", "email", "organisation", "city", "held_data",
    )  # fmt: skip
    readonly_fields = ("held_data",)
    autocomplete_fields = ("organisation", "city")

    def get_list_display(self, request: HttpRequest) -> Any:
        return self._seen(request, super().get_list_display(request))

    def get_search_fields(self, request: HttpRequest) -> Any:
        return self._seen(request, super().get_search_fields(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = self._seen(request, super().get_fields(request, obj))
        if obj and request.user.has_perm("llex.add_datarequest"):
            return fields
        return without(fields, ["held_data"])

    @display(description=_("personal data"))
    def held_data(self, person: Person) -> str:
        address = f"{reverse('admin:llex_datarequest_add')}?row=sessions_app.person:{person.pk}"
        text = _("See, export or erase what is held")
        return format_html('<a class="plain-link" href="{}">{}</a>', address, text)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # Otherwise an address could be guessed letter by letter: ?email__startswith=a
        private = lookup.partition("__")[0] in _PRIVATE
        if private and not sees_personal_data(request.user):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(attended=number_of(Participant.objects.all(), "person"))
        )

    @display(description=_("sessions"), ordering="attended")
    def session_count(self, person: Any) -> int:
        return int(person.attended)

    def _seen(self, request: HttpRequest, names: Any) -> list[str]:
        return list(names) if sees_personal_data(request.user) else without(names, _PRIVATE)


@admin.register(Participant)
class ParticipantAdmin(ParticipantSpreadsheetMixin, StateActionsMixin, TextsModelAdmin):
    purpose = _(
        "Participants are the people of a session, with the role and position of that day. Add "
        "them one by one, or with the session's Excel file."
    )
    verbs = (
        StateAction(
            "give_place",
            label=_("Give a place"),
            done=_("They have a place now, and are told by e-mail: %(names)s."),
            question=_(
                "The person gets a place at once and an e-mail, before all others on the waiting"
                " list, also where the session is full."
            ),
            icon="event_seat",
            call=lambda participant, user, note: places.move_up(participant),
        ),
        StateAction(
            "cancel",
            label=_("Cancel the registration"),
            done=_("These registrations are cancelled: %(names)s."),
            question=_(
                "The person is told by e-mail, and the first one on the waiting list gets the"
                " place."
            ),
            icon="event_busy",
            call=lambda participant, user, note: places.cancel(participant),
        ),
        StateAction(
            "send_new_link",
            label=_("Send a new personal link"),
            done=_("A new personal link is on its way to: %(names)s."),
            question=_("The personal link that was sent before no longer works."),
            icon="link",
            call=lambda participant, user, note: registration_mails.send_new_link(participant),
        ),
        StateAction(
            "mark_present",
            label=_("Mark as present"),
            done=_("Marked as present: %(names)s."),
            question=_("The person was in the session."),
            icon="how_to_reg",
        ),
        StateAction(
            "mark_absent",
            label=_("Mark as absent"),
            done=_("Marked as absent: %(names)s."),
            question=_("The person was not in the session after all."),
            icon="person_off",
        ),
    )
    list_display = (
        "person", "session", "shown_role", "position", "shown_status", "consents_to_listing",
    )  # fmt: skip
    list_filter = (
        ("session", admin.RelatedOnlyFieldListFilter),
        "role",
        "status",
        "consents_to_listing",
    )
    list_select_related = ("person", "session")
    search_fields = (
        "person__search_key__key_contains",
        *searched("position"),
        "session__search_key__key_contains",
    )
    fields = (
        "session", "person", "role", "printed_name", "printed_name_in_script", "position",
        "status", "consents_to_listing", "order",
    )  # fmt: skip
    readonly_fields = ("status",)
    autocomplete_fields = ("session", "person")
    ordering = ("-session__starts_at", "order", "pk")

    def possible_verbs(self, subject: Participant) -> tuple[str, ...]:
        always = ("send_new_link",) if subject.person.email else ()
        return (*_VERBS.get(subject.status, ()), *always)

    def get_urls(self) -> list[Any]:
        address = path(
            "take-over/<int:pk>/",
            self.admin_site.admin_view(require_POST(self.take_over)),
            name="sessions_app_participant_take_over",
        )
        return [address, *super().get_urls()]

    def take_over(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the representative whom a city named a participant, and show it to be translated."""
        may_link = request.user.has_perm("cities.change_contribution")
        if not (may_link and self.has_add_permission(request)):
            raise PermissionDenied
        participant = adopt_representative(get_object_or_404(Contribution, pk=pk))
        if participant is None:
            raise Http404
        messages.success(request, _("Translate the position here; it is published in the note."))
        return redirect("admin:sessions_app_participant_change", participant.pk)

    @display(description=_("role"), ordering="role", label=ROLES)
    def shown_role(self, participant: Participant) -> tuple[str, str]:
        return participant.role, participant.get_role_display()

    @display(description=_("registration"), ordering="status", label=STATUSES)
    def shown_status(self, participant: Participant) -> tuple[str, str]:
        return participant.status, participant.get_status_display()
