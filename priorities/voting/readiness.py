"""What a consultation still lacks before people can vote on it in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from llex.core.languages.phrases import join_with_and
from llex.core.languages.translation_marks import text_in
from llex.core.states import WrongState
from priorities.voting.scale_labels import differing_labels, unlabelled_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from priorities.models import Consultation


class Incomplete(WrongState):
    """A consultation that cannot be opened yet: *missing* says what it lacks, line by line."""

    def __init__(
        self, instance: models.Model, verb: str | Promise, missing: Sequence[str] = ()
    ) -> None:
        self.missing = list(missing)
        super().__init__(instance, verb)

    def __str__(self) -> str:
        return " ".join(self.missing)


def missing_texts(consultation: Consultation) -> list[str]:
    """Say which texts of *consultation* lack which languages of its session, one line for each.

    An end label that is written in no language is no gap: the figures then stand alone.
    """
    wanted: list[str] = consultation.session.languages
    asked: list[tuple[models.Model, str, str]] = [
        (consultation, "question", _label(consultation, "question"))
    ]
    if consultation.kind == consultation.Kind.RATINGS:
        asked += [
            (consultation, name, _label(consultation, name))
            for name in ("low", "high")
            if any(text_in(consultation, name, code).strip() for code in wanted)
        ]
        items = consultation.items.select_related("service")
        asked += [(item.service, "name", str(item.service)) for item in items]
    gaps = (_gap(subject, field, wanted, label) for subject, field, label in asked)
    return [gap for gap in gaps if gap]


def doubts(consultation: Consultation) -> list[str]:
    """Say what people may misunderstand: ends of the scale without labels, or with unlike ones."""
    return [*unlabelled_ends(consultation), *differing_labels(consultation)]


def obstacle(consultation: Consultation) -> str:
    """Say why nobody could answer *consultation* as it is, or nothing. No reason overrides it."""
    asks = consultation.items.exists()
    if consultation.kind == consultation.Kind.RATINGS and not asks:
        return _("There is no service to rate yet. Add at least one.")
    if consultation.kind == consultation.Kind.WORDS and asks:
        return _("It asks for words, so no service would be rated. Take the services out first.")
    return ""


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
