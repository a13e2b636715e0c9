"""Withdrawn contributions and the quotations that came with them."""

from collections.abc import Iterable, Mapping

from cities.models import City, Contribution
from llex.core.db.search_keys import name_keys
from sessions_app.models import EditionDocument, LearningSession, Quote

# What an edition has printed and is withdrawn now, each with former slugs that it has there.
Withdrawn = Mapping[Contribution, tuple[str, ...]]


def withdrawn_from(session: LearningSession, gone: Iterable[Contribution]) -> Withdrawn:
    """Return those of *gone* that an edition of *session* has printed.

    Editions are looked into only where one was taken back after it had been accepted.
    """
    accepted = [one for one in gone if one.accepted_at and one.withdrawn_at]
    if not accepted:
        return {}
    editions = EditionDocument.objects.filter(edition__session=session)
    printed = {
        row["city"]["slug"]
        for rows in editions.values_list("content__rows", flat=True)
        for row in rows
    }
    # A city may have been given another slug since, or have been merged into another.
    now = City.objects.slugs_now(printed)
    found = {}
    for contribution in accepted:
        slug = contribution.city.slug
        if slugs := {one for one in printed if now.get(one, one) == slug}:
            found[contribution] = tuple(sorted(slugs - {slug}))
    return found


def quotes_left(session: LearningSession, gone: Iterable[Contribution]) -> list[Quote]:
    """Return the cleared quotes of *session* without those that withdrawn cities had offered.

    A quote is known by who said it: organisers may have edited its words.
    """
    offering = {key for contribution in gone for key in _speakers(contribution)}
    quotes = [quote for quote in session.quotes.all() if quote.may_be_printed]
    return [quote for quote in quotes if offering.isdisjoint(name_keys(quote.speaker.person.name))]


def _speakers(contribution: Contribution) -> set[str]:
    """Return the keys of the speakers of a quotation that the city offered, if any."""
    if not contribution.quote.strip():
        return set()
    speaker = name_keys(contribution.quote_speaker)
    if speaker and speaker.isdisjoint(name_keys(contribution.representative_name)):
        return speaker
    person = contribution.representative
    names = (contribution.representative_name, str(person or ""), str(contribution.city))
    return name_keys(*names)
