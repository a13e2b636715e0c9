"""Pages of the officer's address: the form, the read-only page, and the page that keeps a text."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cities.contributions import attachments, deadlines
from cities.contributions.autosave import DraftConflict, current_draft
from cities.contributions.draft_merging import Known
from cities.contributions.draft_rows import from_rows, from_submission
from cities.contributions.drafts import Differences, Draft
from cities.contributions.earlier import MOST, copied_from, earlier_contributions, prefilled
from cities.contributions.preview import preview
from cities.forms.contribution import ContributionForm, label_in_full, service_choices
from cities.forms.contribution_parts import flat_choices
from cities.invitations import link_renewal, sending
from cities.invitations.access import Access
from cities.models import Contribution
from cities.public.examples import examples
from cities.review import questions
from llex.core import languages
from llex.core.languages import world_languages
from llex.core.privacy.notice import current_version

# In the query of the address: tell what is still missing before the contribution can be sent.
CHECKED: Final = "check"


@dataclass(frozen=True, slots=True)
class Said:
    """Messages of the page, beside the fields themselves.

    *version* is the one on which the typed text is based, if that is not the latest.
    """

    conflict: DraftConflict | None = None
    problems: bool = False
    stale: bool = False
    file_error: str = ""
    version: int | None = None
    known: str | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """A field that two colleagues changed, as the page shows it."""

    control: str
    name: str
    label: str
    mine: list[str]
    theirs: list[str]

    def as_data(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return asdict(self)


def writing(
    request: HttpRequest, found: Access, draft: Draft, said: Said | None = None
) -> HttpResponse:
    """Answer with the page to write on, filled with *draft*."""
    said = said or Said()
    contribution = found.contribution
    typed = _begun(found, draft).with_room().with_keys()
    earlier = list(earlier_contributions(contribution, found.user)[:MOST])
    sessions = {one.pk: str(one.session) for one in earlier}
    form = ContributionForm(typed, service_choices(), checked=said.problems, sessions=sessions)
    asked = questions.questions(contribution, form.draft)
    form.point_to_questions({question.field for question in asked})
    conflict = said.conflict
    known = conflict.known if conflict else Known.of(form.draft)
    context = {
        **_about(contribution),
        "form": form,
        "problems": form.problems,
        "said": said,
        "differences": _differences(conflict),
        "conflicts": conflicts_of(form, conflict) if conflict else (),
        "known": known.dump() if said.known is None else said.known,
        "questions": asked,
        "may_invite": found.invitation is None,
        "earlier": earlier,
        "examples": examples(get_language() or "", without=contribution.city.slug),
        "copied": [one for one in earlier if one.pk in copied_from(typed)],
        "suggestion": suggestion(draft),
        "privacy_notice": current_version(),
        "version": contribution.draft_version if said.version is None else said.version,
        "page": secrets.token_urlsafe(9),
        "ticket": _ticket(found),
        "attachments": contribution.attachments.all(),
        "photographs": contribution.photographs.all(),
        "most_documents": attachments.MOST,
        "largest": attachments.largest(),
        "megabytes": settings.ATTACHMENT_MEGABYTES,
    }
    return render(request, "cities/contribution/edit.html", context, status=said.status)


def checking(request: HttpRequest, found: Access, draft: Draft) -> HttpResponse:
    """Answer with all that would be sent, as it was typed and as it will be read."""
    contribution = found.contribution
    form = ContributionForm(draft.with_keys(), service_choices(), sessions=_sessions(found))
    context = {
        **_about(contribution),
        "answers": list(form.answers()),
        "document": preview(contribution, form.draft),
        "values": form.draft.to_form().items(),
        "hidden": {
            "version": str(contribution.draft_version),
            "known": Known.of(form.draft).dump(),
            "page": secrets.token_urlsafe(9),
            "ticket": _ticket(found),
            "notice": current_version(),
        }.items(),
        "attachments": contribution.attachments.all(),
    }
    return render(request, "cities/contribution/check.html", context)


def conflicts_of(form: ContributionForm, conflict: DraftConflict) -> list[ShownConflict]:
    """Return the fields in conflict with their labels, in the order of the page."""
    found = {one.name: one for one in conflict.merged.conflicts}
    shown = []
    for part in form.parts:
        for bound in part:
            if one := found.get(bound.html_name):
                labels = dict(flat_choices(bound.field))
                texts = (
                    [labels.get(text, text) for text in side] for side in (one.mine, one.theirs)
                )
                label = label_in_full(part, bound)
                shown.append(ShownConflict(one.control, one.name, label, *texts))
    return shown


def _differences(conflict: DraftConflict | None) -> Differences | None:
    if conflict is None:
        return None
    return Differences({one.name: list(one.theirs) for one in conflict.merged.conflicts})


def reading(
    request: HttpRequest, found: Access, *, typed: Draft | None = None, status: int = 200
) -> HttpResponse:
    """Answer with what was sent, and with what was typed and can no longer be taken."""
    contribution = found.contribution
    context = {
        **_about(contribution),
        "said": sent(contribution),
        "unsent": current_draft(contribution),
        "typed": typed,
        "services": dict(service_choices()),
        "attachments": contribution.attachments.all(),
        "has_closed": deadlines.has_closed(contribution) and contribution.awaits_city,
        "may_take_up": deadlines.may_take_up(contribution),
    }
    return render(request, "cities/contribution/read.html", context, status=status)


def kept(
    request: HttpRequest, pk: int, draft: Draft, *, is_sent: bool, file_error: str, status: int
) -> HttpResponse:
    """Show all that was typed to a visitor who may not write here (any more).

    The page shows nothing of the contribution, not even whether there is one.
    """
    context = {
        "pk": pk,
        "form": ContributionForm(draft, service_choices()),
        "version": request.POST.get("version", ""),
        "known": request.POST.get("known", ""),
        "page": request.POST.get("page", ""),
        "ticket": request.POST.get("ticket", ""),
        "is_sent": is_sent,
        "file_error": file_error,
    }
    return render(request, "cities/contribution/kept.html", context, status=status)


def sent(contribution: Contribution) -> Draft:
    """Return what was sent last, or what the rows say where nothing was."""
    last = contribution.submissions.order_by("-number").first()
    return from_submission(last.content) if last else from_rows(contribution)


def suggestion(draft: Draft) -> world_languages.Language | None:
    """Return the language the text seems to be in, where that is not the one chosen."""
    code = world_languages.suggest(draft.words)
    if not code or code == draft.language.partition("-")[0]:
        return None
    known = world_languages.all_languages(get_language() or languages.DEFAULT)
    return next((language for language in known if language.code == code), None)


def _sessions(found: Access) -> dict[int, str]:
    """Return the names of the sessions that texts may be copied from."""
    earlier = earlier_contributions(found.contribution, found.user)[:MOST]
    return {one.pk: str(one.session) for one in earlier}


def _ticket(found: Access) -> str:
    return signing.dumps(found.user.pk, salt=link_renewal.RENEWAL_SALT)


def _about(contribution: Contribution) -> dict[str, Any]:
    session = contribution.session
    return {
        "contribution": contribution,
        "city": contribution.city,
        "session": session,
        "due_at": session.contributions_due_at,
        "closes_at": sending.closing_time(session),
        "is_late": deadlines.is_late(contribution),
        "contact": contribution.session.series.named_contact,
    }


def _begun(found: Access, draft: Draft) -> Draft:
    """Assume language and representative of last time, or the reader's language, at first."""
    untouched = found.contribution.draft is None and not (draft.responses or draft.challenges)
    if not untouched:
        return draft
    begun = replace(draft, language=get_language() or "")
    return prefilled(begun, found.contribution, found.user)
