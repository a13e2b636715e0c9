"""Writing the results of an edition into the projection that the priorities' pages read."""

from collections.abc import Iterable, Mapping

from llex.core.text import Phrase
from priorities.models import Consultation, PublishedConsultation, PublishedRating, Service
from sessions_app.briefing import document as doc
from sessions_app.models import Edition

_TEXTS = ("question", "low", "high", "caveat")


def project(edition: Edition, documents: Mapping[str, doc.Document]) -> None:
    """Replace the published results of the session by those of *edition*; *documents* are its own.

    To be called in the transaction that publishes. Results from before consultations had an
    address in the note are left out.
    """
    PublishedConsultation.objects.of_session(edition.session_id).delete()
    main = next(iter(documents.values()))
    keys = dict(Consultation.objects.filter(session=edition.session_id).values_list("code", "pk"))
    services = dict(Service.objects.values_list("slug", "pk"))
    for position, result in enumerate(main.consultations):
        if result.code not in keys or not result.has_results:
            continue
        told = [document.consultations[position] for document in documents.values()]
        published = PublishedConsultation.objects.create(
            consultation_id=keys[result.code],
            session_slug=edition.session.slug,
            session_title=_texts(document.event.title for document in documents.values()),
            starts_at=main.event.starts_at,
            time_zone=main.event.time_zone,
            edition=edition.number,
            published_at=edition.published_at,
            kind=result.kind,
            scale=result.scale,
            ballots=result.ballots,
            **{field: _texts(getattr(one, field) for one in told) for field in _TEXTS},
        )
        PublishedRating.objects.bulk_create(
            PublishedRating(
                published=published,
                service_id=services[item.service.slug],
                rank=item.rank,
                mean=item.mean,
                answers=item.answers,
                dont_know=item.dont_know,
                distribution=list(item.distribution),
            )
            for item in result.items
            if item.service.slug in services
        )


def rebuild(editions: Iterable[Edition]) -> int:
    """Rebuild the projection from *editions*, the current ones. Return the number of results."""
    for edition in editions:
        rows = sorted(edition.documents.all(), key=lambda row: row.pk)
        documents = [doc.from_data(row.content) for row in rows]
        project(edition, {document.language: document for document in documents})
    return PublishedConsultation.objects.count()


def _texts(phrases: Iterable[Phrase | None]) -> dict[str, str]:
    return {phrase.language: phrase.text for phrase in phrases if phrase}
