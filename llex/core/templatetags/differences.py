"""Differences between two wordings, marked up for readers and screen readers."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from llex.core.text.differences import Change
from llex.core.text.pasted import legible

register = template.Library()


@register.filter
def marked(changes: Iterable[Change]) -> SafeString:
    """Mark up what was removed and added.

    Screen readers do not announce ``ins`` and ``del``, so hidden words are put inside them. These
    are in the reader's language, and leave the direction of ``dir="auto"`` to the text.
    """
    return format_html_join("", "{}", ((_marked(change),) for change in changes))


def _marked(change: Change) -> SafeString:
    text = _lines(change.text)
    if change.kind == "removed":
        return format_html(
            '<del><bdi class="unseen"> [{} </bdi>{}<bdi class="unseen">] </bdi></del>',
            pgettext("before words in a comparison", "removed:"),
            text,
        )
    if change.kind == "added":
        return format_html(
            '<ins><bdi class="unseen"> [{} </bdi>{}<bdi class="unseen">] </bdi></ins>',
            pgettext("before words in a comparison", "added:"),
            text,
        )
    return text


def _lines(text: str) -> SafeString:
    return format_html_join(
        mark_safe("<br>"), "{}", ((line,) for line in legible(text).split("\n"))
    )
