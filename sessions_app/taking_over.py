"""A quotation that a city offers becomes a quote of the session."""

from django.db import transaction

from cities.models import Contribution
from llex import languages
from llex.spelling import fold
from sessions_app.models import Participant, Person, Quote


@transaction.atomic
def take_over(contribution: Contribution) -> Quote | None:
    """Make a quote of what the city offers, not yet cleared. Return None where it offers none.

    Its speaker is looked for among the participants, then made one, without consent to be listed.
    What was taken over before is returned as it is.
    """
    text = contribution.quote.strip()
    if not text:
        return None
    # Two who press at once do so one after the other.
    Contribution.objects.select_for_update().get(pk=contribution.pk)
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


def _speaker(contribution: Contribution) -> Participant:
    name = contribution.quote_speaker or contribution.representative_name
    listed = Participant.objects.filter(session=contribution.session).select_related("person")
    if contribution.quote_speaker:
        matching = (one for one in listed if fold(one.person.name) == fold(name))
    else:
        matching = (one for one in listed if one.person_id == contribution.representative_id)
    if found := next(matching, None):
        return found
    person = Person.objects.create(name=name or str(contribution.city), city=contribution.city)
    position = f"position_{_language(contribution)}"
    return Participant.objects.create(
        session=contribution.session,
        person=person,
        role=Participant.Role.PARTICIPANT,
        **{position: contribution.quote_position or contribution.representative_position},
    )


def _language(contribution: Contribution) -> str:
    """Return the language to keep it in: one of ours, the note's own where the city's is none."""
    own = contribution.original_language
    return own if own in languages.CODES else contribution.session.main_language
