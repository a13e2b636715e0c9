"""Writing what a table changes in a session, as organisers type it: drafts of the cities."""

from collections.abc import Iterable

from django.db.models import Max

from cities.models import Contribution
from cities.spreadsheets.city_choices import make_city
from llex.core.spreadsheets import progress
from sessions_app.models import LearningSession
from sessions_app.people.adoption import Representatives
from sessions_app.spreadsheets.city_table.comparing import (
    MODELS,
    NEW,
    UNCHANGED,
    CityChanges,
    EntryChange,
    TableChanges,
)


def write(session: LearningSession, changes: TableChanges, language: str) -> int:
    """Write what is new or changed, inside the caller's transaction. Return how many cities."""
    last = session.contributions.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    people = Representatives(session)
    progress.begin(len(changes.to_write), progress.WRITING)
    for city in progress.each(changes.to_write):
        contribution = city.contribution
        if contribution is None:
            contribution = Contribution(
                session=session,
                city=make_city(city.target, language),
                original_language=language,
                order=order,
            )
            order += 1
        _write_person(contribution, city, people)
        for name, entries in city.entries.items():
            _write_entries(contribution, name, entries, language)
    return len(changes.to_write)


def _write_person(contribution: Contribution, city: CityChanges, people: Representatives) -> None:
    for change in city.person:
        setattr(contribution, change.column, change.new)
        if change.column == "representative_name":
            contribution.representative = city.representative
    if city.joins and contribution.representative is None:
        name = contribution.representative_name
        contribution.representative = people.person_called(name, contribution.city)
    if city.person or contribution.pk is None:
        contribution.save()
    if city.joins:
        people.join(contribution)


def _write_entries(
    contribution: Contribution, name: str, entries: Iterable[EntryChange], language: str
) -> None:
    stored = getattr(contribution, name).all() if contribution.pk else ()
    order = max((row.order for row in stored), default=-1) + 1
    for entry in entries:
        if entry.kind == UNCHANGED:
            continue
        row = entry.stored
        if entry.kind == NEW:
            row = MODELS[name](contribution=contribution, order=order)
            order += 1
        setattr(row, f"text_{language}", entry.new)
        row.save()
