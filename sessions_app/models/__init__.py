"""Series and sessions, the people in them, the shared vision, drafts under review, editions."""

from sessions_app.models.agenda import AgendaItem
from sessions_app.models.attendance import HeadCount, MeetingAttendee, head_count
from sessions_app.models.credits import Credit
from sessions_app.models.dismissed_findings import DismissedFinding
from sessions_app.models.download_counts import DownloadCount
from sessions_app.models.editions import Edition, EditionDocument, EditionFile
from sessions_app.models.former_slugs import FormerSessionSlug
from sessions_app.models.imports import RememberedColumns, SpreadsheetImport
from sessions_app.models.mailings import Mailing, MailKind, MailWording
from sessions_app.models.note_approvals import NoteApproval
from sessions_app.models.note_uploads import NoteUpload
from sessions_app.models.people import Participant, Person
from sessions_app.models.publication import ScheduledPublication
from sessions_app.models.quotes import Quote
from sessions_app.models.registration_sums import RegistrationSums
from sessions_app.models.registrations import Registration, RegistrationRequest
from sessions_app.models.review_comments import ReviewApproval, ReviewComment
from sessions_app.models.review_links import ReviewLink
from sessions_app.models.search import COUNTED, SearchDocument, SearchWord
from sessions_app.models.series import Organisation, Series
from sessions_app.models.sessions import LearningSession
from sessions_app.models.speaker_files import SpeakerPicture, SpeakerSlides
from sessions_app.models.speakers import SpeakerInvitation
from sessions_app.models.translators import GlossaryTerm, TranslationAssignment
from sessions_app.models.vision import KeyPoint, VisionTheme

__all__ = [
    "COUNTED",
    "AgendaItem",
    "Credit",
    "DismissedFinding",
    "DownloadCount",
    "Edition",
    "EditionDocument",
    "EditionFile",
    "FormerSessionSlug",
    "GlossaryTerm",
    "HeadCount",
    "KeyPoint",
    "LearningSession",
    "MailKind",
    "MailWording",
    "Mailing",
    "MeetingAttendee",
    "NoteApproval",
    "NoteUpload",
    "Organisation",
    "Participant",
    "Person",
    "Quote",
    "Registration",
    "RegistrationRequest",
    "RegistrationSums",
    "RememberedColumns",
    "ReviewApproval",
    "ReviewComment",
    "ReviewLink",
    "ScheduledPublication",
    "SearchDocument",
    "SearchWord",
    "Series",
    "SpeakerInvitation",
    "SpeakerPicture",
    "SpeakerSlides",
    "SpreadsheetImport",
    "TranslationAssignment",
    "VisionTheme",
    "head_count",
]
