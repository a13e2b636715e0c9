"""A contribution as lines of plain text, for a remark among organisers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format

from cities.contributions import autosave
from cities.contributions.draft_rows import from_rows
from cities.contributions.drafts import Differences
from cities.contributions.fields import name_of_field
from cities.models import Contribution
from cities.wording.answer_fields import ANSWER_FIELDS, Kind
from cities.wording.snapshots import every_text, snapshot
from llex.core.languages import world_languages
from llex.core.languages.phrases import join_items, labelled
from priorities.models import Service


def contribution_lines(contribution: Contribution) -> Iterator[str]:
    """Yield the texts of a contribution in every language, and of its unsent draft."""
    content = snapshot(contribution)
    speaker = content["representative"]
    yield from _line("representative_name", contribution.representative or speaker["name"])
    yield from _line("representative_position", speaker["position"])
    services = _services()
    for kind in ANSWER_FIELDS:
        for number, entry in enumerate(content[kind]):
            yield from _entry(kind, number, entry, services)
    yield from _follow_ups(contribution)
    quote = content["quote"]
    yield from _line("quote", quote["text"])
    yield from _line(
        "quote_speaker", join_items(filter(None, (quote["speaker"], quote["position"])))
    )
    yield from draft_lines(contribution)


def draft_lines(contribution: Contribution) -> Iterator[str]:
    """Yield the unsent texts of the city that differ from the rows."""
    draft = autosave.current_draft(contribution)
    other = Differences.between(from_rows(contribution), draft).fields
    services = _services()
    for name, texts in other.items():
        named = [services.get(text, text) for text in texts] if "-services" in name else texts
        yield labelled(name_of_field(name) or name, join_items(named))


def _services() -> dict[str, str]:
    return {service.slug: str(service) for service in Service.objects.all()}


def _entry(
    kind: str, number: int, entry: dict[str, Any], services: dict[str, str]
) -> Iterator[str]:
    for field in ANSWER_FIELDS[kind]:
        name, value = f"{kind}-{number}-{field.name}", entry[field.name]
        if field.is_translated:
            for code, text in value.items():
                yield from _line(name, text, f" ({world_languages.name_of(code)})")
        elif field.kind == Kind.SERVICES:
            yield from _line(name, join_items(services.get(slug, slug) for slug in value))
        else:
            yield from _line(name, value)


def _follow_ups(contribution: Contribution) -> Iterator[str]:
    for number, response in enumerate(contribution.responses.all()):
        for update in response.updates.all():
            texts = every_text(update, "text", contribution.original_language).values()
            parts = [update.get_kind_display(), date_format(update.said_on), *texts]
            yield from _line(f"responses-{number}-text", " · ".join(parts))


def _line(name: str, text: Any, remark: str = "") -> Iterator[str]:
    if text:
        yield labelled(f"{name_of_field(name)}{remark}", text)
