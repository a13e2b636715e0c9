"""Responses and challenges as rows, with what only files of our own say of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.translation import gettext as _

from cities.models import Challenge, Contribution, PolicyResponse
from llex.core import languages
from llex.core.text.slugs import slugify
from priorities.models import Service
from sessions_app.importing.drafting.field_texts import fitting, markdown
from sessions_app.importing.recognising import ImportedNote, RecognisedAnswer, RecognisedCityRow
from sessions_app.models import KeyPoint


@dataclass
class AnswerWriter:
    """Writes the answers of all rows; those that refer to each other are joined at the end."""

    note: ImportedNote
    _responses: dict[str, PolicyResponse] = field(default_factory=dict)
    _challenges: dict[str, Challenge] = field(default_factory=dict)
    _answering: list[tuple[PolicyResponse, tuple[str, ...]]] = field(default_factory=list)

    def write(self, contribution: Contribution, row: RecognisedCityRow) -> None:
        """Write the responses and challenges of a row behind those that are there."""
        first = contribution.responses.count()
        for order, answer in enumerate(row.answers("response"), start=first):
            title = fitting(self.note, answer.title, (PolicyResponse, "title"), "front_line")
            response = contribution.responses.create(
                order=order,
                since=answer.since,
                source=answer.source,
                **self._texts(contribution, answer, title=title, text=markdown(answer.blocks)),
            )
            self._responses[answer.key] = response
            self._answering.append((response, answer.answers))
            if answer.services:
                response.services.set(self._services(answer))
        first = contribution.challenges.count()
        for order, answer in enumerate(row.answers("challenge"), start=first):
            challenge = contribution.challenges.create(
                order=order,
                **self._texts(contribution, answer, text=markdown(answer.blocks)),
            )
            self._challenges[answer.key] = challenge
            if answer.services:
                challenge.services.set(self._services(answer))

    def join(self) -> None:
        """Join responses with the challenges they answer, by the keys of the file."""
        for response, keys in self._answering:
            found = [self._challenges[key] for key in keys if key in self._challenges]
            if found:
                response.answers.set(found)

    def join_evidence(self, point: KeyPoint, keys: Iterable[str]) -> None:
        """Join a key point with the responses it rests on, by the keys of the file."""
        point.evidence.set([self._responses[key] for key in keys if key in self._responses])

    def _texts(
        self, contribution: Contribution, answer: RecognisedAnswer, **texts: str
    ) -> dict[str, str]:
        """Name the fields of the language of *answer*, which notes need not be kept in."""
        code = answer.language or self.note.language
        if code in languages.CODES:
            return {f"{name}_{code}": text for name, text in texts.items()}
        if contribution.original_language != code:
            contribution.original_language = code
            contribution.save()
        return {f"original_{name}": text for name, text in texts.items()}

    def _services(self, answer: RecognisedAnswer) -> list[Service]:
        return [self._service(slug, name) for slug, name in answer.services]

    def _service(self, slug: str, name: str) -> Service:
        """Return the service of that address or name; one that is not known is made."""
        language = self.note.language
        known = Service.objects.filter(slug=slug).first() if slug else None
        for code in () if known else (language, *languages.CODES):
            known = known or Service.objects.filter(**{f"name_{code}__iexact": name}).first()
        if known:
            return known
        self.note.remarks.append(
            _("The public service “%(service)s” was not known; it was added.") % {"service": name}
        )
        order = (Service.objects.aggregate(last=Max("order"))["last"] or 0) + 1
        made = Service(slug=slug or slugify(name), order=order, **{f"name_{language}": name})
        made.save()
        return made
