"""Letters: written once as plain text in the reader's language, sent after the transaction.

A letter is a template `mail/<name>.txt`: its first paragraph is the subject, the rest the text.
The HTML part is made from the same text, so the two never differ: everything is escaped, a line
that is nothing but an address becomes a link, lines that begin with "- " a list.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from unicodedata import bidirectional

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_tasks import task

from llex import languages

_ADDRESS: Final = re.compile(r"https?://\S+")
_MOST: Final = 0.75


def send(
    name: str,
    *,
    to: Iterable[str],
    language: str,
    context: dict[str, Any],
    reply_to: str = "",
) -> None:
    """Write the letter *name* in *language* and send it once the transaction is committed.

    Each recipient gets a letter of their own. Nothing is sent when the transaction fails.
    """
    language = language if language in languages.CODES else languages.DEFAULT
    subject, text = written(name, language, context)
    for recipient in dict.fromkeys(filter(None, to)):
        letter = {
            "subject": subject,
            "text": text,
            "to": recipient,
            "language": language,
            "reply_to": reply_to,
        }
        transaction.on_commit(lambda letter=letter: deliver.enqueue(**letter))  # type: ignore[misc]


def written(name: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return the subject and the text of the letter *name* in *language*, and send nothing."""
    with translation.override(language):
        whole = _rendered(name, {"site_url": settings.SITE_URL, **context})
    subject, _, text = whole.strip().partition("\n\n")
    # A subject is one line, whatever is in the names that stand in it.
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


@task()
def deliver(subject: str, text: str, to: str, language: str, reply_to: str) -> None:
    """Hand one letter to the mail server, as plain text and as HTML."""
    message = EmailMultiAlternatives(
        subject=subject, body=text, to=[to], reply_to=[reply_to] if reply_to else None
    )
    context = {
        "subject": subject,
        "body": as_html(text, languages.direction(language)),
        "language": language,
        "direction": languages.direction(language),
    }
    with translation.override(language):
        html = render_to_string("mail/_letter.html", context)
    message.attach_alternative(html, "text/html")
    message.send()


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
    address = line.strip()
    if _ADDRESS.fullmatch(address):
        return format_html('<a href="{0}" dir="ltr">{0}</a>', address)
    if (own := _direction(line)) in ("", direction):
        return line
    return format_html('<span dir="{}">{}</span>', own, line)


def _direction(line: str) -> str:
    """Return which way a line runs, or nothing where both ways are mixed in it."""
    strong = [kind == "L" for kind in map(bidirectional, line) if kind in ("L", "R", "AL")]
    # A name in another script does not turn a line, nor does a long one after a short label.
    if not strong or strong.count(strong[0]) < _MOST * len(strong):
        return ""
    return "ltr" if strong[0] else "rtl"
