"""Names of the blocks of a file of our own, on the page of an uploaded note."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sessions_app.importing.reading import Known, Part


def own_label(known: Known) -> str:
    """Return what a block is."""
    labels: dict[Part, str] = {
        "series": _("Series"),
        "tagline": _("Line under the series"),
        "date": _("Date of the session"),
        "attendance": _("Participants counted"),
        "convener": _("Convener"),
        "contact": _("Contact"),
        "recording": _("Recording of the session"),
        "country": _("Country"),
        "representative": _("Representative"),
        "position": _("Position"),
        "services": _("Services concerned"),
        "since": _("Since when"),
        "source": _("Link to a source"),
        "answers": _("Challenges that are answered"),
        "answered_by": _("Cities that answer"),
        "evidence": _("Responses that a key point rests on"),
        "axis": _("Axis"),
        "theme": _("Theme"),
        "speaker": _("Speaker of a quotation"),
        "speaker_position": _("Position"),
        "quote": _("Quotation"),
        "group": _("Head of a list of participants"),
        "people": _("Head of a list of participants"),
        "person_details": _("Position"),
        "affiliation": _("City or organisation of a participant"),
        "language": _("Language of a text"),
    }
    if known.part in ("entry", "entry_title"):
        return _("Challenge") if known.value.startswith("challenge") else _("Response")
    return labels.get(known.part) or pgettext("in a note", "Text")
