"""Inviting people to register by the link for invited people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cities.invitations.mail_preview import MailPreview
from llex.core.mail import messages
from llex.core.mail.models import Mail
from sessions_app.mailings.unsubscribing import unsubscribe_url
from sessions_app.models import LearningSession, Participant, Person, Registration
from sessions_app.registration import registration_mails, signed_links
from sessions_app.registration.teams import TeamLine

_KIND: Final = "registration_invitation"


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person to be invited; *person* is None for a new address, *skipped* says why not."""

    email: str
    name: str
    language: str
    person: Person | None = None
    skipped: str = ""


def find_invitees(
    session: LearningSession,
    people: Iterable[Person],
    lines: Iterable[TeamLine],
    language: str,
    *,
    again: bool = False,
) -> list[Invitee]:
    """Return the people that organisers chose and those of pasted *lines*, each address once.

    A known person is written to in the language of their last registration, others in *language*.
    *again*: also those who were invited before.
    """
    named = {one.email: one.name for one in people if one.email}
    named |= {line.email: line.name for line in lines if line.email not in named}
    known = {one.email: one for one in Person.objects.filter(email__in=named)}
    spoken = _languages(known.values())
    reasons = _reasons(session, known.values(), again=again)
    return [
        Invitee(
            email,
            name or (known[email].name if email in known else ""),
            spoken.get(email, language),
            known.get(email),
            reasons.get(email, ""),
        )
        for email, name in named.items()
    ]


def _languages(people: Iterable[Person]) -> dict[str, str]:
    rows = Registration.objects.filter(participant__person__in=list(people))
    # The last one counts.
    return dict(rows.order_by("changed_at").values_list("participant__person__email", "language"))


def _reasons(session: LearningSession, people: Iterable[Person], *, again: bool) -> dict[str, str]:
    """Return why people are not written to, by address; the weightiest reason."""
    reasons: dict[str, str] = {}
    if not again:
        before = Mail.objects.filter(kind=_KIND, session=session)
        reasons |= dict.fromkeys(before.values_list("recipient", flat=True), _("invited before"))
    declined = (one.email for one in people if one.mails_declined_at)
    reasons |= dict.fromkeys(declined, _("wants no such e-mails"))
    registered = session.participants.exclude(status=Participant.Status.CANCELLED)
    emails = registered.values_list("person__email", flat=True)
    return reasons | dict.fromkeys(emails, _("registered already"))


def preview_invitation(session: LearningSession, invitee: Invitee) -> MailPreview:
    """Return the e-mail that a person would get."""
    context = _context(session, invitee)
    subject, text = messages.written(_KIND, invitee.language, context)
    return MailPreview(invitee.language, subject, text, invitee.email)


@transaction.atomic
def invite_to_register(session: LearningSession, invitees: Iterable[Invitee]) -> int:
    """Write the invitations into the outbox. Return to how many people."""
    wanted = [one for one in invitees if not one.skipped]
    for invitee in wanted:
        context = _context(session, invitee)
        link, leave = context["link"], context["leave"]
        envelope = registration_mails.envelope_of(
            session, invitee.language, session, [link], is_asking=True
        )
        messages.send_mail(
            _KIND,
            to=[invitee.email],
            language=invitee.language,
            context=context,
            envelope=replace(
                envelope,
                unsubscribe=f"<{leave}>" if leave else envelope.unsubscribe,
                unsubscribes_by_post=bool(leave),
            ),
        )
    return len(wanted)


def _context(session: LearningSession, invitee: Invitee) -> dict[str, Any]:
    language = invitee.language
    with translation.override(language):
        leave = unsubscribe_url(invitee.person, language) if invitee.person else ""
    return {
        **registration_mails.about_session(session, language),
        "name": invitee.name,
        "closes": session.registration_end,
        "link": signed_links.invitation_url(session, language),
        "leave": leave,
        "is_known": invitee.person is not None,
    }
