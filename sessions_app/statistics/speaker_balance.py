"""The balance of speakers by gender, region and language."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import pgettext

from cities.directory.gazetteer import continent_of
from llex.core.languages import name_in_sentence
from llex.core.languages.regions import REGIONS
from sessions_app.models import LearningSession, Participant
from sessions_app.statistics.genders import UNTOLD, gender_labels, speaker_genders


@dataclass(frozen=True, slots=True)
class SpeakerOrigins:
    """Speakers by the region of their city, and by the language of their e-mails; "" is unknown."""

    regions: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def by_region(self) -> list[tuple[str, int]]:
        """Return the regions by name, those not known at the end."""
        found = [(str(name), self.regions[code]) for code, name in REGIONS.items() if code]
        return _with_unknown(found, self.regions[""])

    def by_language(self) -> list[tuple[str, int]]:
        """Return the languages by name, the most frequent first, those not known at the end."""
        found = [
            (name_in_sentence(code), count) for code, count in self.languages.most_common() if code
        ]
        return _with_unknown(found, self.languages[""])


def _unknown() -> str:
    return pgettext("region or language of a speaker", "not known")


def _with_unknown(found: list[tuple[str, int]], count: int) -> list[tuple[str, int]]:
    return [(label, number) for label, number in (*found, (_unknown(), count)) if number]


def speaker_origins(sessions: Collection[int], countries: Collection[str] = ()) -> SpeakerOrigins:
    """Count the speakers of *sessions*, once for each session. One query."""
    rows = Participant.objects.speaking().filter(session__in=sessions)
    if countries:
        rows = rows.filter(person__city__country__in=countries)
    origins = SpeakerOrigins()
    for country, language in rows.values_list("person__city__country", "registration__language"):
        origins.regions[continent_of(country or "")] += 1
        origins.languages[language or ""] += 1
    return origins


@dataclass(frozen=True, slots=True)
class SpeakerBalance:
    """The speakers of a session: how many, and by what they are told apart, with labels."""

    speakers: int
    genders: list[tuple[str, int]]
    regions: list[tuple[str, int]]
    languages: list[tuple[str, int]]


def speaker_balance(session: LearningSession) -> SpeakerBalance:
    """Return the balance of a session's speakers. Three queries."""
    origins = speaker_origins([session.pk])
    speakers = origins.regions.total()
    told = speaker_genders(session)
    if told:
        told[UNTOLD] = speakers - told.total()
    labels = gender_labels()
    return SpeakerBalance(
        speakers,
        [(labels[code], told[code]) for code in labels if told[code]],
        origins.by_region(),
        origins.by_language(),
    )
