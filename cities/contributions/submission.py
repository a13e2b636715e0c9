"""Handing a contribution in: draft to rows, rows to submission, all or nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now

from cities.contributions import autosave, consent_texts
from cities.contributions.autosave import DraftConflict
from cities.contributions.draft_merging import Known, Merged
from cities.contributions.draft_rows import write_rows
from cities.contributions.drafts import Differences, Draft
from cities.models import Contribution
from cities.review import transitions
from cities.wording.snapshots import snapshot
from llex.core.models import User
from llex.core.privacy.notice import current_version


def submit_draft(
    contribution: Contribution,
    draft: Draft,
    *,
    version: int,
    page: str,
    by: User | None,
    privacy_notice: str = "",
) -> None:
    """Submit a validated draft, unless another version was saved meanwhile.

    *privacy_notice* is the version of the notice that was shown.

    Raise DraftConflict, CollectionClosed or WrongState as saving does; then nothing was sent.
    """
    with transaction.atomic():
        stored = autosave.save_draft(contribution, draft, version=version, page=page, by=by)
        if Differences.between(draft, stored).fields:
            # Merged with texts that were not shown and validated here.
            raise DraftConflict(contribution, Merged(stored), Known.of(stored))
        _keep_what_is_replaced(contribution)
        write_rows(contribution, draft)
        agree(contribution, draft, privacy_notice)
        transitions.submit(contribution, by=by)
        autosave.discard_draft(contribution)


def _keep_what_is_replaced(contribution: Contribution) -> None:
    """Store the present wording: organisers may have edited it while the city was writing."""
    sent_back = Contribution.objects.filter(
        pk=contribution.pk, state=Contribution.State.CHANGES_REQUESTED
    )
    sent_back.update(wording_before=snapshot(contribution))


def agree(contribution: Contribution, draft: Draft, privacy_notice: str = "") -> None:
    """Keep which versions of licence, consent and privacy notice the city has agreed to now."""
    moment = now()
    Contribution.objects.filter(pk=contribution.pk).update(
        licence=consent_texts.LICENCE_NAME,
        licence_text=draft.licence,
        licensed_at=moment,
        consent_text=draft.consent,
        consented_at=moment,
        consent_source=Contribution.ConsentSource.FORM,
        consent_recorded_by=None,
        privacy_notice=privacy_notice or current_version(),
    )
