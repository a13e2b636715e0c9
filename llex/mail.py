"""Letters: written once as plain text in the reader's language, sent after the transaction.

A letter is a template `mail/<name>.txt`: its first paragraph is the subject, the rest the text.
The HTML part is made from the same text, so the two never differ: everything is escaped, a line
that is nothing but an address becomes a link, lines that begin with "- " a list.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

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
        "body": as_html(text),
        "language": language,
        "direction": languages.direction(language),
    }
    message.attach_alternative(render_to_string("mail/_letter.html", context), "text/html")
    message.send()


def _rendered(name: str, context: dict[str, Any]) -> str:
    # Plain text: nothing is escaped here, but all of it where it becomes HTML.
    template: Any = get_template(f"mail/{name}.txt")
    return str(template.template.render(Context(context, autoescape=False)))


def as_html(text: str) -> SafeString:
    """Return plain text as HTML: paragraphs, lists and links, everything else escaped."""
    return mark_safe("\n".join(_blocks(text)))  # noqa: S308 - made of escaped parts only


def _blocks(text: str) -> Iterator[SafeString]:
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if all(line.startswith("- ") for line in lines):
            items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines))
            yield format_html("<ul>{}</ul>", items)
        else:
            yield format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", _lines(lines)))


def _lines(lines: Iterable[str]) -> Iterator[tuple[SafeString | str]]:
    for line in lines:
        address = line.strip()
        if _ADDRESS.fullmatch(address):
            yield (format_html('<a href="{0}">{0}</a>', address),)
        else:
            yield (line,)
