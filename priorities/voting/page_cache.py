"""The voting page, rendered once for all who see the same, and filled in for each voter.

Thousands open it in one minute. Little differs between them: the key, the address of the form, the
answers chosen and sent. The template leaves marks for these (see the tags in
`priorities.templatetags.voting`), so that a page costs a search through its text and no template.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.regions import INHABITED, region_name
from llex.core.time_zones.moments import hour_text, in_zone
from priorities.models import Consultation
from priorities.questions.kind import REGION, CastBallot, Values
from priorities.questions.question_texts import question_texts
from priorities.questions.registry import kind_named, kind_of
from priorities.results.display import shown_results
from priorities.voting.ballot_form import ConsultationSnapshot, make_ballot_form
from priorities.voting.casting import not_taking_votes
from priorities.voting.voter_keys import VotingContext

# Seconds for which a page is cached; a corrected text or a new result appears after these.
_KEPT: Final = 2
# A page that waits without JavaScript is reloaded after so many seconds, not all at once.
_RENEWED: Final = range(15, 30)
# After closing, in case that voting is opened again.
_RENEWED_CLOSED: Final = range(60, 120)

# Marks: characters of Unicode's private area, which no text contains.
BLANK: Final = "\ue000%s\ue001"
GIVEN: Final = "\ue002%s\ue003"
END_GIVEN: Final = "\ue004"
_BLANK: Final = re.compile("\ue000([^\ue001]*)\ue001")
_GIVEN: Final = re.compile("\ue002([^\ue003]*)\ue003([^\ue004]*)\ue004")


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page with marks; *fields* are the names of the fields for services."""

    html: str
    kind: str
    fields: tuple[str, ...]

    def fill(self, chosen: Values, given: CastBallot | None, texts: Mapping[str, str]) -> str:
        """Return the page for one voter.

        *chosen* fills the form, *given* is the ballot as it was received, and *texts* are the other
        differences, by the names of the marks; they are escaped here.
        """
        blanks: dict[str, str] = {name: escape(text) for name, text in texts.items()}
        kind = kind_named(self.kind)
        blanks |= {f"{REGION}={value}": " selected" for value in chosen.get(REGION, ())[-1:]}
        blanks |= kind.chosen_marks(self.fields, chosen)
        blanks |= kind.sent_marks(self.fields, given.values if given else {})
        html = _GIVEN.sub(lambda mark: mark[2] if blanks.get(mark[1]) else "", self.html)
        return _BLANK.sub(lambda mark: blanks.get(mark[1], ""), html)


def cached_page(
    hall: ConsultationSnapshot,
    booth: VotingContext,
    language: str,
    *,
    has_voted: bool,
    error: str = "",
    keeps_answers: bool = True,
) -> CachedPage:
    """Return the page of a booth in *language*, which is active, before or after voting.

    A draft changes while it is rehearsed and an *error* concerns one voter: neither is cached.
    *keeps_answers* is whether the ballot with the error answered something.
    """
    state = (hall.state, hall.revealed_at, hall.closed_at)
    passing = error or hall.state == Consultation.State.DRAFT
    key = f"vote:{hall.pk}:{language}:{booth.cookie}:{has_voted}:{state}".replace(" ", "")
    sheet: CachedPage | None = None if passing else caches["pages"].get(key)
    if sheet is None:
        whole = Consultation.objects.select_related("session").get(pk=hall.pk)
        context = {"has_voted": has_voted, "error": error, "keeps_answers": keeps_answers}
        sheet = _render(whole, booth, language, context)
        if not passing:
            caches["pages"].set(key, sheet, _KEPT)
    return sheet


def _render(
    consultation: Consultation, booth: VotingContext, language: str, known: dict[str, Any]
) -> CachedPage:
    items = list(consultation.items.select_related("service"))
    words = question_texts(consultation, items)
    paper = make_ballot_form(consultation, items, words, language)
    context: dict[str, Any] = known | {
        "consultation": consultation,
        "kind": kind_of(consultation),
        "is_rehearsal": booth.is_rehearsal,
        "language": language,
        "choices": choices(consultation.session.languages),
        "paper": paper,
        "regions": [(code, region_name(code)) for code in INHABITED],
        "takes_votes": takes_votes(consultation, booth),
        "says": _says(consultation, booth, has_voted=known["has_voted"]),
        "too_late": too_late(),
        "results": shown_results(consultation, words, language),
        "signs": languages.signs(language),
    }
    html = render_to_string("priorities/voting/vote.html", context)
    return CachedPage(html, consultation.kind, tuple(line.name for line in paper.lines))


def texts_for(hall: ConsultationSnapshot, given: CastBallot | None, **texts: str) -> dict[str, str]:
    """Return the texts that differ between voters beside their answers."""
    pause = _RENEWED_CLOSED if hall.state == Consultation.State.CLOSED else _RENEWED
    shown = texts | {"renewed": str(secrets.choice(pause))}
    if given:
        shown["sent-at"] = in_zone(given.cast_at, hall.time_zone).isoformat()
        shown["sent-time"] = hour_text(given.cast_at, hall.time_zone)
    return shown


def takes_votes(consultation: Consultation, booth: VotingContext) -> bool:
    """Return whether a ballot can be cast in this booth now."""
    if booth.is_rehearsal:
        return consultation.state == Consultation.State.DRAFT
    return consultation.takes_votes and bool(booth.token) >= consultation.is_closed_hall


def _says(consultation: Consultation, booth: VotingContext, *, has_voted: bool) -> str:
    """Return why no vote can be cast here now, or how this page differs from the usual one."""
    if booth.is_rehearsal and consultation.state == Consultation.State.DRAFT:
        return _("This is a rehearsal. Its ballots are removed when voting begins.")
    if not consultation.takes_votes or booth.is_rehearsal:
        return not_taking_votes(consultation)
    if not consultation.is_closed_hall or has_voted:
        return ""
    if not booth.token:
        return _(
            "In this hall everybody votes with a link of their own. Ask the organisers for it."
        )
    return _("This link is yours alone. It gives one vote, which you can change in this browser.")


def too_late() -> str:
    """Return the notice about answers that were not sent before the closing."""
    return _("Voting has ended. What had not been sent by then is not counted.")


def choices(offered: Iterable[str]) -> list[dict[str, Any]]:
    """Return the languages of the switch."""
    return [
        {"code": code, "name": languages.name_of(code), "direction": languages.direction(code)}
        for code in offered
    ]
