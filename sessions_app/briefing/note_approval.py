"""Four eyes: a note is published once a second person has approved it in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from cities.notifications.envelopes import envelope
from llex.core import languages
from llex.core.languages import name_in_sentence
from llex.core.mail.messages import send_mail
from llex.core.models import User
from sessions_app.briefing.checksums import document_checksum
from sessions_app.briefing.document import Document
from sessions_app.models import Edition, LearningSession, NoteApproval
from sessions_app.models.editions import TO_PUBLISH

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TextChanged(Exception):
    """The note is no longer what the reader saw."""


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """How far the note in one language is approved; *checksum* is that of the note now.

    *current* is about these words, *former* the last approval that was given to others.
    """

    code: str
    checksum: str
    current: NoteApproval | None = None
    former: NoteApproval | None = None

    @property
    def name(self) -> str:
        """Return the language's own name."""
        return languages.name_of(self.code)

    @property
    def is_approved(self) -> bool:
        """Return whether a second person has approved the note as it is now."""
        return self.current is not None and self.current.is_given

    @property
    def is_asked(self) -> bool:
        """Return whether a second person was asked and has not approved it yet."""
        return self.current is not None and not self.current.is_given


def approval_states(
    session: LearningSession, documents: Mapping[str, Document]
) -> list[ApprovalState]:
    """Return how far each language is approved. One query."""
    rows = session.note_approvals.select_related("asked_by", "asked_of", "approved_by")
    by_language: dict[str, list[NoteApproval]] = {}
    for row in rows.order_by("asked_at", "pk"):
        by_language.setdefault(row.language, []).append(row)
    states = []
    for code, document in documents.items():
        checksum, found = document_checksum(document), by_language.get(code, [])
        current = next((row for row in found if row.checksum == checksum), None)
        others = [row for row in found if row.checksum != checksum and row.is_given]
        former = max(others, key=lambda row: row.approved_at or now(), default=None)
        states.append(ApprovalState(code, checksum, current, former))
    return states


def second_people(user: User) -> QuerySet[User]:
    """Return those whom *user* may ask: others who may publish and have an address."""
    label, _dot, codename = TO_PUBLISH.partition(".")
    permissions = Permission.objects.filter(content_type__app_label=label, codename=codename)
    may_publish = (
        Q(is_superuser=True)
        | Q(groups__permissions__in=permissions)
        | Q(user_permissions__in=permissions)
    )
    rows = User.objects.filter(may_publish, is_active=True, is_staff=True)
    return rows.exclude(pk=user.pk).exclude(email="").order_by("name", "pk").distinct()


@transaction.atomic
def ask_for_approval(
    session: LearningSession, shown: Mapping[str, str], *, of: User, by: User, remark: str = ""
) -> list[NoteApproval]:
    """Ask *of* to approve the words in *shown*, checksums by language, and mail them.

    Return what is asked for; what is approved already is not asked for again. Who asked before for
    the same words is replaced.
    """
    asked = []
    for code, checksum in shown.items():
        row, _is_new = NoteApproval.objects.select_for_update(no_key=True).get_or_create(
            session=session, language=code, checksum=checksum, defaults={"asked_by": by}
        )
        if not row.is_given:
            row.asked_by, row.asked_at, row.asked_of, row.remark = by, now(), of, remark
            row.save()
            asked.append(row)
    if asked:
        _mail("note_approval_asked", asked, to=of, by=by, remark=remark)
    return asked


@transaction.atomic
def approve_note(session: LearningSession, shown: Mapping[str, str], *, by: User) -> None:
    """Note that *by* approves the words in *shown*, and tell those who asked.

    Raise PermissionDenied for one who may not publish, TextChanged where the approval of these
    words was not asked for, and WrongState where *by* asked or they are approved already; nothing
    is noted then.
    """
    if not by.has_perm(TO_PUBLISH):
        raise PermissionDenied
    _lock(session)
    rows = list(session.note_approvals.select_related("asked_by"))
    found = {(row.language, row.checksum): row for row in rows}
    approved = []
    for wanted in shown.items():
        if (row := found.get(wanted)) is None:
            raise TextChanged
        row.approve(by)
        approved.append(row)
    for asker in {row.asked_by for row in approved if row.asked_by}:
        _mail("note_approved", [row for row in approved if row.asked_by == asker], to=asker, by=by)


@transaction.atomic
def take_approval_back(session: LearningSession, code: str, checksum: str, *, by: User) -> None:
    """Take the approval of *by* back. Raise WrongState unless *by* has given it."""
    _lock(session)
    row = session.note_approvals.filter(language=code, checksum=checksum).first()
    if row is None:
        raise TextChanged
    row.take_back(by)


def approvals_of(edition: Edition) -> list[NoteApproval]:
    """Return the approvals with which an edition was published, one per language that has one.

    Reads ``edition.documents`` and ``edition.session.note_approvals``, prefetched or not.
    """
    given = {
        (row.language, row.checksum): row
        for row in edition.session.note_approvals.all()
        if row.approved_at is not None and row.approved_at <= edition.published_at
    }
    words = [
        (one.language, one.original_checksum or one.checksum) for one in edition.documents.all()
    ]
    return [given[one] for one in words if one in given]


def _lock(session: LearningSession) -> None:
    """Wait for a publication of the session that is under way."""
    LearningSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def _mail(kind: str, rows: Iterable[NoteApproval], *, to: User, by: User, remark: str = "") -> None:
    rows = list(rows)
    session, language = rows[0].session, to.language
    with translation.override(language):
        path = reverse("admin:sessions_app_learningsession_note_approval", args=[session.pk])
        names = [name_in_sentence(row.language) for row in rows]
    send_mail(
        kind,
        to=[to.email],
        language=language,
        envelope=envelope(session, language, rows[0]),
        context={
            "session": session,
            "by": by,
            "languages": names,
            "remark": remark,
            "link": f"{settings.SITE_URL}{path}",
        },
    )
