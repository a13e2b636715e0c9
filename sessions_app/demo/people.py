"""Participants and their quotes."""

from typing import Any

from sessions_app.demo.base_data import BaseData
from sessions_app.demo.loading import texts
from sessions_app.models import LearningSession, Participant, Person, Quote, Registration
from sessions_app.registration.places import decide


def load_people(
    session: LearningSession, data: dict[str, Any], frame: BaseData
) -> dict[str, Participant]:
    """Load the participants of a new session and its quotations. Return participants by key."""
    past = session.attendance is not None
    participants = {
        table["key"]: Participant.objects.create(
            session=session,
            person=_person(table, frame),
            role=table["role"],
            status=Participant.Status.ATTENDED if past else Participant.Status.REGISTERED,
            consents_to_listing=table.get("consents_to_listing", True),
            order=order,
            **texts(table, "position"),
        )
        for order, table in enumerate(data["participant"])
    }
    for order, table in enumerate(data.get("quote", ())):
        quote = Quote.objects.create(
            session=session,
            speaker=participants[table["speaker"]],
            section=table["section"],
            is_cleared=True,
            order=order,
            **texts(table, "text"),
        )
        if "cleared_on" in table:
            quote.ask(session.main_language)
            quote.accept(quote.texts)
            days = {"asked_at": table["asked_on"], "answered_at": table["cleared_on"]}
            Quote.objects.filter(pk=quote.pk).update(**days)
    return participants


def load_registrations(session: LearningSession, tables: list[dict[str, Any]]) -> None:
    """Register people as if they had confirmed: while there are places, then on the waiting list.

    No e-mail is written.
    """
    for table in tables:
        values = {name: value for name, value in table.items() if name != "email"}
        person = Person.objects.create(
            name=table["name"],
            email=table["email"],
            other_spellings=list(filter(None, [table.get("name_in_script", "")])),
        )
        participant = Participant(
            session=session,
            person=person,
            consents_to_listing=table.get("consents_to_listing", False),
            order=session.participants.count(),
            **{f"position_{table['language']}": table.get("position", "")},
        )
        decide(session, participant)
        participant.save()
        Registration.objects.create(participant=participant, **values)


def _person(table: dict[str, Any], frame: BaseData) -> Person:
    person = Person.objects.filter(name=table["name"]).first()
    return person or Person.objects.create(
        name=table["name"],
        family_name=table.get("family_name", ""),
        other_spellings=table.get("other_spellings", []),
        email=table.get("email", ""),
        organisation=frame.organisations.get(table.get("organisation", "")),
        city=frame.cities.get(table.get("city", "")),
    )
