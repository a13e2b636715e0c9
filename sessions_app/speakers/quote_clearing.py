"""Clearing a quotation: its speaker is asked by a personal link, which is signed and expires."""

from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from cities.notifications.envelopes import envelope
from cities.notifications.texts import privacy_page
from llex.core.admin.merging import text_fingerprint
from llex.core.http.signed_values import read_signed, signed_value
from llex.core.mail import messages
from sessions_app.models import Quote, SpeakerInvitation
from sessions_app.models.quotes import LINK_LIFETIME

_KIND: Final = "sessions_app.quote"


class QuoteLinkStatus(StrEnum):
    """Whether a genuine link lets its reader answer, and if not, why."""

    OPEN = "open"
    REPLACED = "replaced"
    EXPIRED = "expired"


def quote_path(quote: Quote) -> str:
    """Return the path of the page behind the last link, in the active language."""
    token = signed_value(_KIND, quote.pk, quote.clearing_issue)
    return reverse("sessions_app:quote_clearing", args=[quote.pk, token])


def find_quote(pk: int, token: str) -> tuple[Quote | None, QuoteLinkStatus]:
    """Return the quotation that *token* was signed for, and whether the link can be used.

    There is none for a forged, cut or deleted link.
    """
    issue = read_signed(_KIND, pk, token)
    rows = Quote.objects.select_related("speaker__person", "session__series")
    quote = rows.filter(pk=pk).first() if issue else None
    if quote is None:
        return None, QuoteLinkStatus.EXPIRED
    if issue != str(quote.clearing_issue):
        return quote, QuoteLinkStatus.REPLACED
    return quote, QuoteLinkStatus.OPEN if quote.is_link_open else QuoteLinkStatus.EXPIRED


def language_of(quote: Quote) -> str:
    """Return the language in which the speaker is asked: that of the invitation, if any."""
    invitation = SpeakerInvitation.objects.filter(participant=quote.speaker).first()
    return invitation.language if invitation else quote.session.main_language


def fingerprint(texts: dict[str, str]) -> str:
    """Return what changes with any wording that the speaker has before them."""
    return text_fingerprint("\n".join(f"{code}\n{text}" for code, text in sorted(texts.items())))


@transaction.atomic
def propose_words(quote: Quote, words: str, language: str) -> None:
    """Keep the words that the speaker proposes in *language*, and tell the organisers."""
    quote.propose(words, language)
    _tell_organisers(quote)


@transaction.atomic
def refuse_quote(quote: Quote, reason: str) -> None:
    """Keep that the speaker does not want to be quoted so, and tell the organisers."""
    quote.refuse(reason)
    _tell_organisers(quote)


def _tell_organisers(quote: Quote) -> None:
    """Mail the answer of a speaker to the address of the series, if it has one."""
    session = quote.session
    language = session.main_language
    with translation.override(language):
        path = reverse("admin:sessions_app_quote_change", args=[quote.pk])
    messages.send_mail(
        "quote_answered",
        to=[session.series.contact],
        language=language,
        envelope=envelope(session, language, quote),
        context={
            "name": quote.speaker.name_in(language),
            "session": session,
            "is_refused": quote.clearing == Quote.Clearing.REFUSED,
            "text": quote.texts.get(language) or next(iter(quote.texts.values()), ""),
            "answer": quote.answer,
            "link": f"{settings.SITE_URL}{path}",
        },
    )


@transaction.atomic
def ask_to_clear(quote: Quote, *, by: Any) -> bool:
    """Mail the speaker a new link. Return whether there is an address to write to."""
    person = quote.speaker.person
    if not person.email:
        return False
    language = language_of(quote)
    quote.ask(language)
    with translation.override(language):
        link = f"{settings.SITE_URL}{quote_path(quote)}"
    texts = quote.texts
    session = quote.session
    messages.send_mail(
        "quote_clearing",
        to=[person.email],
        language=language,
        envelope=envelope(session, language, quote),
        context={
            "name": quote.speaker.name_in(language),
            "by": by,
            "session": session,
            "series": session.series,
            "conveners": list(session.series.conveners.all()),
            "text": texts.get(language) or next(iter(texts.values()), ""),
            "expires": quote.asked_at + LINK_LIFETIME if quote.asked_at else None,
            "link": link,
            "privacy_page": privacy_page(language),
        },
    )
    return True
