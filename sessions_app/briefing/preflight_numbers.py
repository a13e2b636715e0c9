"""The part of the preflight that compares numbers and dates between the languages of a note."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.languages import name_of
from llex.text import RichText, to_plain
from sessions_app.briefing.document import Document
from sessions_app.briefing.findings import Finding
from sessions_app.briefing.quantities import Quantities, quantities
from sessions_app.briefing.quantities.figures import Written
from sessions_app.briefing.texts import Text, texts
from sessions_app.briefing.wording import listed

_ISOLATE, _END = "\u2068", "\u2069"


def check_numbers(documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Find texts whose numbers or dates are not those of the same text in the main language."""
    main, *others = documents.values()
    first = [_read(text, main.language) for _place, text in texts(main)] if others else []
    for document in others:
        there = [(place, _read(text, document.language)) for place, text in texts(document)]
        # All are made of the same rows; where one has more texts, nobody knows which is which.
        if len(there) != len(first):
            continue
        for before, (place, after) in zip(first, there, strict=True):
            if before and after:
                yield from _compared(before, after, place, (main.language, document.language))


def _read(text: Text, language: str) -> Quantities | None:
    """Return what a text says, or None where it stands in for a missing translation."""
    return quantities(_plain(text), language) if text.language == language else None


def _compared(
    before: Quantities, after: Quantities, place: str, codes: tuple[str, str]
) -> Iterator[Finding]:
    lost, added = before.missing_from(after), after.missing_from(before)
    if lost or added:
        message = _("The numbers differ: %(here)s; in %(language)s: %(there)s.") % {
            "here": _named(added),
            "language": name_of(codes[0]),
            "there": _named(lost),
        }
        yield Finding("warning", "numbers_differ", codes[1], place, message)


def _plain(text: Text) -> str:
    return to_plain(text) if isinstance(text, RichText) else text.text


def _named(written: tuple[Written, ...]) -> str:
    # Each for itself, whichever way the message around it is written.
    texts = (_("“%(word)s”") % {"word": one.text} for one in written)
    texts = (f"{_ISOLATE}{text}{_END}" for text in texts)
    return listed(texts) or pgettext("numbers", "none other")
