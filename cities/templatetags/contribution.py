"""Tags of the officer's form."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.formats import date_format

from cities.contributions.drafts import Differences, EntryDraft
from cities.forms.contribution_parts import flat_choices
from cities.review.questions import Question
from cities.wording.answer_fields import ANSWER_FIELDS

register = template.Library()


@register.filter
def theirs(differences: Differences | None, bound: BoundField) -> dict[str, Any] | None:
    """Return what the other version says in a field, or None where it says the same."""
    if differences is None or bound.html_name not in differences.fields:
        return None
    values = [value for value in differences.fields[bound.html_name] if value]
    labels = dict(flat_choices(bound.field))
    return {"values": [labels.get(value, value) for value in values]}


@register.filter
def about(questions: Iterable[Question] | None, bound: BoundField) -> list[Question]:
    """Return the questions about a field."""
    return [question for question in questions or () if question.field == bound.html_name]


@register.filter
def about_more(questions: Iterable[Question] | None, prefix: str) -> bool:
    """Return whether a question is about a folded field of the entry with this prefix."""
    names = {question.field for question in questions or ()} - {f"{prefix}-text"}
    return any(name.startswith(f"{prefix}-") for name in names)


@register.filter
def day(typed: str) -> str:
    """Return a day written out, or what was typed where that is no day."""
    try:
        return str(date_format(date.fromisoformat(typed), "DATE_FORMAT"))
    except ValueError:
        return typed


@register.filter
def labelled_texts(entry: EntryDraft) -> list[tuple[str, str]]:
    """Return the texts of an entry that are printed under a label, with it."""
    fields = (field for field in ANSWER_FIELDS[entry.kind] if field.fact)
    return [(str(one.fact), text) for one in fields if (text := getattr(entry, one.name))]


@register.filter
def named(slugs: tuple[str, ...], services: Mapping[str, str]) -> list[str]:
    """Return the names of services; one that is no longer in the catalogue keeps its slug."""
    return [services.get(slug, slug) for slug in slugs]
