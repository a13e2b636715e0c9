"""Two contributions to one session become one, or it is said why they cannot."""

from typing import Any, Final

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from cities.directory.merge.relations import RULES, reassign_relations, rows_of
from cities.models import Contribution
from cities.review import plain_text
from llex.core.languages.phrases import join_items, labelled

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
_ENDED: Final = (State.WITHDRAWN, State.DECLINED)
_AGREED: Final = ("licence", "licence_text", "consent_text")
# Where both say it differently, one is printed and the other is kept in a note to the organisers.
_SAID: Final = (
    ("representative",),
    ("representative_name", "representative_position"),
    ("quote", "quote_speaker", "quote_position"),
)
# How a submission calls what there are several of, and what is said once.
_LISTS: Final = ("responses", "challenges", "documents")
_ONCE: Final = ("representative", "quote")


class ContributionsNotMergeable(Exception):
    """Two contributions cannot honestly become one. Its text says why and what to do."""


def has_content(contribution: Contribution) -> bool:
    """Return whether the city has written anything in it, sent or not."""
    return bool(
        contribution.draft
        or contribution.quote
        or contribution.responses.exists()
        or contribution.challenges.exists()
        or contribution.submissions.exists()
    )


def has_ended(contribution: Contribution) -> bool:
    """Return whether it was withdrawn or declined, so that nothing of it may be printed."""
    return contribution.state in _ENDED


def check(one: Contribution, other: Contribution) -> None:
    """Raise ContributionsNotMergeable where merging the two would lose or distort a text.

    One that has ended is no obstacle: it is kept in a remark and not printed.
    """
    speaking = has_content(one) and has_content(other)
    if not speaking or has_ended(one) or has_ended(other):
        return
    if why := _apart(one, other):
        way_out = _("Or withdraw the one that is not to be published: what it says is kept.")
        raise ContributionsNotMergeable(f"{why} {way_out}")


def _apart(one: Contribution, other: Contribution) -> str:
    """Return why the two cannot be one text, or nothing."""
    session = {"session": one.session}
    if one.state != other.state:
        text = _(
            "Both contributed to “%(session)s”, but one is “%(one)s” and the other “%(other)s”."
            " Bring both to the same state first."
        )
        states = {"one": one.get_state_display(), "other": other.get_state_display()}
        return text % {**session, **states}
    if one.state not in _READY:
        text = _(
            "Both are writing for “%(session)s” at this moment. Wait until both are submitted, or"
            " decline one."
        )
        return text % session
    if one.original_language != other.original_language:
        text = _("What they wrote for “%(session)s” is in two languages; it cannot be one text.")
        return text % session
    if any(getattr(one, name) != getattr(other, name) for name in _AGREED):
        text = _("They agreed to different licences or consents for “%(session)s”.")
        return text % session
    return ""


def merge_contributions(kept: Contribution, gone: Contribution) -> None:
    """Merge the two for the city of *kept*. Raise ContributionsNotMergeable if they cannot be.

    Nothing is written away: what is not printed any more is kept in a review note.
    """
    check(kept, gone)
    city = kept.city
    is_joined = not (has_ended(kept) or has_ended(gone))
    both = has_content(kept) and has_content(gone)
    if not (both and is_joined) and _standing(gone) > _standing(kept):
        kept, gone = gone, kept
    sent = [row.submissions.last() for row in (kept, gone)]
    if is_joined:
        _say_once(kept, gone)
    elif has_content(gone):
        _remember(kept, gone)
    if both and is_joined:
        _keep_later(kept, gone)
    reassign_relations(kept, gone)
    if is_joined and all(sent):
        _send_together(kept, *sent)
    gone.delete()
    kept.city = city
    kept.save()


def _standing(contribution: Contribution) -> tuple[bool, bool, int]:
    """Return by what of two the one that stays is told, where they are not joined."""
    further = _FURTHER.index(State(contribution.state))
    return not has_ended(contribution), has_content(contribution), further


def _remember(kept: Contribution, gone: Contribution) -> None:
    """Keep all that *gone* says, where nothing of it is printed any more.

    Its submissions come before those of *kept*, whose last submission stays the last.
    """
    with translation.override(kept.session.main_language):
        text = _("From a contribution of %(city)s that was merged into this one. It is %(state)s:")
        head = text % {"city": gone.city, "state": gone.get_state_display()}
        kept.review_notes.create(text="\n\n".join([head, *plain_text.contribution_lines(gone)]))
    gone.responses.all().delete()
    gone.challenges.all().delete()
    earlier = list(gone.submissions.order_by("number"))
    for one in kept.submissions.order_by("-number"):
        kept.submissions.filter(pk=one.pk).update(number=one.number + len(earlier))
    for number, one in enumerate(earlier, 1):
        gone.submissions.filter(pk=one.pk).update(number=number, contribution=kept)


def _say_once(kept: Contribution, gone: Contribution) -> None:
    """Fill in what only *gone* says of what is said once; keep in a note what differs."""
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
            lines.append(labelled(label, join_items(filter(None, theirs))))
        if lines:
            text = _("From the contribution that was merged into this one:")
            kept.review_notes.create(text="\n".join([text, *lines]))


def _send_together(kept: Contribution, *sent: Any) -> None:
    """Keep what both sent last as one submission: with it the wording is compared."""
    kept.submissions.create(
        number=kept.submissions.count() + 1,
        content=_together(*(submission.content for submission in sent)),
        submitted_at=max(submission.submitted_at for submission in sent),
    )


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return what two contributions wrote, as if one had; what is said once is the first's."""
    return {
        **other,
        **one,
        **{name: [*one.get(name, ()), *other.get(name, ())] for name in _LISTS},
        **{
            name: next((said for said in (one.get(name), other.get(name)) if _is_said(said)), {})
            for name in _ONCE
        },
    }


def _is_said(parts: dict[str, str] | None) -> bool:
    return any((parts or {}).values())


def _keep_later(kept: Contribution, gone: Contribution) -> None:
    """Take the dates of the later of the two; the draft starts again from both."""
    if kept.consented_at is None or gone.consented_at is None:
        kept.consent_source, kept.consent_recorded_by = "", None
    elif gone.consented_at > kept.consented_at:
        kept.consent_source = gone.consent_source
        kept.consent_recorded_by = gone.consent_recorded_by
    for name in ("submitted_at", "accepted_at", "consented_at", "licensed_at"):
        moments = [getattr(row, name) for row in (kept, gone)]
        # Consent counts only where both have given it.
        setattr(kept, name, max(moments) if all(moments) else None)
    if kept.wording_before or gone.wording_before:
        kept.wording_before = _together(kept.wording_before or {}, gone.wording_before or {})
    kept.draft = None
    kept.draft_version += 1
    # What the city approved or was shown was another wording.
    kept.approvals = {}
    kept.wording_sent_at = None


def _reassign_contributions(relation: Any, kept: models.Model, gone: models.Model) -> None:
    """Reassign contributions to the city *kept*; merge two to the same session."""
    for contribution in rows_of(relation, gone).select_for_update(of=("self",)):
        twin = rows_of(relation, kept).filter(session=contribution.session_id).first()
        if twin is not None:
            merge_contributions(twin, contribution)
        else:
            type(contribution)._base_manager.filter(pk=contribution.pk).update(city=kept)


RULES["cities.contribution.city"] = _reassign_contributions
