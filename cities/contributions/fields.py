"""The fields of the city's form by name: a note of the organisers may be about one.

Names are those of the form: ``quote``, or ``responses-0-text`` for the text of the first response.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cities.models import Contribution
from cities.wording.answer_fields import ANSWER_FIELDS, form_order


def fields(contribution: Contribution) -> Iterator[tuple[str, str]]:
    """Yield (name, label) of each field that a note may be about."""
    yield "representative_name", name_of_field("representative_name")
    yield "representative_position", name_of_field("representative_position")
    for kind, parts in ANSWER_FIELDS.items():
        for number, _row in enumerate(getattr(contribution, kind).all()):
            for part in form_order(parts):
                name = f"{kind}-{number}-{part.name}"
                yield name, name_of_field(name)
    for name in ("quote", "quote_speaker"):
        yield name, name_of_field(name)


def name_of_field(name: str) -> str:
    """Return the label of a field, or "" for an unknown name."""
    kind, _dash, rest = name.partition("-")
    number, _dash, part = rest.partition("-")
    if not number.isdecimal():
        return _single().get(name, "")
    caption = name_of_part(kind, part)
    place = {"number": int(number) + 1, "part": caption}
    if not caption:
        return ""
    if kind == "responses":
        return _("Policy response %(number)s: %(part)s") % place
    return _("Challenge %(number)s: %(part)s") % place


def name_of_part(kind: str, part: str) -> str:
    """Return the caption of a field of a response or a challenge, or "" for an unknown one."""
    fields_of_kind = ANSWER_FIELDS.get(kind, ())
    return next((str(one.caption) for one in fields_of_kind if one.name == part), "")


def _single() -> dict[str, str]:
    return {
        "representative_name": _("Name of the representative"),
        "representative_position": _("Position of the representative"),
        "quote": _("Quotation"),
        "quote_speaker": _("Speaker of the quotation"),
    }
