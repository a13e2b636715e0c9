"""Transitions of a contribution with the e-mails that go with them.

Views, the admin and commands use these. Imports and the demonstration call the methods of the model
instead, which send nothing. A transition and its e-mails are one transaction: an e-mail is sent
only when it is committed.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities.contributions import deadlines
from cities.contributions.fields import name_of_field
from cities.invitations import magic_links
from cities.models import Contribution, ResponseUpdate, ReviewNote
from cities.notifications.emails import send_receipt, to_officers, to_organisers
from cities.notifications.recipients import writes_for
from llex.core import languages
from llex.core.languages.phrases import join_items, labelled
from llex.core.models import User
from llex.core.states import WrongState


class NoRecipient(WrongState):
    """The city has no officer to send an e-mail to."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(contribution, "")

    def __str__(self) -> str:
        return str(_("%(city)s has no officer to write to, so nothing was sent.")) % {
            "city": self.instance
        }


@transaction.atomic
def submit(contribution: Contribution, *, by: User | None) -> None:
    """Hand it in. Raise WrongState unless it is a draft or changes were requested."""
    contribution.submit(by=by)
    to_organisers(
        "contribution_submitted", contribution, event=contribution.submissions.last(), by=by
    )
    send_receipt(contribution, by=by)


@transaction.atomic
def take_up(contribution: Contribution) -> None:
    """Give what was sent back to the city, unless a review has begun or the time is over.

    Raise CollectionClosed, ReviewBegun or WrongState.
    """
    if contribution.may_be_taken_up and not deadlines.may_take_up(contribution):
        raise deadlines.CollectionClosed
    contribution.take_up()


@transaction.atomic
def request_changes(
    contribution: Contribution, note: str, *, by: User | None, field: str = ""
) -> ReviewNote:
    """Send it back with a note, which may be about one *field* of the city's form.

    Raise WrongState unless submitted or accepted.
    """
    remark = contribution.request_changes(note, by=by, field=field)
    to_officers(
        "contribution_changes_requested",
        contribution,
        event=remark,
        field=field,
        note=remark,
        # Called while the letter is written, so in the language of each officer.
        about=lambda: name_of_field(field),
        by=by,
    )
    return remark


@transaction.atomic
def accept(contribution: Contribution, *, by: User | None) -> None:
    """Take it into the note. Raise WrongState unless submitted."""
    contribution.accept()
    to_officers("contribution_accepted", contribution, by=by)


@transaction.atomic
def accept_draft(contribution: Contribution, *, by: User | None) -> None:
    """Hand in what organisers wrote for a city, and take it into the note.

    Raise WrongState where an officer writes it, and in every other state than those of a draft.
    """
    rows = Contribution.objects.filter(pk=contribution.pk)
    if not rows.entered().exists():
        raise WrongState(contribution, _("accept"))
    submit(contribution, by=by)
    accept(contribution, by=by)


@transaction.atomic
def decline(contribution: Contribution, *, by: User | None) -> None:
    """Say that the city will not contribute. Raise WrongState once something was submitted."""
    contribution.decline()
    to_organisers("contribution_declined", contribution, by=by)


@transaction.atomic
def withdraw(contribution: Contribution, *, by: User | None) -> None:
    """Take it back. Raise WrongState when it has ended already.

    Where organisers do it, the city is told as well.
    """
    contribution.withdraw()
    by_city = writes_for(contribution, by)
    to_organisers("contribution_withdrawn", contribution, by=by, by_city=by_city)
    if not by_city:
        to_officers("contribution_taken_out", contribution, by=by)


