"""The fixed words around a note, the same in every format."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def labels() -> dict[str, str]:
    """Return the fixed words around a note: the heads of its columns, the names of its parts."""
    return {
        "between": pgettext("between a name and a position", ", "),
        "contents": _("Contents"),
        "participants": _("Participants"),
        "axes": _("Axes of the shared vision"),
        "results": _("Results of the consultation"),
        "rank": pgettext("column of a table", "Rank"),
        "service": _("Public service"),
        "mean": pgettext("column of a table", "Mean"),
        "mean_change": pgettext("column of a table", "Change"),
        "answers": pgettext("column of a table", "Answers"),
        "dont_know": _("Don’t know"),
        "distribution": _("Answers per score"),
        "word": pgettext("column of a table", "Word"),
        "ballots": pgettext("column of a table", "Ballots"),
        "share": _("Share of ballots"),
        "spellings": _("Also written"),
        "logos": _("Logos"),
        "photographs": _("Photographs"),
        "photograph": _("Photograph"),
        "chart": pgettext("column of a table", "Chart"),
        "recording": _("Recording of the session"),
        "contact": _("Contact"),
        "follow": _("Follow us"),
        "change": _("What changed in this edition"),
        "checksum": _("Checksum of the data"),
        "index": _("Index of cities"),
        "colophon": _("About this edition"),
        "cite": _("How to cite"),
        "permanent_address": _("Permanent address"),
        "disclaimer": _("Disclaimer"),
        "licence": _("Licence"),
        "qr_code": _("QR code of the permanent address"),
    }
