"""Add the representative and the quotation that a city sends to the session."""

from django.db import transaction

from cities.models import City, Contribution
from llex.core import languages
from llex.core.db.search_keys import name_keys
from sessions_app.models import LearningSession, Participant, Person, Quote


@transaction.atomic
def adopt_quote(contribution: Contribution) -> Quote | None:
    """Make a quote of what the city offers, not yet cleared. Return None where it offers none.

    Its speaker is looked for among the participants, then made one, without consent to be listed.
    A quotation that was adopted before is returned as it is.
    """
    text = contribution.quote.strip()
    if not text:
        return None
    contribution = _locked(contribution)
    field = f"text_{_language(contribution)}"
    session = contribution.session
    known = Quote.objects.filter(session=session, **{field: text}).first()
    if known:
        return known
    last = session.quotes.order_by("order").values_list("order", flat=True).last()
    return Quote.objects.create(
        session=session,
        speaker=_speaker(contribution),
        section=Quote.Section.FRONT_LINE,
        order=0 if last is None else last + 1,
        **{field: text},
    )


@transaction.atomic
def adopt_representative(contribution: Contribution) -> Participant | None:
    """Make the representative named by the city a participant. Return None if it named none.

    The position, which the city gave in its own language only, can be translated there. An existing
    participant is found by name; the person is listed if the city consented to it.
    """
    contribution = _locked(contribution)
    if contribution.representative is not None:
        return Participant.objects.filter(
            session=contribution.session, person=contribution.representative
        ).first() or _new_participant(contribution, contribution.representative)
    name = contribution.representative_name.strip()
    if not name:
        return None
    participant = _participant_called(contribution, name)
    if participant is None:
        person = Person.objects.create(name=name, city=contribution.city)
        participant = _new_participant(contribution, person)
    Contribution.objects.filter(pk=contribution.pk).update(representative=participant.person)
    return participant


class Representatives:
    """Make the representatives of many contributions participants; reads those once.

    The caller keeps others from writing the same contributions.
    """

    def __init__(self, session: LearningSession) -> None:
        self._people: dict[str, Person] = {}
        self._here: set[int] = set()
        for participant in session.participants.select_related("person"):
            self._note(participant.person)

    def person_called(self, name: str, city: City) -> Person:
        """Return the participant's person of that name, made unless there is one."""
        known = (self._people.get(key) for key in name_keys(name))
        return next(filter(None, known), None) or Person.objects.create(name=name, city=city)

    def join(self, contribution: Contribution) -> None:
        """Make the representative of a contribution a participant, unless they are one."""
        person = contribution.representative
        if person is not None and person.pk not in self._here:
            _new_participant(contribution, person)
            self._note(person)

    def _note(self, person: Person) -> None:
        self._here.add(person.pk)
        for key in _keys(person):
            self._people.setdefault(key, person)


def _new_participant(contribution: Contribution, person: Person) -> Participant:
    return Participant.objects.create(
        session=contribution.session,
        person=person,
        role=Participant.Role.CITY,
        consents_to_listing=contribution.consented_at is not None,
        privacy_notice=contribution.privacy_notice,
        **{f"position_{_language(contribution)}": contribution.representative_position},
    )


def _speaker(contribution: Contribution) -> Participant:
    name = contribution.quote_speaker.strip()
    if name and name_keys(name).isdisjoint(name_keys(contribution.representative_name)):
        if found := _participant_called(contribution, name):
            return found
        person = Person.objects.create(name=name, city=contribution.city)
        return Participant.objects.create(
            session=contribution.session,
            person=person,
            role=Participant.Role.PARTICIPANT,
            **{f"position_{_language(contribution)}": contribution.quote_position},
        )
    return adopt_representative(contribution) or _new_participant(
        contribution, Person.objects.create(name=str(contribution.city), city=contribution.city)
    )


def _participant_called(contribution: Contribution, name: str) -> Participant | None:
    listed = Participant.objects.filter(session=contribution.session).select_related("person")
    return next((one for one in listed if name_keys(name) & _keys(one.person)), None)


def _keys(person: Person) -> set[str]:
    return name_keys(person.name, *person.other_spellings)


def _locked(contribution: Contribution) -> Contribution:
    """Read it again, locked: two who press at once do so one after the other."""
    rows = Contribution.objects.select_for_update(of=("self",))
    return rows.select_related("session", "city", "representative").get(pk=contribution.pk)


def _language(contribution: Contribution) -> str:
    """Return the language to keep it in: the city's if the site has it, else the note's."""
    own = contribution.original_language
    return own if own in languages.CODES else contribution.session.main_language
