"""The city table of a note: its rows with their follow-ups, and the withdrawals."""

from typing import Any

from django.db.models import Model

from cities.models import Challenge, Contribution, Photograph, PolicyResponse
from cities.public.composition import compose_row
from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    PHOTOGRAPH_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    Kind,
    printed,
)
from cities.wording.approval import printed_photographs
from cities.wording.published_row import (
    PublishedChallenge,
    PublishedPhotograph,
    PublishedResponse,
    PublishedRow,
    PublishedUpdate,
    ServiceName,
)
from llex.core.languages.translation_marks import source_text
from llex.core.text import Phrase, RichText, parse
from llex.core.time_zones.moments import in_zone
from sessions_app.briefing import document as doc
from sessions_app.briefing.compose.texts import Texts
from sessions_app.models import Participant


class CityTable(Texts):
    """The part of a composer that makes the rows of cities."""

    def _row(self, contribution: Contribution) -> PublishedRow:
        person = self._listed(contribution) or contribution.representative
        own = contribution.original_language
        return compose_row(
            contribution.city,
            self._name(contribution.city),
            self.language,
            representative=(
                person.name_in(self.language) if person else contribution.representative_name
            ),
            position=self._position(contribution),
            responses=tuple(self._response(one, own) for one in contribution.responses.all()),
            challenges=tuple(self._challenge(one, own) for one in contribution.challenges.all()),
            has_consent=contribution.pk not in self.rows.unconsented,
            photographs=tuple(
                self._photograph(one, own) for one in printed_photographs(contribution)
            ),
        )

    def _listed(self, contribution: Contribution) -> Participant | None:
        """Return the representative as the participant list has it, if it does."""
        key = contribution.representative_id
        return next((one for one in self.participants if one.person_id == key), None)

    def _position(self, contribution: Contribution) -> Phrase | None:
        """Return the position as the participant list has it, else as the city gave it."""
        listed = self._listed(contribution)
        if listed is not None and (position := self._phrase(listed, "position")):
            return position
        given = contribution.representative_position
        return Phrase(contribution.original_language, given) if given else None

    def _response(self, response: PolicyResponse, own: str) -> PublishedResponse:
        values = {one.name: self._value(response, one, own) for one in printed(RESPONSE_FIELDS)}
        return PublishedResponse(
            id=response.pk,
            answers=tuple(sorted(c.pk for c in response.answers.all() if c.pk in self.challenges)),
            update=self._update(response, own),
            **values,
        )

    def _challenge(self, challenge: Challenge, own: str) -> PublishedChallenge:
        answering = {
            response.contribution.city.slug: response.contribution.city
            for response in challenge.answered_by.all()
            if response.contribution_id in self.printed - {challenge.contribution_id}
        }
        values = {one.name: self._value(challenge, one, own) for one in printed(CHALLENGE_FIELDS)}
        return PublishedChallenge(
            id=challenge.pk,
            answered_by=tuple(self._city(answering[slug]) for slug in sorted(answering)),
            **values,
        )

    def _photograph(self, one: Photograph, own: str) -> PublishedPhotograph:
        values = {field.name: self._value(one, field, own) for field in PHOTOGRAPH_FIELDS}
        return PublishedPhotograph(one.digest, one.width, one.height, **values)

    def _value(self, answer: Any, field: AnswerField, own: str) -> Any:
        """Return the value of *field* as it is printed."""
        match field.kind:
            case Kind.PROSE:
                return self._written(answer, field.name, own)
            case Kind.LINE if field.is_translated:
                return self._written_line(answer, field.name, own)
            case Kind.SERVICES:
                return self._services(answer)
        return getattr(answer, field.name)

    def _services(self, answer: PolicyResponse | Challenge) -> tuple[ServiceName, ...]:
        return tuple(
            ServiceName(slug=service.slug, name=self._name(service))
            for service in answer.services.all()
        )

    def _update(self, response: PolicyResponse, own: str) -> PublishedUpdate | None:
        """Return the latest follow-up of a response."""
        latest = response.latest_update
        if latest is None:
            return None
        return PublishedUpdate(
            kind=latest.kind,  # type: ignore[arg-type]
            day=latest.said_on,
            text=self._written(latest, "text", own) or None,
        )

    def _withdrawn(self) -> tuple[doc.Withdrawal, ...]:
        return tuple(
            doc.Withdrawal(
                slug=contribution.city.slug,
                name=self._name(contribution.city),
                day=in_zone(contribution.withdrawn_at, self.session.time_zone).date(),
                former=former,
            )
            for contribution, former in self.rows.withdrawn.items()
            if contribution.withdrawn_at
        )

    # --- What a city wrote ------------------------------------------------------------------------

    def _written(self, subject: Model, field: str, own: str) -> RichText:
        """Return a text of a city; in its *own* language where the note has no other."""
        text = self._rich(subject, field)
        original = "" if text else source_text(subject, field, own).strip()
        return text or (parse(original, own) if original else RichText(self.language))

    def _written_line(self, subject: Model, field: str, own: str) -> Phrase | None:
        original = source_text(subject, field, own).strip()
        return self._phrase(subject, field) or (Phrase(own, original) if original else None)
