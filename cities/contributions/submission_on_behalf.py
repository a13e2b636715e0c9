"""Submission on behalf of a city, for texts that an officer sent by e-mail or gave by phone.

The city's unsent draft is never lost. It is submitted where organisers have written nothing of
their own meanwhile; otherwise the organisers' text is submitted, and the draft is kept whole in a
remark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cities.contributions import autosave
from cities.contributions.draft_rows import from_rows, from_submission, write_rows
from cities.contributions.drafts import Differences, Draft
from cities.contributions.submission import agree
from cities.models import Contribution
from cities.review import plain_text, transitions
from llex.core.forms.problems import Problem
from llex.core.languages.phrases import labelled
from llex.core.models import User
from llex.core.states import WrongState

# What is wrong in a draft, as the form of the city says it.
FindProblems = Callable[[Draft], Iterable[Problem]]

# Only the city can agree. Where it has not, the preflight of the note says so.
_AGREEMENTS: Final = ("licence", "consent")
# The form presumes it, before anything is typed.
_CHOSEN_FOR_THEM: Final = ("language",)


class IncompleteDraft(WrongState):
    """The city's unsent text cannot be handed in as it is; *problems* says why."""

    def __init__(self, contribution: Contribution, problems: list[str]) -> None:
        # Its words name them, and are made by what is called next.
        self.problems = problems
        super().__init__(contribution, "")

    def __str__(self) -> str:
        return _(
            "%(contribution)s has typed a text that is not finished: %(problems)s Nothing was"
            " handed in, and nothing is lost. Ask the city to finish it, or write it here yourself."
        ) % {"contribution": self.instance, "problems": " ".join(self.problems)}


@transaction.atomic
def submit_on_behalf(contribution: Contribution, *, by: User, problems_in: FindProblems) -> None:
    """Submit for the city, with its unsent draft, in which *problems_in* finds what is wrong.

    Raise WrongState unless it is a draft or changes were requested, and IncompleteDraft where its
    text lacks something that only the city knows.
    """
    # A save at the same time waits here, and is then refused because the text was sent.
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    contribution.refresh_from_db()
    if _is_unsent(contribution) and contribution.awaits_city:
        _take(contribution, autosave.current_draft(contribution), by, problems_in)
    transitions.submit(contribution, by=by)
    autosave.discard_draft(contribution)


def _is_unsent(contribution: Contribution) -> bool:
    """Return whether the city has typed texts that differ from its rows."""
    draft = autosave.current_draft(contribution)
    values = draft.to_form().items()
    typed = any(
        any(texts)
        for name, texts in values
        if name not in _CHOSEN_FOR_THEM and not name.endswith(("-key", "-copied_from"))
    )
    return typed and bool(Differences.between(draft, from_rows(contribution)).fields)


def _take(contribution: Contribution, draft: Draft, by: User, problems_in: FindProblems) -> None:
    if _is_written_by_organisers(contribution):
        contribution.review_notes.create(text=_kept(contribution), author=by)
        return
    problems = [
        labelled(one.label, one.text) for one in problems_in(draft) if one.field not in _AGREEMENTS
    ]
    if problems:
        raise IncompleteDraft(contribution, problems)
    write_rows(contribution, draft)
    if draft.licence and draft.consent:
        agree(contribution, draft)
    contribution.refresh_from_db()


def _is_written_by_organisers(contribution: Contribution) -> bool:
    """Return whether the rows differ from the last submission of the city."""
    last = contribution.submissions.order_by("-number").first()
    if last is None:
        return contribution.responses.exists() or contribution.challenges.exists()
    return bool(Differences.between(from_rows(contribution), from_submission(last.content)).fields)


def _kept(contribution: Contribution) -> str:
    """Return the city's unsent text, as a remark among organisers keeps it."""
    saved_by = contribution.draft_saved_by
    head = _("Typed by %(who)s and not sent. The text of the organisers was handed in instead.") % {
        "who": saved_by or contribution.city
    }
    return "\n\n".join([head, *plain_text.draft_lines(contribution)])
