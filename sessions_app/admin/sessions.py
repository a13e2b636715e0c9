"""A session's page: everything of the session at a glance, its texts, and the way to its note."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import get_translation_fields
from unfold.decorators import display
from unfold.enums import ActionVariant

from cities.models import Contribution
from cities.review.transitions import send_wordings, what_follows
from cities.wording.snapshots import printed_rows
from llex.core.admin.actions import StateAction, StateActionsMixin
from llex.core.admin.base import TextsModelAdmin, searched
from llex.core.db.expressions import number_of
from llex.core.languages import name_of
from sessions_app.admin.agenda import AgendaInline
from sessions_app.admin.approving import ApprovingMixin
from sessions_app.admin.attendance_page import AttendanceMixin
from sessions_app.admin.cancelling import CANCELLING, cancelling_verbs
from sessions_app.admin.city_table import CityTableMixin
from sessions_app.admin.cockpit import CockpitMixin
from sessions_app.admin.copying import CopyingMixin
from sessions_app.admin.credits import CreditInline
from sessions_app.admin.dismissing import DismissingMixin
from sessions_app.admin.imports import ImportsMixin
from sessions_app.admin.inlines import ParticipantInline, QuoteInline, ThemeInline
from sessions_app.admin.invitations import InvitingMixin
from sessions_app.admin.note_review import NoteReviewMixin
from sessions_app.admin.note_uploads import NoteUploadMixin
from sessions_app.admin.notes import NotesMixin
from sessions_app.admin.publishing import PublishingMixin
from sessions_app.admin.registration_invitations import RegistrationInvitationsMixin
from sessions_app.admin.registration_page import RegistrationMixin
from sessions_app.admin.review_links import without_review
from sessions_app.admin.session_form import SessionForm, has_registered
from sessions_app.admin.sharing import SharingMixin
from sessions_app.admin.speakers_page import SpeakersMixin
from sessions_app.admin.statistics_page import StatisticsMixin
from sessions_app.admin.status_board import BoardMixin
from sessions_app.admin.time_changes import follow_time_change
from sessions_app.admin.translations import TranslationDeskMixin
from sessions_app.admin.withdrawing import WithdrawingMixin
from sessions_app.admin.zones import ZonesMixin
from sessions_app.briefing.text_locations import SECTION_FIELDS
from sessions_app.models import Edition, FormerSessionSlug, LearningSession, Participant, Series
from sessions_app.permissions import plans_sessions
from sessions_app.spreadsheets.pages import WorkbookMixin
from sessions_app.translation import LearningSessionTranslation

_PRIVATE = ("join_link",)
_TEXTS = LearningSessionTranslation.fields


@admin.register(LearningSession)
class LearningSessionAdmin(
    CockpitMixin,
    CopyingMixin,
    SharingMixin,
    NotesMixin,
    StatisticsMixin,
    ZonesMixin,
    DismissingMixin,
    PublishingMixin,
    ApprovingMixin,
    WithdrawingMixin,
    WorkbookMixin,
    CityTableMixin,
    ImportsMixin,
    NoteUploadMixin,
    InvitingMixin,
    BoardMixin,
    TranslationDeskMixin,
    NoteReviewMixin,
    RegistrationInvitationsMixin,
    RegistrationMixin,
    AttendanceMixin,
    SpeakersMixin,
    StateActionsMixin,
    TextsModelAdmin,
):
    purpose = _(
        "A session is one online meeting of a series. Its cities, its note and all that leads "
        "there are on its page; a title and a date are enough to begin."
    )
    verbs = (
        StateAction(
            "announce",
            label=_("Announce"),
            done=_("The public sees it: %(names)s."),
            question=_("From now on the public sees the session. Drafts of its note stay private."),
            icon="campaign",
            variant=ActionVariant.PRIMARY,
            permission="plan",
        ),
        StateAction(
            "send_wordings",
            label=_("Send the text to the cities"),
            done=_("The cities of %(names)s that have not approved their text are being asked."),
            question=_(
                "The officers of each accepted contribution with a complete language that is not"
                " approved get an e-mail with a link to what will be published, to approve it or to"
                " say what is wrong."
            ),
            icon="mark_email_read",
            permission="plan",
            call=lambda session, user, note: send_wordings(_answerable(session), by=user),
            warning=lambda session: what_follows(_answerable(session)),
        ),
        *CANCELLING,
    )
    more_actions_detail = (
        "publish",
        {
            "title": _("Cities"),
            "icon": "location_city",
            "items": ["board", "invite_cities", "invite_import", "send_wordings"],
        },
        {
            "title": _("Draft"),
            "icon": "draft",
            "items": ["preview_draft", "preflight", "open_translations"],
        },
        {
            "title": _("Excel file"),
            "icon": "table",
            "items": ["city_table", "workbook", "workbook_import", "imports"],
        },
    )

    actions_list = ("import_note", "statistics")

    list_display = (
        "title", "series", "number", "starts_at", "is_public", "people_count", "city_count",
        "shown_edition",
    )  # fmt: skip
    list_filter = (
        ("series", admin.RelatedOnlyFieldListFilter),
        "starts_at",
        ("announced_at", admin.EmptyFieldListFilter),
        ("editions", admin.EmptyFieldListFilter),
    )
    list_select_related = ("series",)
    search_fields = (
        "search_key__key_contains",
        "series__search_key__key_contains",
        "slug",
        *searched(*SECTION_FIELDS.values(), "guiding_questions"),
    )
    autocomplete_fields = ("series",)
    form = SessionForm
    fieldsets = (
        (None, {"fields": ("title", "cancellation_reason")}),
        (
            _("Planning"),
            {
                "fields": (
                    ("series", "number"),
                    "slug",
                    "starts_at",
                    "time_zone",
                    "tell_people",
                    "duration",
                    ("attendance", "attendance_reason"),
                    "join_link",
                    "recording",
                    "contributions_due_at",
                    "contributions_close_at",
                    "open_call",
                    "announced_at",
                    ("languages", "main_language"),
                )
            },
        ),
        (
            pgettext_lazy("for a session", "Registration"),
            {
                "fields": (
                    ("registration_access", "capacity"),
                    "registration_opens_at",
                    "registration_closes_at",
                )
            },
        ),
        (
            _("Before the session"),
            {
                "fields": (
                    "announcement", "guiding_questions", ("spoken_languages", "interpretation"),
                )
            },
        ),
        (
            _("The note"),
            {
                "fields": (
                    "summary", "introduction", "priorities_text", "front_line_text", "vision_text",
                    "closing_text",
                )
            },
        ),
    )  # fmt: skip
    inlines = (AgendaInline, ThemeInline, ParticipantInline, QuoteInline, CreditInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        latest = Edition.objects.filter(session=OuterRef("pk")).order_by("-number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                people=number_of(Participant.objects.all(), "session"),
                cities=number_of(Contribution.objects.all(), "session"),
                edition=Subquery(latest.values("number")[:1]),
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out what is private, for those who only write texts, and what is not the case."""
        hidden = set() if plans_sessions(request.user) else set(_PRIVATE)
        if obj is None or not obj.is_cancelled:
            hidden.update(get_translation_fields("cancellation_reason"))
        if not has_registered(obj):
            hidden.add("tell_people")
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f not in hidden]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if plans_sessions(request.user):
            return ("announced_at",)
        fields = [field for field in self.opts.fields if not hasattr(field, "translated_field")]
        return (*(f.name for f in fields if f.name not in _TEXTS), "main_language")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own: dict[str, Any] = {"time_zone": get_current_timezone_name()}
        if len(series := Series.objects.order_by("-pk").values_list("pk", flat=True)[:2]) == 1:
            own["series"] = series[0]
        return own | super().get_changeform_initial_data(request)

    def save_model(
        self, request: HttpRequest, obj: LearningSession, form: SessionForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if change:
            follow_time_change(request, obj, form)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        # Its former slugs go with a session; nobody needs permission to delete them.
        allowed = {FormerSessionSlug._meta.verbose_name}
        return deleted, counts, without_review(forbidden) - allowed, protected

    def possible_verbs(self, subject: LearningSession) -> tuple[str, ...]:
        to_approve = subject.contributions.printed().answerable_for().exists()
        is_new = not (subject.announced_at or subject.is_cancelled)
        announce = ("announce",) if is_new else ()
        send = ("send_wordings",) if to_approve else ()
        return (*announce, *send, *cancelling_verbs(subject))

    def has_plan_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return plans_sessions(request.user)

    @display(description=_("written in"))
    def main_language(self, session: LearningSession) -> str:
        return name_of(session.main_language)

    @display(description=_("public"), ordering="announced_at", boolean=True)
    def is_public(self, session: LearningSession) -> bool:
        return session.is_announced

    @display(description=_("participants"), ordering="people")
    def people_count(self, session: Any) -> int:
        return int(session.people)

    @display(description=_("cities"), ordering="cities")
    def city_count(self, session: Any) -> int:
        return int(session.cities)

    @display(description=_("edition"), ordering="edition")
    def shown_edition(self, session: Any) -> Any:
        return session.edition


def _answerable(session: LearningSession) -> QuerySet[Contribution]:
    """Return what is published of cities that answer for it, with all that an approval reads."""
    rows = session.contributions.printed().answerable_for()
    return rows.select_related("city", "representative", "session__series").prefetch_related(
        *printed_rows()
    )
