"""The names of a note's sections, as the pages of the import call them."""

from sessions_app.briefing.phrases import section_title
from sessions_app.models import Quote


def section_name(section: str) -> str:
    """Return what a section is called; findings, which have no quotations, by their heading."""
    if section in Quote.Section.values:
        return str(Quote.Section(section).label)
    return section_title("summary")
