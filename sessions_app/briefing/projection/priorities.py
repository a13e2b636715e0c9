"""Writing the results of an edition into the projection that the priorities' pages read."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import singledispatch
from typing import Any

from llex.core.text import Phrase
from priorities.models import (
    ChoiceProjection,
    Consultation,
    ConsultationProjection,
    GroupProjection,
    RatingProjection,
    Service,
)
from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    RatingsResult,
    WordsResult,
    result_kind,
)
from sessions_app.briefing import document as doc
from sessions_app.models import Edition

_TEXTS = ("question", "caveat")


def project(edition: Edition, documents: Mapping[str, doc.Document]) -> None:
    """Replace the published results of the session by those of *edition*; *documents* are its own.

    Call in the transaction that publishes. Results from before consultations had an address in the
    note are left out.
    """
    ConsultationProjection.objects.of_session(edition.session_id).delete()
    main = next(iter(documents.values()))
    keys = dict(Consultation.objects.filter(session=edition.session_id).values_list("code", "pk"))
    services = dict(Service.objects.values_list("slug", "pk"))
    for position, result in enumerate(main.consultations):
        if result.code not in keys or not result.has_results:
            continue
        results = [document.consultations[position] for document in documents.values()]
        published = ConsultationProjection.objects.create(
            consultation_id=keys[result.code],
            session_slug=edition.session.slug,
            session_title=_texts(document.event.title for document in documents.values()),
            starts_at=main.event.starts_at,
            time_zone=main.event.time_zone,
            edition=edition.number,
            published_at=edition.published_at,
            kind=result_kind(result),
            ballots=result.ballots,
            groups=[asdict(group) for group in result.groups],
            **{field: _texts(getattr(one, field) for one in results) for field in _TEXTS},
            **_scale(result, results),
        )
        _project_services(result, published, services)
        _project_groups(result, published, services)


@singledispatch
def _scale(result: ConsultationResult, results: Iterable[ConsultationResult]) -> dict[str, Any]:
    """Return the highest score and the labels of the scale; *results* is it in all languages."""
    return {}


@_scale.register(RatingsResult)
@_scale.register(WordsResult)
def _with_scale(result: Any, results: Iterable[Any]) -> dict[str, Any]:
    ends = {name: _texts(getattr(one, name) for one in results) for name in ("low", "high")}
    return {"scale": result.scale, **ends}


@singledispatch
def _project_services(
    result: ConsultationResult, published: ConsultationProjection, services: Mapping[str, int]
) -> None:
    """Write the rows about services, whose keys are in *services*; none for most kinds."""


@_project_services.register
def _project_ratings(
    result: RatingsResult, published: ConsultationProjection, services: Mapping[str, int]
) -> None:
    RatingProjection.objects.bulk_create(
        RatingProjection(
            published=published,
            service_id=services[item.service.slug],
            rank=item.rank,
            mean=item.mean,
            answers=item.answers,
            dont_know=item.dont_know,
            distribution=list(item.distribution),
            mean_before=item.earlier.mean if item.earlier else None,
            session_before=item.earlier.session if item.earlier else "",
        )
        for item in result.items
        if item.service.slug in services
    )


@_project_services.register
def _project_choices(
    result: ChoiceResult, published: ConsultationProjection, services: Mapping[str, int]
) -> None:
    ChoiceProjection.objects.bulk_create(
        ChoiceProjection(
            published=published,
            service_id=services[item.service.slug],
            rank=item.rank,
            count=item.count,
        )
        for item in result.choices
        if item.service.slug in services
    )


def _project_groups(
    result: ConsultationResult, published: ConsultationProjection, services: Mapping[str, int]
) -> None:
    """Write the figure of each service in each group of voters."""
    GroupProjection.objects.bulk_create(
        GroupProjection(
            published=published,
            service_id=services[slug],
            by=group.by,
            # In CLDR, ZZ is a region that is not known.
            codes="+".join(code or "ZZ" for code in group.codes),
            ballots=group.ballots,
            value=value,
        )
        for group in result.groups
        for slug, value in group.values.items()
        if slug in services
    )


def rebuild(editions: Iterable[Edition]) -> int:
    """Rebuild the projection from *editions*, the current ones. Return the number of results."""
    for edition in editions:
        rows = sorted(edition.documents.all(), key=lambda row: row.pk)
        documents = [doc.from_data(row.content) for row in rows]
        project(edition, {document.language: document for document in documents})
    return ConsultationProjection.objects.count()


def _texts(phrases: Iterable[Phrase | None]) -> dict[str, str]:
    return {phrase.language: phrase.text for phrase in phrases if phrase}
