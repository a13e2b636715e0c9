"""The name of each kind of mail, by its template."""

from typing import Final

from django.utils.translation import gettext_lazy as _

_LABELS: Final = {
    "account_changed": _("Account changed"),
    "account_exists": _("Account exists already"),
    "address_confirmation": _("Address to confirm"),
    "call_code": _("Code for an open call"),
    "call_received": _("Request to contribute: received"),
    "call_refused": _("Request to contribute: refused"),
    "call_waiting": _("Request to contribute: for the organisers"),
    "contribution_accepted": _("Contribution accepted"),
    "contribution_changes_requested": _("Changes requested"),
    "contribution_declined": _("A city does not contribute"),
    "contribution_submitted": _("Contribution submitted"),
    "contribution_taken_out": _("Contribution withdrawn by the organisers"),
    "contribution_withdrawn": _("Contribution withdrawn"),
    "data_erased": _("Data erased"),
    "data_erasing_asked": _("Erasing asked for"),
    "data_link": _("Link to one’s own data"),
    "data_refused": _("Erasing refused"),
    "follow_up": _("Follow-up"),
    "follow_up_answered": _("Follow-up answered"),
    "invitation": _("Invitation"),
    "invitation_reminder": _("Reminder"),
    "login_code": _("Code to log in"),
    "login_unknown": _("Log-in with an unknown address"),
    "mailing": _("E-mail to people of a session"),
    "note_approval_asked": _("Note to approve"),
    "note_approved": _("Note approved"),
    "office_ended": _("Access for a city ended"),
    "office_given": _("Access for a city given"),
    "office_handed_over": _("Access for a city handed over"),
    "password_changed": _("Password changed"),
    "password_reset": _("New password"),
    "password_unknown": _("New password for an unknown address"),
    "publication_stopped": _("Note not published at its hour"),
    "quote_answered": _("Quotation not cleared by its speaker"),
    "quote_clearing": _("Quotation to clear"),
    "receipt": _("Receipt"),
    "registration_cancelled": _("Registration cancelled"),
    "registration_changed": _("Registration changed"),
    "registration_confirm": _("Registration to confirm"),
    "registration_confirmed": _("Registration confirmed"),
    "registration_invitation": _("Invitation to register"),
    "registration_link": _("New personal link"),
    "registration_moved_up": _("A place after waiting"),
    "registration_waiting": _("On the waiting list"),
    "review_answered": _("Comment on a draft answered"),
    "review_link": _("Draft to read and approve"),
    "speaker_confirmed": _("Speaker confirmed"),
    "speaker_invitation": _("Invitation of a speaker"),
    "speaker_reminder": _("Reminder to a speaker"),
    "translation_assigned": _("Texts to translate"),
    "wording_approved": _("Text approved"),
    "wording_approved_for_city": _("Text counts as approved"),
    "wording_commented": _("Remark on the text"),
    "wording_ready": _("Text to approve"),
}

# Of a kind that has a lifetime the text is a code or a link, and is removed once it is delivered;
# of these it stays in the log, as of those without.
LOGGED_WITH_TEXT: Final = frozenset({"mailing"})


def label_of(kind: str) -> str:
    """Return what people call a kind of mail."""
    return str(_LABELS.get(kind, kind.replace("_", " ")))
