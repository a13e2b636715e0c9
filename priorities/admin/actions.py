"""The verbs of a consultation as buttons of the admin."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from unfold.enums import ActionVariant

from llex.core.admin.actions import StateAction, SureDialog
from priorities.models import Consultation
from priorities.questions.readiness import doubts
from priorities.results.disclosure import few_ballots, is_small


def _few_ballots(consultation: Consultation) -> str:
    ballots = consultation.ballots.exclude(origin="rehearsal").count()
    return few_ballots(ballots) if is_small(ballots) and consultation.shows_results else ""


def _doubts(consultation: Consultation) -> str:
    return " ".join(doubts(consultation))


class _OpenDialog(SureDialog):
    """Ask whether to open it, although people may misunderstand the scale."""

    @staticmethod
    def doubt_of(pk: str) -> str:
        """Return what people may misunderstand, or nothing."""
        if not pk.isdecimal():
            return ""
        consultation = Consultation.objects.filter(pk=pk, state="draft").first()
        return _doubts(consultation) if consultation else ""


def _doubts_of_draft(consultation: Consultation) -> str:
    # In another state it cannot be opened, which is told by itself.
    return _doubts(consultation) if consultation.state == Consultation.State.DRAFT else ""


def _open(consultation: Consultation, user: Any, note: str) -> None:
    consultation.open(override=note)


def _reopen(consultation: Consultation, user: Any, note: str) -> None:
    consultation.reopen(note)


VERBS: Final = (
    StateAction(
        "open",
        label=_("Open"),
        done=_("Open for votes: %(names)s."),
        question=_("From now on people can vote. Ballots of a rehearsal are removed."),
        icon="how_to_vote",
        variant=ActionVariant.PRIMARY,
        warning=_doubts,
        doubt=_doubts_of_draft,
        dialog=_OpenDialog,
    ),
    StateAction(
        "pause",
        label=_("Pause"),
        done=_("Paused: %(names)s."),
        question=_("No ballot is taken until you resume. What people have chosen is kept."),
        icon="pause",
    ),
    StateAction(
        "resume",
        label=_("Resume"),
        done=_("Open for votes again: %(names)s."),
        question=_("People can vote again."),
        icon="play_arrow",
        variant=ActionVariant.PRIMARY,
    ),
    StateAction(
        "close",
        label=_("Close"),
        done=_("Closed: %(names)s. The results are frozen."),
        question=_("Voting ends and the results are frozen. Reopening would need a reason."),
        icon="lock",
        variant=ActionVariant.PRIMARY,
        warning=_few_ballots,
    ),
    StateAction(
        "reveal",
        label=_("Reveal the results"),
        done=_("The results are shown: %(names)s."),
        question=_("Everybody sees the results from now on, on the screen and on the phones."),
        icon="visibility",
        warning=_few_ballots,
    ),
    StateAction(
        "hide",
        label=_("Hide the results"),
        done=_("The results are hidden again: %(names)s."),
        question=_("The screen and the phones stop showing results. Who saw them has seen them."),
        icon="visibility_off",
    ),
)
_RESET = StateAction(
    "reset",
    label=_("Remove all ballots"),
    done=_("All ballots were removed: %(names)s."),
    question=_("Everything that was cast in the rehearsal is removed."),
    icon="delete",
)
_REOPEN = StateAction(
    "reopen",
    label=_("Reopen"),
    done=_("Open for votes again: %(names)s. The frozen results were given up."),
    question=_("People can vote again, and the note will say that voting was reopened."),
    icon="lock_open",
    needs_note=True,
    call=_reopen,
)
_OPEN_ANYWAY = StateAction(
    "open",
    label=_("Open"),
    done=_("Open for votes: %(names)s."),
    question=_("From now on people can vote. Ballots of a rehearsal are removed."),
    call=_open,
    warning=_doubts,
    doubt=_doubts_of_draft,
)
# In which state which verbs make sense; the rule is in the model, and a test holds the two.
POSSIBLE: Final = {
    "draft": ("open",),
    "open": ("pause", "close", "reveal", "hide"),
    "paused": ("resume", "close", "reveal", "hide"),
    "closed": ("reveal", "hide"),
}
CONSOLE_ACTIONS: Final = {verb.name: verb for verb in (*VERBS, _OPEN_ANYWAY, _RESET, _REOPEN)}
_ON_CONSOLE: Final = {
    **POSSIBLE,
    "draft": ("open", "reset"),
    "closed": ("reveal", "hide", "reopen"),
}


# What comes next where all goes well.
_NEXT: Final = {"draft": "open", "open": "close", "paused": "resume", "closed": "reveal"}


def pointless(consultation: Consultation) -> set[str]:
    """Return the verbs that would not change what people see."""
    if consultation.shows_unrevealed:
        return {"reveal", "hide"}
    return {"hide"} if consultation.revealed_at is None else {"reveal"}


def on_console(consultation: Consultation) -> list[StateAction]:
    """Return what the console offers in the state of *consultation*, the next action marked."""
    left_out = pointless(consultation)
    if not consultation.ballots.exists():
        left_out.add("reset")
    names = [name for name in _ON_CONSOLE[consultation.state] if name not in left_out]
    coming = _NEXT[consultation.state]
    marks = {True: ActionVariant.PRIMARY, False: ActionVariant.DEFAULT}
    return [replace(CONSOLE_ACTIONS[name], variant=marks[name == coming]) for name in names]


def reopening_for(reasons: Mapping[str, str]) -> StateAction:
    """Return the verb that reopens for *reasons*, which are given by language."""
    return replace(_REOPEN, call=lambda consultation, user, note: consultation.reopen(reasons))
