"""Sums that are kept when registrations are deleted after their time."""

from collections import Counter, defaultdict
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from sessions_app.models import Participant, RegistrationSums
from sessions_app.querysets import SPEAKING_ROLES
from sessions_app.statistics.genders import UNTOLD, disclosed


@transaction.atomic
def delete_with_sums(rows: QuerySet[Any]) -> None:
    """Delete registrations, and keep the languages and the genders of speakers in sums.

    A gender of which there are too few in a session is not kept.
    """
    languages: dict[int, Counter[str]] = defaultdict(Counter)
    genders: dict[int, Counter[str]] = defaultdict(Counter)
    placed = rows.filter(participant__in=Participant.objects.taking_part()).order_by()
    for session, role, language, gender in placed.values_list(
        "participant__session", "participant__role", "language", "gender"
    ):
        languages[session][language] += 1
        if role in SPEAKING_ROLES:
            genders[session][gender] += 1
    for session, counted in languages.items():
        sums, _created = RegistrationSums.objects.get_or_create(session_id=session)
        told = disclosed(genders[session])
        del told[UNTOLD]
        sums.languages = dict(Counter(sums.languages) + counted)
        sums.speaker_genders = dict(Counter(sums.speaker_genders) + told)
        sums.save()
    rows.delete()
