"""Two contributions to one session become one, or it is said why they cannot."""

from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from cities.merging.relations import hand_over
from cities.models import Contribution

State = Contribution.State
# Of two of which at most one says something, the one that is further on stays.
_FURTHER: Final = (
    State.DECLINED,
    State.WITHDRAWN,
    State.INVITED,
    State.DRAFT,
    State.CHANGES_REQUESTED,
    State.SUBMITTED,
    State.ACCEPTED,
)
_READY: Final = (State.SUBMITTED, State.ACCEPTED)
_AGREED: Final = ("licence", "licence_text", "consent_text")
# Where both say it differently, one is printed and the other is kept in a note to the organisers.
_SAID: Final = (
    ("representative",),
    ("representative_name", "representative_position"),
    ("quote", "quote_speaker", "quote_position"),
)


class Apart(Exception):
    """Two contributions cannot honestly become one. Its text says why and what to do."""


def says_something(contribution: Contribution) -> bool:
    """Tell whether the city has written anything in it, sent or not."""
    return bool(
        contribution.draft
        or contribution.quote
        or contribution.responses.exists()
        or contribution.challenges.exists()
        or contribution.submissions.exists()
    )


def check(one: Contribution, other: Contribution) -> None:
    """Raise Apart where the two cannot become one without a loss or an untruth."""
    if not (says_something(one) and says_something(other)):
        return
    session = {"session": one.session}
    if State.WITHDRAWN in {one.state, other.state}:
        text = _(
            "Both contributed to “%(session)s”, and one of the two was withdrawn: its text may not"
            " be printed together with the other. Delete the withdrawn contribution first if"
            " nothing of it needs to be kept."
        )
        raise Apart(text % session)
    if one.state != other.state:
        text = _(
            "Both contributed to “%(session)s”, but one is “%(one)s” and the other “%(other)s”."
            " Bring both to the same state first."
        )
        states = {"one": one.get_state_display(), "other": other.get_state_display()}
        raise Apart(text % {**session, **states})
    if one.state not in _READY:
        text = _(
            "Both are writing for “%(session)s” at this moment. Wait until both are submitted, or"
            " decline one."
        )
        raise Apart(text % session)
    if one.original_language != other.original_language:
        text = _("What they wrote for “%(session)s” is in two languages; it cannot be one text.")
        raise Apart(text % session)
    if any(getattr(one, name) != getattr(other, name) for name in _AGREED):
        text = _("They agreed to different licences or consents for “%(session)s”.")
        raise Apart(text % session)


def bring_together(kept: Contribution, gone: Contribution) -> None:
    """Make one of the two, for the city of *kept*. Raise Apart where that cannot be.

    Nothing is written away: what only one can say, the other's is kept in a review note.
    """
    check(kept, gone)
    city = kept.city
    speaking = says_something(kept), says_something(gone)
    if all(speaking):
        _join(kept, gone)
    elif speaking[1] or (not speaking[0] and _is_further(gone, kept)):
        kept, gone = gone, kept
    hand_over(kept, gone)
    gone.delete()
    kept.city = city
    kept.save()


def _is_further(one: Contribution, other: Contribution) -> bool:
    return _FURTHER.index(State(one.state)) > _FURTHER.index(State(other.state))


def _join(kept: Contribution, gone: Contribution) -> None:
    with translation.override(kept.session.main_language):
        lines = []
        for names in _SAID:
            theirs = [getattr(gone, name) for name in names]
            if not any(theirs) or theirs == [getattr(kept, name) for name in names]:
                continue
            if not any(getattr(kept, name) for name in names):
                for name, value in zip(names, theirs, strict=True):
                    setattr(kept, name, value)
                continue
            label = str(Contribution._meta.get_field(names[0]).verbose_name)  # type: ignore[union-attr]
            lines.append(f"{label}: {', '.join(str(value) for value in theirs if value)}")
        if lines:
            text = _("From the contribution that was merged into this one:")
            kept.review_notes.create(text="\n".join([text, *lines]))
    _keep_later(kept, gone)


def _keep_later(kept: Contribution, gone: Contribution) -> None:
    """Let the dates be those of the later of the two; the draft is begun anew from both."""
    for name in ("submitted_at", "accepted_at", "consented_at", "licensed_at"):
        moments = [getattr(row, name) for row in (kept, gone)]
        # Consent counts only where both have given it.
        setattr(kept, name, max(moments) if all(moments) else None)
    kept.draft = None
    kept.draft_version += 1
    # What the city approved or was shown was another wording.
    kept.wording_sent_at = None
