"""The city table of a note: its rows, what became of them, and who has withdrawn since."""

from typing import Any

from django.db.models import Model

from cities.models import Challenge, City, Contribution, PolicyResponse
from llex.core.languages.countries import country_name
from llex.core.languages.translation_marks import source_text
from llex.core.text import Phrase, RichText, parse
from llex.core.time_zones.moments import in_zone
from sessions_app.briefing import document as doc
from sessions_app.briefing.compose.texts import Texts


class CityTable(Texts):
    """The part of a composer that makes the rows of cities."""

    def _row(self, contribution: Contribution) -> doc.CityRow:
        city = contribution.city
        person = contribution.representative
        own = contribution.original_language
        return doc.CityRow(
            city=self._city(city),
            country_code=str(city.country.code or ""),
            country=self._country(city),
            representative=(
                person.name_in(self.language) if person else contribution.representative_name
            ),
            position=self._position(contribution),
            responses=tuple(self._response(one, own) for one in contribution.responses.all()),
            challenges=tuple(self._challenge(one, own) for one in contribution.challenges.all()),
            has_consent=contribution.pk not in self.unconsented,
        )

    def _country(self, city: City) -> Phrase | None:
        if not city.country.code:
            return None
        return Phrase(self.language, country_name(city.country.code, self.language))

    def _position(self, contribution: Contribution) -> Phrase | None:
        """Return the position as the participant list has it, else as the city gave it."""
        for participant in self.participants:
            if participant.person_id == contribution.representative_id and (
                position := self._phrase(participant, "position")
            ):
                return position
        given = contribution.representative_position
        return Phrase(contribution.original_language, given) if given else None

    def _response(self, response: PolicyResponse, own: str) -> doc.Response:
        return doc.Response(
            id=response.pk,
            text=self._written(response, "text", own),
            title=self._titled(response, own),
            services=self._services(response),
            since=response.since,
            source=response.source,
            answers=tuple(sorted(c.pk for c in response.answers.all() if c.pk in self.challenges)),
            update=self._update(response, own),
        )

    def _challenge(self, challenge: Challenge, own: str) -> doc.Challenge:
        answering = {
            response.contribution.city.slug: response.contribution.city
            for response in challenge.answered_by.all()
            if response.contribution_id in self.printed - {challenge.contribution_id}
        }
        return doc.Challenge(
            id=challenge.pk,
            text=self._written(challenge, "text", own),
            services=self._services(challenge),
            answered_by=tuple(self._city(answering[slug]) for slug in sorted(answering)),
        )

    def _services(self, answer: Any) -> tuple[doc.ServiceName, ...]:
        return tuple(
            doc.ServiceName(slug=service.slug, name=self._name(service))
            for service in answer.services.all()
        )

    def _update(self, response: PolicyResponse, own: str) -> doc.Update | None:
        """Return what the city said last of a response."""
        latest = response.latest_update
        if latest is None:
            return None
        return doc.Update(
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
            for contribution, former in self.withdrawn.items()
            if contribution.withdrawn_at
        )

    # --- What a city wrote ------------------------------------------------------------------------

    def _written(self, subject: Model, field: str, own: str) -> RichText:
        """Return a text of a city; one that is in none of our languages stands in its *own*."""
        text = self._rich(subject, field)
        original = "" if text else source_text(subject, field, own).strip()
        return text or (parse(original, own) if original else RichText(self.language))

    def _titled(self, response: PolicyResponse, own: str) -> Phrase | None:
        original = source_text(response, "title", own).strip()
        return self._phrase(response, "title") or (Phrase(own, original) if original else None)
