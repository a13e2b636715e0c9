"""The part of the preflight that holds the city table against the list of participants."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cities.models import Contribution
from llex.core import languages
from llex.core.db.search_keys import name_keys
from llex.core.languages.translation_marks import text_in
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.text_locations import Target, city_place
from sessions_app.models import LearningSession, Participant


def check_people(session: LearningSession, printed: Iterable[Contribution]) -> Iterator[Finding]:
    """Find representatives who are no participants, or whom the list names otherwise.

    Skipped for sessions without a list of participants, which `load_rows` has read.
    """
    people = [participant for participant in session.participants.all() if participant.takes_part]
    for contribution in printed if people else ():
        if name := contribution.representative_name.strip() or contribution.representative:
            for code, message in _problems(contribution, str(name), people):
                target = Target("contribution", contribution.city.slug, "representative")
                place = city_place(contribution.city)
                yield Finding("warning", code, "", place, message, target, values=(name,))


def _problems(
    contribution: Contribution, name: str, people: list[Participant]
) -> Iterator[tuple[str, str]]:
    person = contribution.representative
    if person is not None:
        # Name and position are printed as the list has them.
        if all(one.person_id != person.pk for one in people):
            yield "no_participant", _not_listed(person.name)
        return
    listed = next((one for one in people if name_keys(name) & _spellings(one)), None)
    if listed is None:
        yield "no_participant", _not_listed(name)
        return
    if listed.name != name:
        message = _("The list of participants has the name “%(name)s”, not “%(other)s”.")
        yield "name_differs", message % {"name": listed.name, "other": name}
    given = contribution.representative_position
    held = [text for code in languages.CODES if (text := text_in(listed, "position", code))]
    if held and normalize_key(given) not in map(normalize_key, held):
        message = _("The list of participants has the position “%(name)s”, not “%(other)s”.")
        yield "position_differs", message % {"name": held[0], "other": given}


def _not_listed(name: str) -> str:
    return _("%(name)s is not in the list of participants.") % {"name": name}


def _spellings(participant: Participant) -> set[str]:
    person = participant.person
    return name_keys(participant.name, person.name, *person.other_spellings)
