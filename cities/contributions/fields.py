"""The fields of the city's form by name, as a note of the organisers may point to one.

Names are those of the form: ``quote``, or ``responses-0-text`` for the text of the first response.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cities.models import Contribution


def fields(contribution: Contribution) -> Iterator[tuple[str, str]]:
    """Yield (name, what people call it) for each field that there is something to say about."""
    yield "representative_name", name_of_field("representative_name")
    yield "representative_position", name_of_field("representative_position")
    for number, _response in enumerate(contribution.responses.all()):
        for part in ("text", "title", "services", "since", "source"):
            name = f"responses-{number}-{part}"
            yield name, name_of_field(name)
    for number, _challenge in enumerate(contribution.challenges.all()):
        for part in ("text", "services"):
            name = f"challenges-{number}-{part}"
            yield name, name_of_field(name)
    for name in ("quote", "quote_speaker"):
        yield name, name_of_field(name)


def name_of_field(name: str) -> str:
    """Return what people call a field, or nothing for a name that is none."""
    kind, _dash, rest = name.partition("-")
    number, _dash, part = rest.partition("-")
    if not number.isdecimal():
        return _single().get(name, "")
    place = {"number": int(number) + 1, "part": name_of_part(part)}
    if kind == "responses" and place["part"]:
        return _("Policy response %(number)s: %(part)s") % place
    if kind == "challenges" and place["part"]:
        return _("Challenge %(number)s: %(part)s") % place
    return ""


def name_of_part(part: str) -> str:
    """Return what people call a part of a response or a challenge, or nothing for none."""
    return _parts().get(part, "")


def _single() -> dict[str, str]:
    return {
        "representative_name": _("Name of the representative"),
        "representative_position": _("Position of the representative"),
        "quote": _("Quotation"),
        "quote_speaker": _("Speaker of the quotation"),
    }


def _parts() -> dict[str, str]:
    return {
        "text": _("text"),
        "title": _("short title"),
        "services": _("services concerned"),
        "since": _("since"),
        "source": _("link to a source"),
    }
