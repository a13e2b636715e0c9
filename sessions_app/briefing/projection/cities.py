"""Writing the rows of an edition into the projection that the pages of cities read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from cities.models import City, Contribution, ContributionProjection, Officer, Submission
from cities.public import projection
from cities.wording.published_row import (
    AnsweredChallenge,
    Original,
    OriginalEntry,
    PublishedChallenge,
    PublishedQuotation,
    PublishedResponse,
    PublishedRow,
    SessionRow,
    original_to_data,
    row_to_data,
)
from llex.core.text import parse
from sessions_app.briefing import document as doc
from sessions_app.models import Edition


def project(edition: Edition, documents: Mapping[str, doc.Document]) -> None:
    """Replace the published rows of the session by those of *edition*; *documents* are its own.

    The main language comes first. To be called in the transaction that publishes. A row without its
    city's consent stays in the note, whose organisers answer for it, and is found nowhere else.
    """
    documents = {code: _consented(document) for code, document in documents.items()}
    main = next(iter(documents.values()))
    sent = _sent(edition)
    slugs = City.objects.slugs_now(row.city.slug for row in main.rows)
    entries: dict[str, ContributionProjection] = {}
    for row in main.rows:
        slug = row.city.slug
        entries[slug] = ContributionProjection(
            session_id=edition.session_id,
            session_slug=edition.session.slug,
            starts_at=main.event.starts_at,
            time_zone=main.event.time_zone,
            edition=edition.number,
            published_at=edition.published_at,
            language=main.language,
            rows={code: row_to_data(_row(document, slug)) for code, document in documents.items()},
            original=_original(sent.get(slugs.get(slug, slug)), row),
            response_count=len(row.responses),
            challenge_count=len(row.challenges),
        )
    projection.replace_session(edition.session_id, entries)


def rebuild(editions: Iterable[Edition]) -> int:
    """Rebuild the projection from *editions*, the current ones. Return the number of rows."""
    with projection.changing():
        projection.clear()
        for edition in editions:
            rows = sorted(edition.documents.all(), key=lambda row: row.pk)
            documents = [doc.from_data(row.content) for row in rows]
            project(edition, {document.language: document for document in documents})
    return ContributionProjection.objects.count()


def _consented(document: doc.Document) -> doc.Document:
    return replace(document, rows=tuple(row for row in document.rows if row.has_consent))


def _row(document: doc.Document, slug: str) -> SessionRow:
    """Return a city's row with the rest of the note that concerns it."""
    row = next(row for row in document.rows if row.city.slug == slug)
    challenges = {
        challenge.id: AnsweredChallenge(challenge.id, owner.city)
        for owner in document.rows
        for challenge in owner.challenges
    }
    there = {row.city.slug for row in document.rows}
    return SessionRow(
        **{one.name: getattr(row, one.name) for one in fields(row)}
        | {"challenges": tuple(_answered_here(one, there) for one in row.challenges)},
        language=document.language,
        session=document.event.title,
        answered=tuple(
            challenges[one]
            for response in row.responses
            for one in response.answers
            if one in challenges
        ),
        quotations=tuple(
            PublishedQuotation(quotation.text, quotation.speaker, quotation.position)
            for quotation in document.quotations
            if quotation.speaker in _speakers(document, row)
        ),
    )


def _answered_here(challenge: PublishedChallenge, slugs: Collection[str]) -> PublishedChallenge:
    """Return a challenge with those of the cities answering it that are published too."""
    answering = tuple(city for city in challenge.answered_by if city.slug in slugs)
    return replace(challenge, answered_by=answering)


def _speakers(document: doc.Document, row: PublishedRow) -> set[str]:
    """Return who spoke for a city: its representative, and the attendees who came from it."""
    from_there = {
        attendee.name
        for attendee in document.attendees
        if attendee.affiliation and attendee.affiliation == row.city.name
    }
    return from_there | ({row.representative} if row.representative else set())


# --- The city's own words -------------------------------------------------------------------------


def _sent(edition: Edition) -> dict[str, Mapping[str, Any]]:
    """Return what each city sent before *edition*, by its slug now, where it agreed to publication.

    Only of what is still accepted: a city that has withdrawn takes its own words back at once. What
    an organiser handed in for a city is not in its own words.
    """
    offices = Officer.objects.filter(user=OuterRef("by"), city=OuterRef("contribution__city"))
    sent = (
        Submission.objects.filter(submitted_at__lte=edition.published_at)
        .filter(Q(by__isnull=True) | Q(by__is_staff=False) | Exists(offices))
        .order_by("-number")
    )
    consenting = (
        Contribution.objects.printed()
        .filter(session=edition.session_id, consented_at__lte=edition.published_at)
        .select_related("city")
        .prefetch_related(Prefetch("submissions", queryset=sent, to_attr="sent"))
    )
    return {one.city.slug: one.sent[0].content for one in consenting if one.sent}


def _original(sent: Mapping[str, Any] | None, row: PublishedRow) -> dict[str, Any] | None:
    """Return the city's own words for the answers of *row*: what was left out stays unsaid."""
    if sent is None:
        return None
    language = sent["language"]
    original = Original(
        language=language,
        responses=tuple(_entries(sent["responses"], language, row.responses)),
        challenges=tuple(_entries(sent["challenges"], language, row.challenges)),
    )
    return original_to_data(original) if original else None


def _entries(
    given: Iterable[Mapping[str, Any]],
    language: str,
    printed: Iterable[PublishedResponse | PublishedChallenge],
) -> Iterable[OriginalEntry]:
    """Yield what was written in the original language, of entries as a submission keeps them."""
    keys = {answer.id for answer in printed}
    for entry in given:
        text = entry["text"].get(language, "").strip()
        if text and entry["id"] in keys:
            title = entry.get("title", {}).get(language, "")
            yield OriginalEntry(parse(text, language), title, entry["id"])
