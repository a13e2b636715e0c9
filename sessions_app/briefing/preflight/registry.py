"""All rules that read the documents of a note, in the order in which they are asked."""

from collections.abc import Callable, Iterator
from typing import Final

from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.rules import (
    dates,
    facts_between_languages,
    facts_of_the_session,
    left_in_other_language,
    marks,
    missing_spaces,
    name_spellings,
    names_between_scripts,
    pasted_texts,
    placeholder_texts,
    position_details,
    positions,
    repetitions,
    scale_labels,
    structure,
    units_between_languages,
    web_addresses,
    written_numbers,
)

Rule = Callable[[CheckedNote], Iterator[Finding]]

RULES: Final[tuple[Rule, ...]] = (
    placeholder_texts.check_placeholders,
    left_in_other_language.check_language,
    left_in_other_language.check_copied_texts,
    dates.check_weekdays,
    dates.check_calendar,
    dates.check_day_of_session,
    dates.check_next_session,
    dates.check_since,
    units_between_languages.check_units,
    written_numbers.check_written_numbers,
    facts_between_languages.check_facts,
    facts_between_languages.check_clock_times,
    pasted_texts.check_pasted,
    repetitions.check_repetitions,
    marks.check_pairs,
    marks.check_quotation_marks,
    marks.check_opening_marks,
    missing_spaces.check_spaces,
    web_addresses.check_addresses,
    web_addresses.check_typed_addresses,
    web_addresses.check_addresses_between_languages,
    name_spellings.check_spellings,
    names_between_scripts.check_lists_between_scripts,
    names_between_scripts.check_names_between_scripts,
    positions.check_positions,
    positions.check_positions_of_persons,
    position_details.check_position_details,
    facts_of_the_session.check_session_number,
    facts_of_the_session.check_number_of_next_session,
    facts_of_the_session.check_ranks,
    scale_labels.check_scale_labels,
    facts_of_the_session.check_unlisted_cities,
    structure.check_introduction,
    structure.check_leads,
    structure.check_lengths,
    structure.check_cells,
    structure.check_findings_in_short,
    structure.check_quotations,
)


def check_documents(note: CheckedNote) -> Iterator[Finding]:
    """Ask every rule about a note."""
    for rule in RULES:
        yield from rule(note)
