"""The sheet of participants."""

from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cities.spreadsheets.askers import PersonAsker
from cities.spreadsheets.contributions import WithinSession, number_when_new
from cities.spreadsheets.lookups import city_lookup, organisation_lookup, person_lookup
from cities.spreadsheets.row_names import city_called, names_of_person, organisation_called
from llex.core.db.search_keys import name_key, name_keys
from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import (
    Address,
    Choice,
    Column,
    Line,
    Number,
    YesNo,
    in_languages,
)
from llex.core.spreadsheets.lookups import Lookup
from llex.core.spreadsheets.questions import Inquiry
from llex.core.spreadsheets.references import Reference
from llex.core.spreadsheets.resource import SheetResource
from llex.core.text.name_keys import normalize_key
from sessions_app.models import Participant, Person
from sessions_app.registration.status_changes import can_change, change_status

_OF_THE_PERSON = frozenset({"name", "family_name", "email", "organisation", "city"})


class NameColumn(Column):
    """The name of a person, which is not replaced by another writing of it."""

    def repeats(self, instance: Participant, row: dict[str, Any]) -> bool:
        person = instance.person
        if not typed(row.get("id")).strip() and person.name:
            known = name_keys(person.name, *person.other_spellings)
            if known & name_keys(typed(row[self.column_name])):
                return True
        return super().repeats(instance, row)


class _NamesakeAsker(PersonAsker):
    """Offer people with the same or similar names; the row is of a new person otherwise."""

    def unknown(self) -> str:
        return _("New; people with similar names are there already.")

    def makes_unasked(self, hits: list[Any], near: list[Any]) -> bool:
        return not hits


