"""The part of the preflight that compares numbers and dates between the languages of a note."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.languages import name_in_sentence
from llex.core.languages.bidi import isolate
from llex.core.languages.phrases import join_items
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.quantities import quantities
from sessions_app.briefing.quantities.conversions import are_the_same
from sessions_app.briefing.quantities.figures import Written
from sessions_app.briefing.quantities.units import units

# The units of each number.
Measures = Mapping[Decimal, list[str]]

_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w")


def check_numbers(note: CheckedNote) -> Iterator[Finding]:
    """Find texts whose numbers or dates are not those of the same text in the main language."""
    main = note.main.language
    for source, passage in note.pairs():
        here, there = source.plain, passage.plain
        # Most texts have no figures, and words alone ask for nothing. What says nothing is missing.
        if not (_WORD.search(here) and _WORD.search(there) and _FIGURE.search(here + there)):
            continue
        before, after = quantities(here, main), quantities(there, passage.language)
        units_before, units_after = units(here, main), units(there, passage.language)
        lost = _not_converted(before.missing_from(after), units_before, units_after)
        added = _not_converted(after.missing_from(before), units_after, units_before)
        if lost or added:
            yield Finding(
                "warning", "numbers_differ", passage.language, passage.place,
                _message(lost, added, main), passage.target,
                passage=added[0].text if added else there, context=there,
                values=tuple(one.text for one in (*lost, *added)),
            )  # fmt: skip


def _not_converted(
    written: Iterable[Written], own: Measures, others: Measures
) -> tuple[Written, ...]:
    """Return the numbers that are not in the other text in another unit: 115 °F, 46 °C."""
    measures = [(value, unit) for value, some in others.items() for unit in some if unit]
    return tuple(
        one
        for one in written
        if not any(
            are_the_same(number, unit, value, other)
            for number, unit in _measures(one, own)
            for value, other in measures
        )
    )


def _measures(written: Written, units_of: Measures) -> Iterator[tuple[Decimal, str]]:
    for value in written.readings:
        if isinstance(value, Decimal):
            yield from ((value, unit) for unit in units_of.get(value, ()))


def _message(lost: tuple[Written, ...], added: tuple[Written, ...], main: str) -> str:
    return _("The numbers differ: %(here)s; in %(language)s: %(there)s.") % {
        "here": _named(added),
        "language": name_in_sentence(main),
        "there": _named(lost),
    }


def _named(written: tuple[Written, ...]) -> str:
    # Each for itself, whichever way the message around it is written.
    texts = (isolate(_("“%(word)s”") % {"word": one.text}) for one in written)
    return join_items(texts) or pgettext("numbers", "none other")
