"""The self-declared gender of those who registered, in sums from which no person can be told."""

from collections import Counter
from typing import Final

from sessions_app.models import LearningSession, Participant, Registration

SMALLEST: Final = 5


def gender_sums(session: LearningSession) -> dict[str, int]:
    """Return how many of those with a place are of each gender, by its label; one query.

    A sum below five is left out, and so is the next larger one where the left-out one could be
    worked out from the total.
    """
    rows = Registration.objects.filter(
        participant__session=session,
        participant__status__in=(Participant.Status.REGISTERED, Participant.Status.ATTENDED),
    )
    return shown_sums(Counter(rows.values_list("gender", flat=True)))


def shown_sums(counted: Counter[str]) -> dict[str, int]:
    """Return the sums that may be told, by label."""
    labels = {**dict(Registration.Gender.choices), "": Registration.UNDECLARED}
    sizes = sorted((count, gender) for gender, count in counted.items() if count)
    hidden = [gender for count, gender in sizes if count < SMALLEST]
    together = sum(counted[gender] for gender in hidden)
    if hidden and together < SMALLEST:
        # Nobody learns a hidden sum by subtracting the others from the total.
        hidden += [gender for _count, gender in sizes if gender not in hidden][:1]
    return {str(labels[g]): counted[g] for g in labels if counted[g] and g not in hidden}
