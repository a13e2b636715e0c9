"""The form of a contribution: several small forms on one page, filled from one draft.

The draft holds the texts as typed, so a form is bound only on submission: until then nothing is
invalid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.contributions import consent_texts
from cities.contributions.drafts import Draft
from cities.contributions.earlier import CopyMark, copy_mark
from cities.forms.contribution_parts import (
    AgreementForm,
    AnswerForm,
    ChallengeForm,
    Choices,
    LanguageForm,
    Part,
    QuoteForm,
    ResponseForm,
    SpeakerForm,
    figure,
    flat_choices,
)
from llex.core.forms.problems import Problem, problems_of
from llex.core.languages.phrases import join_items
from priorities.models import Service

MOST_ENTRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of one filled field: its *name* is also its id on the page of the form."""

    name: str
    label: str
    texts: tuple[str, ...]
    mark: CopyMark | None


class ContributionForm:
    """All parts of the page, filled from a draft, and validated if *checked*."""

    def __init__(
        self,
        draft: Draft,
        services: Choices,
        *,
        checked: bool = False,
        sessions: Mapping[int, str] | None = None,
    ) -> None:
        # The sessions of earlier contributions that entries may be copied from.
        self._sessions = sessions or {}
        self.draft = _asked_anew(draft).with_room()
        self._values = MultiValueDict(self.draft.to_form())
        self._checked = checked
        self.speaker = self._part(SpeakerForm)
        self.language = self._part(LanguageForm)
        self.quote = self._part(QuoteForm)
        self.agreement = self._part(AgreementForm)
        self.responses = self._answers("responses", ResponseForm, services)
        self.challenges = self._answers("challenges", ChallengeForm, services)
        if checked and not any(self.draft.responses):
            self.responses[0].empty_permitted = False
        # What a script copies when an entry is added; the number is put in there.
        self.new_response = ResponseForm(prefix="responses-0", services=services)
        self.new_challenge = ChallengeForm(prefix="challenges-0", services=services)

    def _answers(self, kind: str, form: type[AnswerForm], services: Choices) -> list[AnswerForm]:
        return [
            self._part(
                form,
                f"{kind}-{number}",
                services=services,
                entry=entry,
                mark=copy_mark(entry, self._sessions),
            )
            for number, entry in enumerate(getattr(self.draft, kind))
        ]

    def _part(self, kind: type[Any], prefix: str | None = None, **options: Any) -> Any:
        if self._checked:
            return kind(self._values, prefix=prefix, **options)
        part = kind(prefix=prefix, **options)
        for name, field in part.fields.items():
            key = part.add_prefix(name)
            many = isinstance(field, forms.MultipleChoiceField)
            part.initial[name] = self._values.getlist(key) if many else self._values.get(key, "")
        return part

    def point_to_questions(self, names: Collection[str]) -> None:
        """Add the questions beside the fields of these names to their descriptions."""
        for part in self.parts:
            for bound in part:
                if bound.html_name in names and not bound.use_fieldset:
                    ids = f"{bound.auto_id}_note {bound.aria_describedby or ''}".strip()
                    bound.field.widget.attrs["aria-describedby"] = ids

    @property
    def parts(self) -> Iterator[Part]:
        """Return the parts in the order in which they are read."""
        yield self.speaker
        yield self.language
        yield from self.responses
        yield from self.challenges
        yield self.quote
        yield self.agreement

    @property
    def problems(self) -> list[Problem]:
        """List what prevents submission, in the order of the page."""
        if not self._checked:
            return []
        found = [
            problem
            for part in self.parts
            for problem in problems_of(part, partial(label_in_full, part))
        ]
        return [*found, *self._too_many()]

    def answers(self) -> Iterator[Answer]:
        """Yield what is filled in, with its label in full, in the order of the page."""
        for part in self.parts:
            for bound in part:
                labels = dict(flat_choices(bound.field))
                texts = [text for text in self._values.getlist(bound.html_name) if text.strip()]
                if texts and not isinstance(part, AgreementForm):
                    shown = tuple(labels.get(text, text) for text in texts)
                    mark = getattr(part, "mark", None) if bound.name == "text" else None
                    yield Answer(bound.html_name, label_in_full(part, bound), shown, mark)

    def _too_many(self) -> Iterator[Problem]:
        for kind, label in (("responses", _("Responses")), ("challenges", _("Challenges"))):
            if sum(map(bool, getattr(self.draft, kind))) > MOST_ENTRIES:
                text = ngettext(
                    "At most %(number)s can be sent.",
                    "At most %(number)s can be sent.",
                    MOST_ENTRIES,
                ) % {"number": figure(MOST_ENTRIES)}
                yield Problem(field=kind, label=label, text=text)


def service_choices() -> Choices:
    """Return the catalogue of services as choices, in the reader's language."""
    return [(service.slug, str(service)) for service in Service.objects.all()]


def problems_in(draft: Draft) -> list[Problem]:
    """List what prevents the submission of *draft*."""
    return ContributionForm(draft, service_choices(), checked=True).problems


def label_in_full(part: Part, bound: forms.BoundField) -> str:
    """Return the label of a field with its response or challenge, for a summary of errors."""
    if isinstance(part, AnswerForm) and part.prefix:
        number = figure(int(part.prefix.rpartition("-")[2]) + 1)
        kind = (
            _("Response %(number)s")
            if isinstance(part, ResponseForm)
            else _("Challenge %(number)s")
        )
        return join_items([kind % {"number": number}, bound.label])
    if isinstance(part, AgreementForm):
        return _("Licence") if bound.name == "licence" else _("Consent")
    return str(bound.label)


def _asked_anew(draft: Draft) -> Draft:
    """Untick what was agreed to in another version than the one that is shown now."""
    licence, consent = consent_texts.LICENCE.version, consent_texts.CONSENT.version
    return replace(
        draft,
        licence=licence if draft.licence == licence else "",
        consent=consent if draft.consent == consent else "",
    )
