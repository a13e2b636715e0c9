"""The part of the preflight that names the cities of a session that its note is without."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City, Contribution
from sessions_app.briefing import phrases
from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.findings import Finding, left_out_in
from sessions_app.briefing.text_locations import Target, city_place
from sessions_app.models import Participant

State = Contribution.State

# Decided: no one waits for a contribution in these states.
ENDED = frozenset({State.WITHDRAWN, State.DECLINED})


def check_left_out(rows: NoteRows, documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Name every city of the session that no row of *documents* is about, and say why.

    Three queries at most.
    """
    printed = {row.city.slug for document in documents.values() for row in document.rows}
    missing = [one for one in rows.contributions if one.city.slug not in printed]
    if missing and not printed:
        yield Finding("error", "no_city", "", _("City table"), _none_of(len(missing)))
    published = _in_last_edition(rows) if missing else set()
    for one in missing:
        message = _published_before() if _would_vanish(one, published) else why_left_out(one.state)
        target = Target("contribution", one.city.slug)
        yield Finding("warning", "left_out", "", city_place(one.city), message, target)
    yield from _only_listed(rows)


def why_left_out(state: str) -> str:
    """Return why a contribution in *state* is not in the note."""
    return {
        State.INVITED: _("Left out: the city has not answered yet."),
        State.DRAFT: _("Left out: the contribution is a draft that has not been submitted."),
        State.SUBMITTED: _("Left out: the contribution is waiting to be accepted."),
        State.CHANGES_REQUESTED: _(
            "Left out: changes were requested, and the city has not submitted it again."
        ),
        State.WITHDRAWN: _("Left out: the city has withdrawn its contribution."),
        State.DECLINED: _("Left out: the city has declined to contribute."),
        State.ACCEPTED: _("Left out: it was accepted after this draft was made. Check again."),
    }[State(state)]


def undecided(contributions: Iterable[Contribution], findings: Iterable[Finding]) -> dict[str, str]:
    """Return slug and name of the cities that are left out without having ended it themselves."""
    names = {one.city.slug: str(one.city) for one in contributions if one.state not in ENDED}
    slugs = (str(one.target.key) for one in left_out_in(findings) if one.target)
    return {slug: names[slug] for slug in slugs if slug in names}


def _none_of(count: int) -> str:
    return ngettext(
        "The only city of the session is not in the note.",
        "None of the %(number)s cities of the session is in the note.",
        count,
    ) % {"number": phrases.number(count)}


def _published_before() -> str:
    return _("The last edition includes this city; until it is accepted again, no new one does.")


def _would_vanish(contribution: Contribution, published: set[str]) -> bool:
    """Return whether readers would miss the city without its having ended its contribution."""
    return contribution.city.slug in published and contribution.state not in ENDED


def _in_last_edition(note: NoteRows) -> set[str]:
    """Return the present slugs of the cities in the current edition."""
    edition = note.last_edition
    if edition is None:
        return set()
    rows = edition.documents.values_list("content__rows", flat=True).first() or ()
    return set(City.objects.slugs_now(row["city"]["slug"] for row in rows).values())


def _only_listed(rows: NoteRows) -> Iterator[Finding]:
    """Find cities that take part and have no contribution, not even an invitation to send one."""
    contributing = {one.city_id for one in rows.contributions}
    attending = [
        one.person
        for one in rows.session.participants.all()
        if one.takes_part and one.role == Participant.Role.CITY
    ]
    cities = dict.fromkeys(
        one.city for one in attending if one.city and one.city_id not in contributing
    )
    for city in cities:
        message = _("Left out: the city takes part in the session, but has no contribution.")
        target = Target("participants")
        yield Finding("warning", "no_contribution", "", city_place(city), message, target)
