"""The part of the preflight that compares numbers and dates between the languages of a note."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.languages import name_in_sentence
from llex.core.languages.phrases import join_items
from llex.core.text import RichText, to_plain
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.quantities import quantities
from sessions_app.briefing.quantities.figures import Written
from sessions_app.briefing.text_locations import Text, texts, texts_named_in

_FIGURE = re.compile(r"\d")
_ISOLATE, _END = "\u2068", "\u2069"


def check_numbers(
    documents: Mapping[str, Document], shown: Document | None = None
) -> Iterator[Finding]:
    """Find texts whose numbers or dates are not those of the same text in the main language.

    Places are named as in *shown*, which is the main one unless given.
    """
    main, *others = documents.values()
    first = [_own(one.text, main.language) for one in texts(main)] if others else []
    for document in others:
        there = texts_named_in(shown or main, document)
        # All are made of the same rows; where one has more texts, nobody knows which is which.
        if len(there) != len(first):
            continue
        for source, location in zip(first, there, strict=True):
            text = _own(location.text, document.language)
            # Most texts have no figures, and words alone ask for nothing.
            if source and text and _FIGURE.search(source + text):
                before = quantities(source, main.language)
                after = quantities(text, document.language)
                lost, added = before.missing_from(after), after.missing_from(before)
                if lost or added:
                    message = _message(lost, added, main.language)
                    yield Finding(
                        "warning", "numbers_differ", document.language, location.place, message,
                        location.target, passage=added[0].text if added else text, context=text,
                        values=tuple(one.text for one in (*lost, *added)),
                    )  # fmt: skip


def _message(lost: tuple[Written, ...], added: tuple[Written, ...], main: str) -> str:
    return _("The numbers differ: %(here)s; in %(language)s: %(there)s.") % {
        "here": _named(added),
        "language": name_in_sentence(main),
        "there": _named(lost),
    }


def _own(text: Text, language: str) -> str:
    """Return a text without markup, empty if it only replaces a missing translation."""
    return _plain(text) if text.language == language else ""


def _plain(text: Text) -> str:
    return to_plain(text) if isinstance(text, RichText) else text.text


def _named(written: tuple[Written, ...]) -> str:
    # Each for itself, whichever way the message around it is written.
    texts = (_("“%(word)s”") % {"word": one.text} for one in written)
    texts = (f"{_ISOLATE}{text}{_END}" for text in texts)
    return join_items(texts) or pgettext("numbers", "none other")
