"""For each kind of finding: how to mend it, why it matters, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Certainty = Literal["sure", "likely", "possible"]

CERTAINTIES: Final[Mapping[Certainty, Any]] = {
    "sure": pgettext_lazy("certainty of a finding", "Sure"),
    "likely": pgettext_lazy("certainty of a finding", "Likely"),
    "possible": pgettext_lazy("certainty of a finding", "Possible"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """How to *mend* it, *why* it matters, empty where that is plain, and how sure it is."""

    mend: Any
    why: Any = ""
    certainty: Certainty = "sure"

    @property
    def certainty_label(self) -> str:
        """Return how sure it is, for people."""
        return str(CERTAINTIES[self.certainty])


_DATES: Final = _("Readers put dates into their calendars, and others copy them.")
_NUMBERS: Final = _("A figure that differs between languages makes readers doubt all figures.")
_LANGUAGES: Final = _("Readers of this language would find a text that they may not understand.")
_CARE: Final = _("It looks careless in print.")
_LINKS: Final = _("Readers would get nowhere, or see what is not meant for them.")
_UNFINISHED: Final = _("It would be printed as it is.")
_PASTED: Final = _("A text pasted from elsewhere says something that was not said here.")
_NAMES: Final = _("People and cities look for their name, and searching finds one spelling alone.")
_ROLES: Final = _("People are named by the position that they hold.")
_SHAPE: Final = _("Readers expect that what belongs together looks alike.")
_FACTS: Final = _("The note itself says otherwise elsewhere.")

EXPLANATIONS: Final[Mapping[str, Explanation]] = {
    "empty_title": Explanation(_("Write a title")),
    "empty_section": Explanation(_("Fill a section")),
    "summary_length": Explanation(_("Change the number of findings in short")),
    "row_without_representative": Explanation(_("Name a representative")),
    "row_without_response": Explanation(_("Add a policy response")),
    "row_without_challenge": Explanation(_("Add a challenge")),
    "missing_language": Explanation(_("Translate"), _LANGUAGES),
    "outdated_translation": Explanation(_("Translate again")),
    "missing_glyph": Explanation(_("Replace a character")),
    "numbers_differ": Explanation(_("Compare the numbers between languages"), _NUMBERS, "likely"),
    "figures_differ": Explanation(_("Put a number right"), _FACTS, "likely"),
    "unit_differs": Explanation(_("Compare the units between languages"), _NUMBERS, "likely"),
    "note_not_approved": Explanation(
        _("Have the note approved by a second person"),
        _("Two people are responsible for each word that is published."),
    ),
    "uncleared_quote": Explanation(
        _("Clear a quotation"), _("People agree to the words that are printed as theirs.")
    ),
    "consultation_blank": Explanation(_("Look at the consultation")),
    "consultation_open": Explanation(_("Close the consultation")),
    "consultation_reopened": Explanation(_("Close the consultation")),
    "few_ballots": Explanation(_("Think about a consultation with few ballots")),
    "no_consent": Explanation(_("Record a consent")),
    "wording_not_approved": Explanation(_("Have the text approved")),
    "remark_after_approval": Explanation(_("Read a remark")),
    "photograph_undescribed": Explanation(_("Describe a photograph")),
    "photograph_waiting": Explanation(_("Review a photograph")),
    "photograph_unconsented": Explanation(_("Ask for the consent of those shown")),
    "no_participant": Explanation(_("Complete the list of participants")),
    "name_differs": Explanation(_("Make a name the same"), _NAMES, "likely"),
    "city_name_differs": Explanation(_("Put the name of a city right"), _NAMES, "likely"),
    "position_differs": Explanation(_("Make a position the same"), _ROLES, "likely"),
    "role_differs": Explanation(_("Make a position the same"), _ROLES, "likely"),
    "placeholder": Explanation(_("Write what is still missing"), _UNFINISHED),
    "wrong_language": Explanation(_("Translate"), _LANGUAGES, "likely"),
    "weekday_differs": Explanation(_("Put a date right"), _DATES),
    "date_impossible": Explanation(_("Put a date right"), _DATES),
    "date_differs": Explanation(_("Put a date right"), _DATES, "likely"),
    "next_session_differs": Explanation(_("Put a date right"), _DATES),
    "pasted_text": Explanation(_("Remove what belongs elsewhere"), _PASTED, "likely"),
    "quotation_twice": Explanation(_("Find out who said it"), _FACTS),
    "doubled_word": Explanation(_("Remove what is there twice"), _CARE),
    "doubled_sentence": Explanation(_("Remove what is there twice"), _CARE),
    "unpaired_mark": Explanation(_("Close a mark, or remove it"), _CARE),
    "foreign_quotation_marks": Explanation(
        _("Use the quotation marks of the language"), _CARE, "likely"
    ),
    "glued_words": Explanation(_("Put in a space"), _CARE, "likely"),
    "bad_link": Explanation(_("Put an address right"), _LINKS),
    "dead_link": Explanation(_("Put an address right"), _LINKS, "likely"),
    "link_unchecked": Explanation(_("Open a link yourself"), _LINKS, "possible"),
    "links_differ": Explanation(_("Compare the addresses between languages"), _LINKS, "likely"),
    "lead_missing": Explanation(_("Give it a lead, as others have"), _SHAPE, "likely"),
    "length_differs": Explanation(_("See whether something is missing"), _LANGUAGES, "possible"),
    "finding_too_long": Explanation(_("Shorten a text"), _("The short version cuts it.")),
    "cell_too_long": Explanation(_("Shorten a text"), _SHAPE, "possible"),
    "session_number_differs": Explanation(_("Put a number right"), _FACTS, "likely"),
    "scale_differs": Explanation(_("Compare the labels of a scale"), _FACTS, "likely"),
    "rank_differs": Explanation(_("Compare the text with the results"), _FACTS, "likely"),
    "city_without_row": Explanation(_("Complete the city table"), _FACTS, "possible"),
}
