"""Between a draft and the rows: read for the form, written when it is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Prefetch

from cities.contributions.drafts import ChallengeDraft, Draft, ResponseDraft
from cities.models import Challenge, Contribution, PolicyResponse
from llex.core import languages
from llex.core.languages.translation_marks import text_in
from llex.core.models import TranslationMark
from llex.core.text.normalization import clean_line
from priorities.models import Service


def from_rows(contribution: Contribution) -> Draft:
    """Return what the rows say now, in the language the city wrote in."""
    services = Prefetch("services", queryset=Service.objects.only("slug"))
    language = contribution.original_language
    person = contribution.representative
    return Draft(
        representative_name=contribution.representative_name or (person.name if person else ""),
        representative_position=contribution.representative_position,
        language=language,
        responses=tuple(
            ResponseDraft(
                id=row.pk,
                title=_original(row, "title", language),
                text=_original(row, "text", language),
                services=tuple(service.slug for service in row.services.all()),
                since=row.since.isoformat() if row.since else "",
                source=row.source,
            )
            for row in contribution.responses.prefetch_related(services)
        ),
        challenges=tuple(
            ChallengeDraft(
                id=row.pk,
                text=_original(row, "text", language),
                services=tuple(service.slug for service in row.services.all()),
            )
            for row in contribution.challenges.prefetch_related(services)
        ),
        quote=contribution.quote,
        quote_speaker=contribution.quote_speaker,
        quote_position=contribution.quote_position,
        licence=contribution.licence_text,
        consent=contribution.consent_text,
    )


def from_submission(content: dict[str, Any]) -> Draft:
    """Return exactly what was sent, out of a submission that was kept."""
    language = content["language"]
    quote = content.get("quote") or {}
    return Draft(
        representative_name=content["representative"]["name"],
        representative_position=content["representative"]["position"],
        language=language,
        responses=tuple(
            ResponseDraft(
                id=row["id"],
                title=_first(row["title"], language),
                text=_first(row["text"], language),
                services=tuple(row["services"]),
                since=row["since"] or "",
                source=row["source"],
            )
            for row in content["responses"]
        ),
        challenges=tuple(
            ChallengeDraft(
                id=row["id"], text=_first(row["text"], language), services=tuple(row["services"])
            )
            for row in content["challenges"]
        ),
        quote=quote.get("text", ""),
        quote_speaker=quote.get("speaker", ""),
        quote_position=quote.get("position", ""),
        licence=content.get("licence_text", ""),
        consent=content.get("consent_text", ""),
    )


def write_rows(contribution: Contribution, draft: Draft) -> None:
    """Write the rows from a draft that was checked, inside the caller's transaction.

    An entry with the id of a row of this contribution changes that row, so that what links to it
    still does; rows without an entry go. Translations stay and count as outdated. Raise ValueError
    for a date that is none.
    """
    before = contribution.original_language
    _write_contribution(contribution, draft)
    move = (before, draft.language)
    slugs = {service.slug: service for service in Service.objects.only("slug")}
    lists: tuple[tuple[list[Any], Any], ...] = (
        ([entry for entry in draft.responses if entry], contribution.responses),
        ([entry for entry in draft.challenges if entry], contribution.challenges),
    )
    for entries, related in lists:
        rows = {row.pk: row for row in related.all()}
        kept = [
            _write(contribution, rows, entry, order, move) for order, entry in enumerate(entries)
        ]
        related.exclude(pk__in=[row.pk for row in kept]).delete()
        for row, entry in zip(kept, entries, strict=True):
            row.services.set([slugs[slug] for slug in entry.services if slug in slugs])


def _write_contribution(contribution: Contribution, draft: Draft) -> None:
    contribution.original_language = draft.language
    contribution.representative_name = draft.representative_name.strip()
    contribution.representative_position = draft.representative_position.strip()
    contribution.quote = draft.quote.strip()
    contribution.quote_speaker = draft.quote_speaker.strip()
    contribution.quote_position = draft.quote_position.strip()
    person = contribution.representative
    if person and clean_line(person.name) != clean_line(contribution.representative_name):
        # The note prints the listed person's name; now somebody else speaks for the city.
        contribution.representative = None
    contribution.save(
        update_fields=[
            "original_language", "representative", "representative_name",
            "representative_position", "quote", "quote_speaker", "quote_position",
        ]
    )  # fmt: skip


def _write(
    contribution: Contribution,
    rows: dict[int, Any],
    entry: ResponseDraft | ChallengeDraft,
    order: int,
    move: tuple[str, str],
) -> Any:
    # Taken out, so that two entries that claim the same row do not overwrite each other.
    row = rows.pop(entry.id, None) if entry.id else None
    known = row is not None
    row = row or _new(contribution, entry)
    row.order = order
    _put(row, "text", entry.text.strip(), *move)
    written = ["text"]
    if isinstance(entry, ResponseDraft):
        _put(row, "title", entry.title.strip(), *move)
        row.since = date.fromisoformat(entry.since) if entry.since else None
        row.source = entry.source.strip()
        written.append("title")
    row.save()
    if known:
        # What stands in this language is now the source, no longer a translation.
        marks = TranslationMark.objects.about([row])
        marks.filter(language=move[1], field__in=written).delete()
    return row


def _new(contribution: Contribution, entry: ResponseDraft | ChallengeDraft) -> Any:
    kind = PolicyResponse if isinstance(entry, ResponseDraft) else Challenge
    return kind(contribution=contribution)


def _put(row: models.Model, field: str, text: str, before: str, language: str) -> None:
    """Put a text where its language belongs, and take it from where it stood before."""
    if before != language:
        setattr(row, _place(field, before), "")
    setattr(row, _place(field, language), text)


def _original(row: models.Model, field: str, language: str) -> str:
    text = getattr(row, _place(field, language)) or ""
    return text or _any_text(row, field, (language, *languages.CODES))


def _any_text(row: models.Model, field: str, order: Sequence[str]) -> str:
    texts = (text_in(row, field, code) for code in order if code in languages.CODES)
    return next(filter(None, texts), "")


def _first(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _place(field: str, language: str) -> str:
    return f"{field}_{language}" if language in languages.CODES else f"original_{field}"
