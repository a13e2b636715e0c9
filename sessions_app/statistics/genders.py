"""The self-declared gender of people, in sums from which no person can be told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sessions_app.models import LearningSession, Participant, Registration, RegistrationSums

SMALLEST: Final = 5
# How those who did not say it are counted; also those of whom too few said the same.
UNTOLD: Final = ""


def gender_sums(session: LearningSession) -> dict[str, int]:
    """Return how many of those with a place are of each gender, by its label; three queries.

    Nothing where fewer than five others are of a gender that speakers are counted of: the speakers'
    sums are told beside, and could be subtracted.
    """
    rows = Registration.objects.filter(
        participant__session=session,
        participant__status__in=(Participant.Status.REGISTERED, Participant.Status.ATTENDED),
    )
    counted = Counter(rows.values_list("gender", flat=True))
    speaking = speaker_genders(session)
    others = (counted[gender] - count for gender, count in speaking.items())
    return {} if any(0 < count < SMALLEST for count in others) else shown_sums(counted)


def speaker_genders(session: LearningSession) -> Counter[str]:
    """Return the genders of a session's chairs and speakers, in sums that may be told, by code.

    Also those that stayed when the registrations were deleted. Two queries.
    """
    speakers = Participant.objects.speaking().filter(session=session)
    rows = Registration.objects.filter(participant__in=speakers)
    told = disclosed(Counter(rows.values_list("gender", flat=True)))
    for kept in RegistrationSums.objects.filter(session=session):
        told += Counter(kept.speaker_genders)
    # In the same order whatever the database says first: an edition is known by its checksum.
    return Counter({code: told[code] for code in gender_labels() if code and told[code]})


def shown_sums(counted: Counter[str]) -> dict[str, int]:
    """Return the sums that may be told, by label."""
    labels = gender_labels()
    hidden = _hidden(counted)
    return {labels[g]: counted[g] for g in labels if counted[g] and g not in hidden}


def gender_labels() -> dict[str, str]:
    """Return what each gender is called, and "not said" for the empty code."""
    labels = {**dict(Registration.Gender.choices), UNTOLD: Registration.UNDECLARED}
    return {code: str(label) for code, label in labels.items()}


def disclosed(counted: Counter[str]) -> Counter[str]:
    """Return the sums by code; those that may not be told are among `UNTOLD`."""
    hidden = _hidden(counted)
    told = Counter({g: count for g, count in counted.items() if count and g not in hidden})
    told[UNTOLD] += sum(counted[gender] for gender in hidden)
    return +told


def disclosed_over(
    sessions: Iterable[tuple[Any, Mapping[str, int]]], chosen: set[Any]
) -> Counter[str]:
    """Return the sums over the *chosen* of *sessions*: keys with their counts, in a fixed order.

    Sessions with few people are put together with the next ones until a sum may be told, and such a
    group counts only as a whole. So the sums of two choices never differ by those of one session.
    """
    known = list(sessions)
    told: Counter[str] = Counter()
    for keys, counted in _groups(known):
        if keys <= chosen:
            told += disclosed(counted)
    del told[UNTOLD]
    people = sum(sum(counted.values()) for key, counted in known if key in chosen)
    told[UNTOLD] = people - told.total()
    return +told


def _groups(
    sessions: Iterable[tuple[Any, Mapping[str, int]]],
) -> Iterator[tuple[set[Any], Counter[str]]]:
    keys: set[Any] = set()
    together: Counter[str] = Counter()
    for key, counted in sessions:
        if _tells(Counter(counted)):
            yield {key}, Counter(counted)
            continue
        keys, together = keys | {key}, together + Counter(counted)
        if _tells(together):
            yield keys, together
            keys, together = set(), Counter()


def _tells(counted: Counter[str]) -> bool:
    """Return whether any gender may be told."""
    return any(gender != UNTOLD for gender in disclosed(counted))


def _hidden(counted: Counter[str]) -> list[str]:
    """Return the genders of which fewer than five are counted.

    The next larger sum is hidden, too, where the hidden one could be worked out from the total.
    """
    sizes = sorted((count, gender) for gender, count in counted.items() if count)
    hidden = [gender for count, gender in sizes if count < SMALLEST]
    together = sum(counted[gender] for gender in hidden)
    if hidden and together < SMALLEST:
        # Nobody learns a hidden sum by subtracting the others from the total.
        hidden += [gender for _count, gender in sizes if gender not in hidden][:1]
    return hidden
