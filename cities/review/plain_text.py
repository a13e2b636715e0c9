"""What was written, in plain lines, as a remark among organisers keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format

from cities.contributions import autosave
from cities.contributions.draft_rows import from_rows
from cities.contributions.drafts import Differences
from cities.contributions.fields import name_of_field
from cities.contributions.snapshots import every_text, snapshot
from cities.models import Contribution
from llex.core.languages import world_languages
from llex.core.languages.phrases import join_items, labelled
from priorities.models import Service


def contribution_lines(contribution: Contribution) -> Iterator[str]:
    """Yield all that a contribution says, in every language, and what is typed and not sent."""
    content = snapshot(contribution)
    speaker = content["representative"]
    yield from _line("representative_name", contribution.representative or speaker["name"])
    yield from _line("representative_position", speaker["position"])
    services = _services()
    for kind in ("responses", "challenges"):
        for number, entry in enumerate(content[kind]):
            yield from _entry(f"{kind}-{number}", entry, services)
    yield from _became(contribution)
    quote = content["quote"]
    yield from _line("quote", quote["text"])
    yield from _line(
        "quote_speaker", join_items(filter(None, (quote["speaker"], quote["position"])))
    )
    yield from draft_lines(contribution)


def draft_lines(contribution: Contribution) -> Iterator[str]:
    """Yield what the city has typed and not sent, where it is not what the rows say."""
    draft = autosave.current_draft(contribution)
    other = Differences.between(from_rows(contribution), draft).fields
    services = _services()
    for name, texts in other.items():
        said = [services.get(text, text) for text in texts] if "-services" in name else texts
        yield labelled(name_of_field(name) or name, join_items(said))


def _services() -> dict[str, str]:
    return {service.slug: str(service) for service in Service.objects.all()}


def _entry(prefix: str, entry: dict[str, Any], services: dict[str, str]) -> Iterator[str]:
    for part in ("title", "text"):
        for code, text in entry.get(part, {}).items():
            yield from _line(f"{prefix}-{part}", text, f" ({world_languages.name_of(code)})")
    concerned = join_items(services.get(slug, slug) for slug in entry["services"])
    yield from _line(f"{prefix}-services", concerned)
    yield from _line(f"{prefix}-since", entry.get("since"))
    yield from _line(f"{prefix}-source", entry.get("source"))


def _became(contribution: Contribution) -> Iterator[str]:
    for number, response in enumerate(contribution.responses.all()):
        for update in response.updates.all():
            texts = every_text(update, "text", contribution.original_language).values()
            told = [update.get_kind_display(), date_format(update.said_on), *texts]
            yield from _line(f"responses-{number}-text", " · ".join(told))


def _line(name: str, text: Any, remark: str = "") -> Iterator[str]:
    if text:
        yield labelled(f"{name_of_field(name)}{remark}", text)
