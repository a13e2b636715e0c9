"""The texts in which people are asked: the current ones, the frozen ones after closing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llex.core.text import Phrase
from priorities.questions import frozen_results
from priorities.questions.registry import kind_of

if TYPE_CHECKING:
    from priorities.models import Consultation, ConsultationItem

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuestionTexts:
    """Each text by language; *names* are those of the services, by their slugs."""

    question: Texts
    low: Texts
    high: Texts
    names: Mapping[str, Texts]

    def name(self, service: str, order: Iterable[str]) -> Phrase:
        """Return a service's name in the first language of *order* that has it, else its slug."""
        return pick(self.names.get(service, {}), order) or Phrase("", service)


def question_texts(consultation: Consultation, items: Iterable[ConsultationItem]) -> QuestionTexts:
    """Return the texts of *consultation*; *items* are all of its items with their services.

    No query is made.
    """
    services = [item.service for item in items]
    names = {service.slug: frozen_results.texts(service, "name") for service in services}
    if consultation.state == consultation.State.CLOSED:
        frozen = frozen_results.read(consultation, services)
        rows = frozen.get(kind_of(consultation).service_rows, [])
        names |= {row["service"]: row["name"] for row in rows}
        return QuestionTexts(frozen["question"], frozen["low"], frozen["high"], names)
    question, low, high = (
        frozen_results.texts(consultation, field) for field in ("question", "low", "high")
    )
    return QuestionTexts(question, low, high, names)


def pick(texts: Texts, order: Iterable[str]) -> Phrase | None:
    """Return the first text that is not empty in the languages of *order*."""
    return next(
        (Phrase(code, text) for code in order if (text := texts.get(code, "").strip())), None
    )