@transaction.atomic
def send_wording(contribution: Contribution, *, by: User | None) -> list[str]:
    """Ask the city to approve the languages that are complete. Return their codes.

    Raise WrongState unless accepted, NothingToApprove if no language is complete and open, and
    NoRecipient if the city has no officer to ask.
    """
    asked = contribution.send_wording()
    written = to_officers(
        "wording_ready",
        contribution,
        to=magic_links.WORDING,
        by=by,
        # Called while the e-mail is written, so in the language of each officer.
        asked=lambda: language_names(asked),
        following=lambda: language_names(contribution.languages_to_translate),
        is_again=contribution.wording_approved_at is not None,
    )
    if not written:
        raise NoRecipient(contribution)
    # It counts as sent once the mail server has accepted it: `cities.signals`.
    Contribution.objects.filter(pk=contribution.pk).update(wording_sent_at=None)
    contribution.wording_sent_at = None
    return asked


@transaction.atomic
def send_wordings(contributions: Iterable[Contribution], *, by: User | None) -> int:
    """Ask each city that has something to approve. Return how many were asked.

    Cities without an officer are skipped; raise NoRecipient if there are no others.
    """
    asked, nobody = 0, []
    for contribution in contributions:
        if not contribution.languages_to_approve:
            continue
        try:
            send_wording(contribution, by=by)
        except NoRecipient as problem:
            nobody.append(problem)
        else:
            asked += 1
    if nobody and not asked:
        raise nobody[0]
    return asked


@transaction.atomic
def approve_wording(
    contribution: Contribution,
    *,
    by: User | None,
    shown: str | None = None,
    only: Collection[str] | None = None,
) -> list[str]:
    """Agree to the wording as it is now, or *only* to some languages. Return which were approved.

    *shown* is the digest of what was read. Where organisers do it, the city is told as well. Raise
    WrongState unless accepted, NothingToApprove where no language is left to approve, and
    WordingChanged where another wording was read.
    """
    approved = contribution.approve_wording(shown=shown, only=only, by=by)
    told: dict[str, Any] = {
        "by": by,
        "approved": lambda: language_names(approved),
        "open": lambda: language_names(contribution.languages_to_approve),
        "following": lambda: language_names(contribution.languages_to_translate),
    }
    to_organisers("wording_approved", contribution, **told)
    if not writes_for(contribution, by):
        to_officers("wording_approved_for_city", contribution, to=magic_links.WORDING, **told)
    return approved


def what_follows(contributions: Iterable[Contribution]) -> str:
    """Return a warning about translations that cities could not approve yet, or nothing."""
    missing = [
        labelled(contribution, language_names(codes))
        for contribution in contributions
        if (codes := contribution.languages_to_translate)
    ]
    if not missing:
        return ""
    text = _(
        "Not translated yet, so not part of what the cities approve now: %(missing)s. They were"
        " told which languages follow. Once a translation is complete, send the text again: the"
        " city is asked for the new languages alone."
    )
    return str(text) % {"missing": "; ".join(missing)}


def language_names(codes: Iterable[str]) -> str:
    """Return the names of languages in the active language, or nothing for none."""
    return join_items(map(languages.name_in_sentence, codes))


@transaction.atomic
def comment_wording(contribution: Contribution, text: str, *, by: User | None) -> ReviewNote:
    """Tell the organisers what should be worded differently. Raise WrongState unless accepted."""
    remark = contribution.comment_wording(text, by=by)
    to_organisers("wording_commented", contribution, event=remark, note=remark, by=by)
    return remark


@transaction.atomic
def ask_follow_up(contribution: Contribution) -> int:
    """Ask the city whether its printed responses are up to date. Return the number of recipients.

    Without a recipient it does not count as asked. Raise WrongState unless accepted.
    """
    contribution.require_accepted(_("ask whether it is still true"))
    written = to_officers("follow_up", contribution, to=magic_links.FOLLOW_UP)
    if written:
        contribution.follow_ups.create()
    return written


@transaction.atomic
def answer_follow_up(
    contribution: Contribution, updates: list[ResponseUpdate], *, by: User | None
) -> None:
    """Keep what became of the responses. Raise WrongState unless accepted."""
    contribution.require_accepted(_("say what became of it"))
    for update in updates:
        update.by = by
        update.save()
    contribution.follow_ups.filter(answered_at__isnull=True).update(answered_at=now())
    to_organisers("follow_up_answered", contribution, by=by)