class ParticipantResource(WithinSession):
    """People in a session; without *addresses* their private e-mail stays out of the sheet."""

    sheet = "participants"

    class Meta(SheetResource.Meta):
        model = Participant

    def __init__(self, *, addresses: bool = False, **kwargs: Any) -> None:
        self._addresses = addresses
        super().__init__(**kwargs)
        self._lookup = person_lookup(_NamesakeAsker())
        # The people who were chosen for rows, by the numbers of these.
        self._meant: dict[int, Person] = {}
        # The status of each participant before the import, by key; that which the row asks for.
        self._statuses: dict[int, str] = {}
        self._wanted = ""

    def columns(self) -> Iterable[Column]:
        organisation = Reference(organisation_lookup(), organisation_called)
        email = [Column("email", Address(), attribute="person__email")] if self._addresses else []
        return [
            *self.session_columns(),
            NameColumn("name", Line(), attribute="person__name", needed=True),
            *email,
            Column("organisation", organisation, attribute="person__organisation"),
            Column("city", Reference(city_lookup(), city_called), attribute="person__city"),
            Column("role", Choice(Participant.Role.choices), blank_keeps=True),
            *in_languages("position"),
            Column("status", Choice(Participant.Status.choices), blank_keeps=True),
            Column("listed", YesNo(), attribute="consents_to_listing", blank_keeps=True),
            Column("order", Number(), blank_keeps=True),
            Column("family_name", Line(), attribute="person__family_name"),
        ]

    def related(self, rows: models.QuerySet[Participant]) -> models.QuerySet[Participant]:
        return rows.select_related("session", "person__organisation", "person__city")

    def permissions(self, *, new: bool, columns: Iterable[str]) -> set[str]:
        needed = super().permissions(new=new, columns=columns)
        if new:
            needed.add("sessions_app.add_person")
        elif _OF_THE_PERSON & set(columns):
            needed.add("sessions_app.change_person")
        return needed

    def _remember(self, instance: Participant) -> None:
        super()._remember(instance)
        self._statuses.setdefault(instance.pk, instance.status)

    def keys(self, instance: Participant) -> Iterator[Hashable]:
        yield ("person", instance.session_id, instance.person_id)
        yield from _keys(instance.session_id, instance.person)

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        session = self.session_id(row)
        if meant := self._meant.get(self._current):
            yield ("person", session, meant.pk)
        else:
            yield from self._keys_typed(row, session)

    def _keys_typed(self, row: Cells, session: int | None) -> Iterator[Hashable]:
        email = self.cleaned(row, "email") or "" if self._addresses else ""
        typed_name = self.cleaned(row, "name") or ""
        name, words = normalize_key(typed_name), name_key(typed_name)
        if email:
            yield ("email", session, email)
            # The same name with another address is another person; without one it is the same.
            yield ("name", session, name, "")
            yield ("words", session, words, "")
        elif name:
            yield ("name", session, name)
            yield ("words", session, words)

    def lookups(self) -> Iterator[Lookup]:
        yield from super().lookups()
        yield self._lookup

    def ask(self, dataset: Any, inquiry: Inquiry) -> None:
        """Ask about names that several people have, or that are nearly those of others."""
        doubtful = [
            (at, name)
            for at, row in enumerate(dataset.dict)
            if (name := self._doubtful_name(row)) is not None
        ]
        asker = self._lookup.asker
        if asker is None or not doubtful:
            return
        asker.prepare(self._lookup, {name for _at, name in doubtful}, inquiry.user)
        for at, name in doubtful:
            if not self._lookup.hits(name) and not asker.near(self._lookup, name):
                continue
            question = inquiry.ask(asker, self._lookup, name, self.cell("name", at))
            if question.is_open:
                self.waiting.add((self.number(at), "name"))
            if person := inquiry.row_of(asker, self._lookup, name):
                self._meant[self.number(at)] = person

    def _doubtful_name(self, row: Cells) -> str | None:
        """Return the name of a row without id and address that means no person for sure."""
        name = self.cleaned(row, "name")
        if not name or typed(row.get("id")).strip():
            return None
        if self._addresses and self.cleaned(row, "email"):
            return None
        here = self._keys_typed(row, self.session_id(row))
        if any(key in self._by_key for key in here):
            return None
        hits = (self._people.get(key, {}) for key in self._keys_typed(row, None))
        first = next(filter(None, hits), {})
        return None if len(first) == 1 else name

    def before_import_row(self, row: Cells, **kwargs: Any) -> None:
        """Keep the name of a person who was chosen, however it is written in the row."""
        super().before_import_row(row, **kwargs)
        if meant := self._meant.get(self._current):
            row["name"] = meant.name

    @cached_property
    def _people(self) -> dict[Hashable, dict[int, Person]]:
        found: dict[Hashable, dict[int, Person]] = {}
        for person in Person.objects.select_related("organisation", "city"):
            for key in _keys(None, person):
                found.setdefault(key, {})[person.pk] = person
        return found

    def init_instance(self, row: Cells | None = None) -> Participant:
        instance: Participant = super().init_instance(row)
        instance.person = self._known_person(row or {}) or Person()
        return instance

    def _known_person(self, row: Cells) -> Person | None:
        if meant := self._meant.get(self._current):
            return meant
        for key in self._keys_typed(row, None):
            hits = list(self._people.get(key, {}).values())
            if len(hits) > 1:
                raise ValidationError(
                    {
                        "person__name": _(
                            "Several people have this name; add one of them by hand first."
                        )
                    }
                )
            if hits:
                return hits[0]
        return None

    def validate_instance(
        self,
        instance: Participant,
        import_validation_errors: Any = None,
        validate_unique: bool = True,
    ) -> None:
        """Check the person, keep them, and check the participant."""
        errors = dict(import_validation_errors or {})
        wrong = {name.removeprefix("person__") for name in errors if name.startswith("person__")}
        try:
            instance.person.full_clean(exclude=wrong)
        except ValidationError as problem:
            for name, texts in problem.error_dict.items():
                errors[f"person__{name}"] = ValidationError(texts)
        if not errors:
            instance.person.save()
            # Set again, so that the participant learns the id of somebody new.
            instance.person = instance.person
        if instance.pk and (reason := self._problem_of_status(instance)):
            errors["status"] = ValidationError(reason)
        errors |= {"person": []} if errors else {}
        super().validate_instance(instance, errors, validate_unique)

    def _problem_of_status(self, participant: Participant) -> str:
        """Return why a participant cannot get the status of the row, or nothing."""
        former = self._statuses[participant.pk]
        if can_change(former, participant.status):
            return ""
        text = _("A person who is “%(former)s” cannot become “%(wanted)s” by a spreadsheet.")
        labels = dict(Participant.Status.choices)
        return text % {"former": labels[former], "wanted": labels[participant.status]}

    def before_save_instance(self, instance: Participant, row: Cells, **kwargs: Any) -> None:
        """Leave the status of an existing participant to its verb, which comes after."""
        number_when_new(instance, row, Participant.objects.filter(session=instance.session))
        self._wanted = ""
        if instance.pk and (former := self._statuses[instance.pk]) != instance.status:
            instance.status, self._wanted = former, instance.status

    def after_save_instance(self, instance: Participant, row: Cells, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        if self._wanted:
            change_status(instance, self._wanted)
        for key in _keys(None, instance.person):
            self._people.setdefault(key, {})[instance.person.pk] = instance.person


def _keys(session: int | None, person: Person) -> Iterator[Hashable]:
    if person.email:
        yield ("email", session, person.email)
    for name in names_of_person(person):
        for kind, key in (("name", normalize_key(name)), ("words", name_key(name))):
            yield (kind, session, key)
            if not person.email:
                yield (kind, session, key, "")
