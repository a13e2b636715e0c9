"""Between a draft and the rows: read for the form, written on submission."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Prefetch

from cities.contributions.drafts import ENTRY_DRAFTS, LISTS, Draft, EntryDraft
from cities.models import Contribution
from cities.wording.answer_fields import ANSWER_FIELDS, AnswerField, Kind
from llex.core import languages
from llex.core.languages.translation_marks import text_in
from llex.core.text.normalization import clean_line
from priorities.models import Service


def from_rows(contribution: Contribution) -> Draft:
    """Return the rows as a draft, in the language that the city wrote in."""
    services = Prefetch("services", queryset=Service.objects.only("slug"))
    language = contribution.original_language
    person = contribution.representative
    rows = {kind: getattr(contribution, kind).prefetch_related(services) for kind in LISTS}
    return Draft(
        representative_name=contribution.representative_name or (person.name if person else ""),
        representative_position=contribution.representative_position,
        language=language,
        **_entries(rows, lambda row: row.pk, lambda row, one: _typed_value(row, one, language)),
        quote=contribution.quote,
        quote_speaker=contribution.quote_speaker,
        quote_position=contribution.quote_position,
        licence=contribution.licence_text,
        consent=contribution.consent_text,
    )


def from_submission(content: dict[str, Any]) -> Draft:
    """Return the content of a submission as the draft that was sent."""
    language = content["language"]
    quote = content.get("quote") or {}
    return Draft(
        representative_name=content["representative"]["name"],
        representative_position=content["representative"]["position"],
        language=language,
        **_entries(
            content, lambda row: row["id"], lambda row, one: _sent_value(row, one, language)
        ),
        quote=quote.get("text", ""),
        quote_speaker=quote.get("speaker", ""),
        quote_position=quote.get("position", ""),
        licence=content.get("licence_text", ""),
        consent=content.get("consent_text", ""),
    )


def write_rows(contribution: Contribution, draft: Draft) -> None:
    """Write the rows from a draft that was checked, inside the caller's transaction.

    An entry with the id of a row of this contribution changes that row, so that links to it hold;
    rows without an entry are deleted. Translations remain and count as outdated. Raise ValueError
    for an invalid date.
    """
    before = contribution.original_language
    _write_contribution(contribution, draft)
    move = (before, draft.language)
    slugs = {service.slug: service for service in Service.objects.only("slug")}
    for kind in LISTS:
        related = getattr(contribution, kind)
        entries = [entry for entry in getattr(draft, kind) if entry]
        rows = {row.pk: row for row in related.all()}
        written = [_write(related, rows, entry, order, move) for order, entry in enumerate(entries)]
        related.exclude(pk__in=[row.pk for row in written]).delete()
        for row, entry in zip(written, entries, strict=True):
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
        # The note prints the listed person's name; now another person speaks for the city.
        contribution.representative = None
    contribution.save(
        update_fields=[
            "original_language", "representative", "representative_name",
            "representative_position", "quote", "quote_speaker", "quote_position",
        ]
    )  # fmt: skip


def _write(
    related: Any,
    rows: dict[int, Any],
    entry: EntryDraft,
    order: int,
    move: tuple[str, str],
) -> Any:
    # Taken out, so that two entries that claim the same row do not overwrite each other.
    row = rows.pop(entry.id, None) if entry.id else None
    row = row or related.model(contribution=related.instance)
    row.order = order
    for field in ANSWER_FIELDS[entry.kind]:
        _set(row, field, getattr(entry, field.name), move)
    row.save()
    return row


def _set(row: models.Model, field: AnswerField, typed: Any, move: tuple[str, str]) -> None:
    """Set a field of a row; its services are set once it is saved."""
    if field.is_translated:
        _put(row, field.name, typed.strip(), *move)
    elif field.kind == Kind.DAY:
        setattr(row, field.name, date.fromisoformat(typed) if typed else None)
    elif field.kind != Kind.SERVICES:
        setattr(row, field.name, typed.strip())


def _entries(
    rows: Mapping[str, Iterable[Any]],
    pk_of: Callable[[Any], int],
    value_of: Callable[[Any, AnswerField], Any],
) -> dict[str, Any]:
    """Return the entries of a draft by the name of their list."""
    return {
        kind: tuple(
            ENTRY_DRAFTS[kind](
                id=pk_of(row), **{field.name: value_of(row, field) for field in fields}
            )
            for row in rows[kind]
        )
        for kind, fields in ANSWER_FIELDS.items()
    }


def _typed_value(row: Any, field: AnswerField, language: str) -> Any:
    """Return a field of a row as it would be typed."""
    if field.is_translated:
        return _original(row, field.name, language)
    value = getattr(row, field.name)
    if field.kind == Kind.SERVICES:
        return tuple(service.slug for service in value.all())
    if field.kind == Kind.DAY:
        return value.isoformat() if value else ""
    return value


def _sent_value(content: dict[str, Any], field: AnswerField, language: str) -> Any:
    """Return a field of a submission as it was typed; submissions may be older than the field."""
    value = content.get(field.name)
    if field.is_translated:
        return _first(value or {}, language)
    return tuple(value or ()) if field.kind == Kind.SERVICES else value or ""


def _put(row: models.Model, field: str, text: str, before: str, language: str) -> None:
    """Set a text in the column of its language, and empty the column of the language before."""
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
