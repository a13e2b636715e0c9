"""Whether a consultation can be opened: its items, its texts in every language, its doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from llex.core.languages.phrases import join_with_and
from llex.core.languages.translation_marks import text_in
from llex.core.states import WrongState
from priorities.questions.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from priorities.models import Consultation


class Incomplete(WrongState):
    """A consultation that cannot be opened yet; *missing* lists the reasons."""

    def __init__(
        self, instance: models.Model, verb: str | Promise, missing: Sequence[str] = ()
    ) -> None:
        self.missing = list(missing)
        super().__init__(instance, verb)

    def __str__(self) -> str:
        return " ".join(self.missing)


def missing_texts(consultation: Consultation) -> list[str]:
    """Return which texts of *consultation* lack which languages of its session, one line each."""
    wanted: list[str] = consultation.session.languages
    asked: list[tuple[models.Model, str, str]] = [
        (consultation, "question", _label(consultation, "question"))
    ]
    asked += kind_of(consultation).required_texts(consultation)
    gaps = (_gap(subject, field, wanted, label) for subject, field, label in asked)
    return [gap for gap in gaps if gap]


def doubts(consultation: Consultation) -> list[str]:
    """Return what people may misunderstand, one line each."""
    return list(kind_of(consultation).doubts(consultation))


def obstacle(consultation: Consultation) -> str:
    """Return why *consultation* cannot be answered as it is, else "". No reason overrides it."""
    return kind_of(consultation).obstacle(consultation, consultation.items.count())


def _label(consultation: Consultation, name: str) -> str:
    field: Any = consultation._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def _gap(subject: models.Model, field: str, wanted: list[str], label: str) -> str:
    absent = [
        name_in_sentence(code) for code in wanted if not text_in(subject, field, code).strip()
    ]
    if not absent:
        return ""
    values = {"text": label, "languages": join_with_and(absent)}
    return _("“%(text)s” is missing in %(languages)s.") % values
