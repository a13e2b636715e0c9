"""The personal data of those who take part in sessions, read drafts and write notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cities.models import Contribution
from llex.core.personal_data.sweeping import register_redactor
from llex.core.privacy.declarations import (
    Erasing,
    PersonalData,
    Purpose,
    declare,
    declare_impersonal,
    declare_purposes,
)
from llex.core.privacy.retention import RetentionRule, register_rules
from sessions_app.briefing.redaction import redact_editions
from sessions_app.models import (
    Credit,
    EditionDocument,
    MeetingAttendee,
    NoteUpload,
    Participant,
    Person,
    Registration,
    RegistrationRequest,
    ReviewLink,
    SpreadsheetImport,
)
from sessions_app.models.imports import UNDO_PERIOD
from sessions_app.models.note_uploads import KEPT
from sessions_app.models.registrations import REQUEST_KEPT, RETENTION
from sessions_app.speakers import speaker_data
from sessions_app.statistics.retained_sums import delete_with_sums

_CONSENT = _("Consent of those who are named: Article 6(1)(a) of the GDPR.")
_ANSWERS = (
    "name", "name_in_script", "position", "organisation_name", "city_name", "language",
    "understood", "spoken", "access_needs", "question", "gender", "consents_to_listing",
)  # fmt: skip
_RECORD_STAYS = _("The record stays, without who made it.")


def _unnamed_participants(moment: datetime) -> models.QuerySet[Any]:
    """Return those of old sessions who did not agree to be listed and are not quoted."""
    return Participant.objects.filter(
        session__starts_at__lt=moment, consents_to_listing=False, quotes__isnull=True
    )


def _delete_with_people(rows: models.QuerySet[Any]) -> None:
    """Delete participants, and the people of whom nothing else is known."""
    people = list(rows.values_list("person", flat=True))
    rows.delete()
    Person.objects.filter(
        ~Exists(Participant.objects.filter(person=OuterRef("pk"))),
        ~Exists(Contribution.objects.filter(representative=OuterRef("pk"))),
        ~Exists(Credit.objects.filter(person=OuterRef("pk"))),
        pk__in=people,
    ).delete()


_RULES: Final = (
    RetentionRule(
        "journals",
        _("How to undo imports"),
        UNDO_PERIOD.days,
        SpreadsheetImport.objects.undoable_before,
        lambda rows: rows.forget_journals(),  # type: ignore[attr-defined]
        is_fixed=True,
    ),
    RetentionRule(
        "uploaded_notes",
        _("Uploaded notes"),
        KEPT.days,
        lambda moment: NoteUpload.objects.filter(changed_at__lt=moment),
        is_fixed=True,
    ),
    # Names, addresses and remarks are needed until the note is complete.
    RetentionRule(
        "review_links",
        _("Links to drafts, with comments and approvals"),
        180,
        ReviewLink.objects.ended_before,
    ),
    RetentionRule(
        "access_needs",
        _("Access needs of participants"),
        30,
        lambda moment: Registration.objects.filter(
            participant__session__starts_at__lt=moment
        ).exclude(access_needs=""),
        lambda rows: rows.update(access_needs=""),
    ),
    # The participants stay, as those of the session, and numbers that tell of no person.
    RetentionRule(
        "registrations",
        _("What people wrote to register"),
        RETENTION.days,
        Registration.objects.of_sessions_before,
        delete_with_sums,
    ),
    RetentionRule(
        "registration_requests",
        _("Registrations that were not confirmed"),
        REQUEST_KEPT.days,
        RegistrationRequest.objects.expired_before,
    ),
    RetentionRule(
        "meeting_attendees",
        _("Names in the files of meeting tools"),
        180,
        MeetingAttendee.objects.named_before,
        lambda rows: rows.forget_names(),  # type: ignore[attr-defined]
    ),
    RetentionRule(
        "participants",
        _("Participants whom no note names"),
        1095,
        _unnamed_participants,
        _delete_with_people,
    ),
)

_PEOPLE: Final = (
    PersonalData(
        "sessions_app.person",
        "sessions",
        owners=(("sessions_app.person", "pk"),),
        addresses=("email",),
        names=("name", "other_spellings"),
        shown=("name", "family_name", "other_spellings", "email", "organisation", "city"),
        identifies=True,
    ),
    PersonalData(
        "sessions_app.participant",
        "sessions",
        owners=(("sessions_app.person", "person"),),
        shown=("session", "role", "position", "status", "consents_to_listing"),
        retention=("participants",),
        # Editions know participants by their keys.
        identifies=True,
    ),
    PersonalData(
        "sessions_app.registration",
        "sessions",
        owners=(("sessions_app.person", "participant__person"),),
        names=("name", "name_in_script"),
        shown=_ANSWERS,
        retention=("access_needs", "registrations"),
    ),
    # Nobody has proved the address of these, so the name in them is not taken for the person's.
    PersonalData(
        "sessions_app.registrationrequest",
        "sessions",
        addresses=("email",),
        shown=("session", "email", *_ANSWERS, "asked_at"),
        retention=("registration_requests",),
    ),
    PersonalData(
        "sessions_app.meetingattendee",
        "sessions",
        owners=(("sessions_app.person", "participant__person"),),
        addresses=("key",),
        names=("name",),
        shown=("session", "name", "minutes", "is_counted"),
        retention=("meeting_attendees",),
    ),
    PersonalData(
        "sessions_app.quote",
        "sessions",
        owners=(("sessions_app.person", "speaker__person"),),
        shown=("session", "text", "is_cleared", "clearing", "answer"),
    ),
    PersonalData(
        "sessions_app.credit",
        "sessions",
        owners=(("sessions_app.person", "person"),),
        shown=("session", "work", "language"),
    ),
    PersonalData(
        "sessions_app.editiondocument",
        "sessions",
        erasing=Erasing.KEEP,
        finder=lambda subject: EditionDocument.objects.none(),
        remark=_(
            "Published notes stay. The name is replaced by a mark in every edition and file,"
            " and the edition says on which day."
        ),
    ),
)

_CONTACT: Final = PersonalData(
    "sessions_app.series", "notes", addresses=("contact",), names=("contact_name",),
    shown=("title", "contact", "contact_name"), erasing=Erasing.BLANK,
    blanks={"contact": "", "contact_name": ""}, remark=_("The series stays, without its contact."),
)  # fmt: skip

_READERS: Final = (
    PersonalData(
        "sessions_app.reviewlink", "notes", addresses=("email",), names=("name",),
        shown=("session", "name", "role", "email", "language", "made_at", "opened_at"),
        retention=("review_links",),
    ),
    PersonalData(
        "sessions_app.reviewcomment", "notes", addresses=("link__email",),
        shown=("excerpt", "text", "written_at", "answer"), retention=("review_links",),
    ),
    PersonalData(
        "sessions_app.reviewapproval", "notes", addresses=("link__email",),
        shown=("language", "approved_at"), retention=("review_links",),
    ),
    PersonalData(
        "sessions_app.translationassignment", "notes", owners=(("llex.user", "translator"),),
        shown=("session", "language", "assigned_at"),
    ),
    PersonalData(
        "sessions_app.noteupload", "notes", owners=(("llex.user", "owner"),),
        shown=("series", "name", "language", "created_at"), retention=("uploaded_notes",),
    ),
)  # fmt: skip

_RECORDS: Final = (
    *(
        PersonalData(
            model,
            "notes",
            owners=(("llex.user", lookup),),
            shown=shown,
            erasing=Erasing.KEEP,
            remark=_RECORD_STAYS,
        )
        for model, lookup, shown in (
            ("sessions_app.edition", "published_by", ("session", "number", "published_at")),
            ("sessions_app.scheduledpublication", "set_by", ("session", "set_at")),
            ("sessions_app.dismissedfinding", "dismissed_by", ("reason", "dismissed_at")),
            ("sessions_app.noteapproval", "asked_by", ("session", "asked_at", "remark")),
            ("sessions_app.noteapproval", "asked_of", ("session", "asked_at", "remark")),
            ("sessions_app.noteapproval", "approved_by", ("session", "approved_at")),
            ("sessions_app.mailing", "created_by", ("session", "kind", "subject", "created_at")),
            ("sessions_app.reviewlink", "made_by", ("session", "made_at")),
            ("sessions_app.reviewcomment", "answered_by", ("answer", "answered_at")),
            (
                "sessions_app.translationassignment",
                "assigned_by",
                ("session", "language", "assigned_at"),
            ),
        )
    ),
    PersonalData(
        "sessions_app.spreadsheetimport",
        "notes",
        owners=(("llex.user", "written_by"), ("llex.user", "undone_by")),
        shown=("session", "kind", "name", "written_at"),
        erasing=Erasing.KEEP,
        # What could be undone would bring the person back.
        cleared={"journal": None},
        remark=_("The record stays, without who made it; it can no longer be undone."),
        retention=("journals",),
    ),
)


def register() -> None:
    """Declare all of it. Called when the app is ready."""
    declare_purposes(
        Purpose(
            "sessions",
            _("People in sessions"),
            _("To hold sessions, and to publish under the name of its author what was said."),
            _CONSENT,
            _("Readers of the note, for those who agree to be named; the organisers."),
        ),
        Purpose(
            "notes",
            _("Work on notes"),
            _("To import, translate, agree on and publish the notes of sessions."),
            _("Legitimate interest of the organisers: Article 6(1)(f) of the GDPR."),
            _("The organisers; translators and readers of drafts, for their own part."),
        ),
    )
    register_rules(*_RULES)
    declare(*_PEOPLE, _CONTACT, *_READERS, *_RECORDS)
    speaker_data.register()
    declare_impersonal("Names and logos of organisations.", "sessions_app.organisation")
    declare_impersonal("Sums that tell of no person.", "sessions_app.registrationsums")
    declare_impersonal("Texts of editions, to be found.", "sessions_app.searchdocument")
    register_redactor("sessions_app.editiondocument", redact_editions)
