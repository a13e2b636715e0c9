"""The rights on the translation desk of a session."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from sessions_app.models import LearningSession, TranslationAssignment


@dataclass(frozen=True, slots=True)
class DeskAccess:
    """The rights of one user on the desk of one session.

    A translator writes into the *languages* that are assigned. Organisers and rapporteurs write
    into all of them, in rows that they may change elsewhere, too, and approve.
    """

    user: Any
    session: LearningSession
    languages: tuple[str, ...]
    is_editor: bool

    @property
    def may_assign(self) -> bool:
        """Return whether the user may give texts to translators."""
        return bool(self.user.has_perm("sessions_app.add_translationassignment"))

    def may_write(self, subject: models.Model, language: str) -> bool:
        """Return whether the user may write a translation of this row."""
        if language not in self.languages:
            return False
        options = subject._meta
        change = f"{options.app_label}.change_{options.model_name}"
        return not self.is_editor or bool(self.user.has_perm(change))


def desk_access(user: Any, session: LearningSession) -> DeskAccess | None:
    """Return what *user* may do on the desk of *session*, or None if it is not for this user."""
    if edits_translations(user):
        return DeskAccess(user, session, tuple(session.languages), is_editor=True)
    if not user.has_perm("sessions_app.view_translationassignment"):
        return None
    assigned = set(
        TranslationAssignment.objects.filter(session=session, translator=user).values_list(
            "language", flat=True
        )
    )
    codes = tuple(code for code in session.languages if code in assigned)
    return DeskAccess(user, session, codes, is_editor=False) if codes else None


def edits_translations(user: Any) -> bool:
    """Return whether *user* may approve the translations of every session."""
    return bool(
        user.has_perms(("sessions_app.change_learningsession", "llex.change_translationmark"))
    )


def assigned_sessions(user: Any) -> list[LearningSession]:
    """Return the sessions that a translator is assigned, the latest first."""
    rows = LearningSession.objects.filter(translation_assignments__translator=user)
    return list(rows.distinct().order_by("-starts_at"))
