"""The sheet of quotations."""

from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.spreadsheets.askers import PersonAsker
from cities.spreadsheets.contributions import number_when_new
from cities.spreadsheets.row_names import id_of, names_of_person
from llex.core import languages
from llex.core.spreadsheets.cells import lines, typed
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Choice, Column, Number, YesNo, in_languages
from llex.core.spreadsheets.lookups import Lookup, in_every_language
from llex.core.spreadsheets.questions import Named, Question
from llex.core.spreadsheets.references import Reference
from llex.core.spreadsheets.resource import SheetResource
from llex.core.text.name_keys import normalize_key
from sessions_app.models import Participant, Person, Quote


class _SpeakerAsker(PersonAsker):
    """Offer participants with similar names, or to make the person a speaker of the session."""

    kind: ClassVar[str] = "speaker"
    permissions: ClassVar[tuple[str, ...]] = (
        "sessions_app.add_person",
        "sessions_app.add_participant",
    )

    def __init__(self, session: Any) -> None:
        super().__init__()
        self._session = session
        self._people: dict[str, list[Person]] = {}

    def prepare(self, named: Named, texts: Collection[str], user: Any) -> None:
        super().prepare(named, texts, user)
        self._people = {}
        for person in Person.objects.all():
            for key in {normalize_key(name) for name in names_of_person(person)}:
                self._people.setdefault(key, []).append(person)

    def names(self, row: Participant) -> list[str]:
        return names_of_person(row.person)

    def label(self, row: Participant) -> str:
        return super().label(row.person)

    def unknown(self) -> str:
        return _("Not a participant of this session.")

    def makes_unasked(self, hits: list[Any], near: list[Any]) -> bool:
        return False

    def new(self, typed: str) -> str:
        if not super().new(typed):
            return ""
        known = self._people.get(normalize_key(typed), [])
        if len(known) > 1:
            return ""
        text = (
            _("%(name)s becomes a speaker of the session")
            if known
            else _("A new person, %(name)s, becomes a speaker of the session")
        )
        return text % {"name": super().label(known[0]) if known else typed}

    def make(self, typed: str, question: Question) -> Participant:
        known = self._people.get(normalize_key(typed), [])
        person = known[0] if known else super().make(typed, question)
        return self._participant(person)

    def stand_in(self, typed: str) -> Participant:
        return self._participant(super().stand_in(typed))

    def _participant(self, person: Person) -> Participant:
        last = self._session.participants.aggregate(last=Max("order"))["last"]
        return Participant.objects.create(
            session=self._session,
            person=person,
            role=Participant.Role.SPEAKER,
            order=0 if last is None else last + 1,
        )


def _speaker_lookup(session: Any) -> Lookup:
    people = Participant.objects.filter(session=session)
    return Lookup(
        people.select_related("person__organisation", "person__city").all,
        [lambda one: names_of_person(one.person), lambda one: [id_of(one)]],
        gettext_lazy(
            "“%(typed)s” is not a participant of this session; add them to the participants first."
        ),
        normalize_key,
        _SpeakerAsker(session),
    )


class QuotationResource(SheetResource):
    """Quotations of one session, each by a participant."""

    sheet = "quotations"

    class Meta(SheetResource.Meta):
        model = Quote

    def columns(self) -> Iterable[Column]:
        speaker = Reference(_speaker_lookup(self.scope), lambda one: [str(one.person.name)])
        return [
            Column("speaker", speaker, needed=True),
            *in_languages("text"),
            Column("section", Choice(Quote.Section.choices), blank_keeps=True),
            Column("cleared", YesNo(), attribute="is_cleared", blank_keeps=True),
            Column("order", Number(), blank_keeps=True),
        ]

    def get_queryset(self) -> models.QuerySet[Quote]:
        return Quote.objects.filter(session=self.scope)

    def related(self, rows: models.QuerySet[Quote]) -> models.QuerySet[Quote]:
        return rows.select_related("speaker__person")

    def init_instance(self, row: Cells | None = None) -> Quote:
        instance: Quote = super().init_instance(row)
        instance.session = self.scope
        return instance

    def keys(self, instance: Quote) -> Iterator[Hashable]:
        for text in in_every_language(instance, "text"):
            yield lines(text).strip()

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        for code in languages.CODES:
            if text := typed(row.get(f"text_{code}")).strip():
                yield text

    def before_save_instance(self, instance: Quote, row: Cells, **kwargs: Any) -> None:
        number_when_new(instance, row, Quote.objects.filter(session=self.scope))
