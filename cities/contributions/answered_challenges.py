"""Which challenges a response answers: its own city's or another's, of the same session."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import get_language

from cities.models import Challenge, Contribution
from llex.core.languages import DEFAULT, fallbacks
from llex.core.languages.translation_marks import first_text
from llex.core.text import parse, to_plain
from llex.core.text.normalization import clean_line

Choices = list[tuple[str, list[tuple[int, str]]]]


def answerable_challenges(contribution: Contribution) -> QuerySet[Challenge]:
    """Return the challenges that its responses may name: what the note prints, and its own."""
    printed = Contribution.objects.printed().filter(session=contribution.session_id)
    challenges = Challenge.objects.filter(contribution__in=printed)
    own = Challenge.objects.filter(contribution=contribution)
    return (
        (challenges | own)
        .select_related("contribution__city")
        .order_by("contribution__order", "contribution_id", "order", "pk")
    )


def group_by_city(challenges: Iterable[Challenge]) -> Choices:
    """Return them as choices under the names of their cities."""
    groups: dict[int, tuple[str, list[tuple[int, str]]]] = {}
    for challenge in challenges:
        contribution = challenge.contribution
        group = groups.setdefault(contribution.pk, (str(contribution.city), []))
        group[1].append((challenge.pk, _line(challenge)))
    return list(groups.values())


def _line(challenge: Challenge) -> str:
    order = fallbacks(get_language() or DEFAULT)
    code, text = first_text(challenge, "text", order) or (DEFAULT, challenge.original_text)
    return clean_line(to_plain(parse(text, code)))
