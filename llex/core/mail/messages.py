"""Mails: written once as plain text in the reader's language, delivered after the transaction.

A mail is a template `mail/<name>.txt`: its first paragraph is the subject, the rest the text.
The HTML part is made from the same text, so the two never differ: everything is escaped, a line
that is nothing but an address becomes a link, lines that begin with "- " a list.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from unicodedata import bidirectional

from django.conf import settings
from django.db import models
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now

from llex.core import languages
from llex.core.mail import outbox
from llex.core.mail.addresses import normalize
from llex.core.mail.language_marks import (
    as_markup,
    as_text,
    is_marked,
    marking_languages,
    without_marks,
)
from llex.core.mail.models import Mail
from llex.core.text.normalization import clean_line

_ADDRESS: Final = re.compile(r"https?://\S+")
_MOST: Final = 0.75


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail. *content_type* has its parameters.

    An entry for a calendar is ``text/calendar; method=…; charset=utf-8``.
    """

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """The properties of a mail besides its texts.

    *session* is the session whose page lists it. *about* is the object that causes it: one address
    gets one mail of a kind about an object. *secrets* are never displayed, *lifetime* is how long
    it is valid, and *unsubscribe* the value of the header List-Unsubscribe; by
    *unsubscribes_by_post* mail programs may press it. Of mails with one *key* only one is pending;
    by default the key is made of the kind, the object and the address.
    """

    reply_to: str = ""
    sender_name: str = ""
    unsubscribe: str = ""
    session: Any = None
    about: models.Model | None = None
    secrets: list[str] = field(default_factory=list)
    lifetime: timedelta | None = None
    key: str = ""
    attachment: Attachment | None = None
    unsubscribes_by_post: bool = False


@dataclass(frozen=True, slots=True)
class MailTexts:
    """The texts of a mail."""

    subject: str
    text: str
    html: str


def send_mail(
    name: str,
    *,
    to: Iterable[str],
    language: str,
    context: dict[str, Any],
    reply_to: str = "",
    envelope: Envelope | None = None,
) -> list[Mail]:
    """Write the mail *name* in *language* into the outbox, in the transaction that is open.

    Each recipient gets a mail of their own, delivered once the transaction is committed. Nothing
    is sent when the transaction fails.
    """
    language = language if language in languages.CODES else languages.DEFAULT
    envelope = envelope or Envelope(reply_to=reply_to)
    texts = compose_mail(name, language, context)
    file = envelope.attachment or Attachment("", "", b"")
    moment = now()
    return [
        outbox.put(
            Mail(
                kind=name,
                recipient=recipient,
                language=language,
                sender_name=" ".join(envelope.sender_name.split())[:200],
                reply_to=reply_to or envelope.reply_to,
                unsubscribe=envelope.unsubscribe,
                unsubscribes_by_post=envelope.unsubscribes_by_post,
                subject=texts.subject,
                text=texts.text,
                html=texts.html,
                attachment_name=file.name,
                attachment_type=file.content_type,
                attachment=file.content,
                secrets=envelope.secrets,
                session=envelope.session,
                about=envelope.about,
                key=envelope.key,
                created_at=moment,
                valid_until=moment + envelope.lifetime if envelope.lifetime else None,
            )
        )
        for recipient in dict.fromkeys(filter(None, map(normalize, to)))
    ]


def written(name: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return the subject and the text of the mail *name* in *language*, and send nothing."""
    texts = compose_mail(name, language, context)
    return texts.subject, texts.text


def compose_mail(name: str, language: str, context: dict[str, Any]) -> MailTexts:
    """Return the texts of the mail *name* in *language*."""
    with translation.override(language):
        values = {key: marking_languages(value, language) for key, value in context.items()}
        whole = _rendered(name, {"site_url": settings.SITE_URL, **values})
        first, _, rest = whole.strip().partition("\n\n")
        # A subject is one line, whatever is in the names in it.
        subject = clean_line(without_marks(first))
        text = re.sub(r"\n{3,}", "\n\n", rest.strip()) + "\n"
        direction = languages.direction(language)
        page = {
            "subject": subject,
            "body": as_html(text, direction),
            "language": language,
            "direction": direction,
        }
        return MailTexts(subject, as_text(text), render_to_string("mail/_letter.html", page))


def _rendered(name: str, context: dict[str, Any]) -> str:
    # Plain text: nothing is escaped here, but all of it where it becomes HTML.
    template: Any = get_template(f"mail/{name}.txt")
    return str(template.template.render(Context(context, autoescape=False)))


def as_html(text: str, direction: str = "ltr") -> SafeString:
    """Return plain text as HTML: paragraphs, lists and links, everything else escaped.

    A line that runs against the *direction* of the letter says so: a text in another language.
    """
    return mark_safe("\n".join(_blocks(text, direction)))  # noqa: S308 - made of escaped parts only


def _blocks(text: str, direction: str) -> Iterator[SafeString]:
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if all(line.startswith("- ") for line in lines):
            items = format_html_join(
                "", "<li>{}</li>", ((_line(line[2:], direction),) for line in lines)
            )
            yield format_html("<ul>{}</ul>", items)
        else:
            parts = ((_line(line, direction),) for line in lines)
            yield format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", parts))


def _line(line: str, direction: str) -> SafeString | str:
    if is_marked(line):
        return as_markup(line, lambda part: part)
    address = line.strip()
    if _ADDRESS.fullmatch(address):
        return format_html('<a href="{0}" dir="ltr">{0}</a>', address)
    if (own := _direction(line)) in ("", direction):
        return line
    return format_html('<span dir="{}">{}</span>', own, line)


def _direction(line: str) -> str:
    """Return the direction of a line, or "" if it mixes both."""
    strong = [kind == "L" for kind in map(bidirectional, line) if kind in ("L", "R", "AL")]
    # A name in another script does not turn a line, nor does a long one after a short label.
    if not strong or strong.count(strong[0]) < _MOST * len(strong):
        return ""
    return "ltr" if strong[0] else "rtl"
