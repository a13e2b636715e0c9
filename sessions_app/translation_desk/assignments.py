"""Giving the texts of a language to a translator, who is told by e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from cities.notifications.envelopes import envelope
from llex.core import languages
from llex.core.languages import name_in_sentence
from llex.core.mail import messages
from llex.core.mail.addresses import normalize
from llex.core.models import User
from sessions_app.groups import TRANSLATORS
from sessions_app.models import LearningSession, TranslationAssignment


@transaction.atomic
def assign_translator(
    session: LearningSession,
    codes: Iterable[str],
    *,
    email: str,
    name: str = "",
    speaks: str = "",
    by: User,
) -> list[TranslationAssignment]:
    """Give the texts of a session in *codes* to the user of an address, and write to them.

    A new user is made where none has the address, who is not staff and logs in by a code;
    *speaks* is the language of their e-mails. An assignment that is there already stays. Return
    all those of the user that were asked for.
    """
    translator = _user(normalize(email), name, speaks)
    assignments = [
        TranslationAssignment.objects.get_or_create(
            session=session, language=code, translator=translator, defaults={"assigned_by": by}
        )[0]
        for code in codes
    ]
    translator.groups.add(Group.objects.get(name=TRANSLATORS))
    _write(translator, session, [one.language for one in assignments], by)
    return assignments


@transaction.atomic
def end_assignment(assignment: TranslationAssignment) -> None:
    """Take the texts of a language from a translator; who has none left leaves the group."""
    translator = assignment.translator
    assignment.delete()
    if not translator.translation_assignments.exists():
        translator.groups.remove(Group.objects.get(name=TRANSLATORS))


def _user(email: str, name: str, speaks: str) -> User:
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        return known
    language = speaks if speaks in languages.CODES else languages.DEFAULT
    return User.objects.create_user(email, name=name, language=language)


def _write(translator: User, session: LearningSession, codes: list[str], by: User) -> None:
    language = translator.language
    with translation.override(language):
        path = reverse("admin:sessions_app_learningsession_translations", args=[session.pk])
        names = [name_in_sentence(code) for code in codes]
    messages.send_mail(
        "translation_assigned",
        to=[translator.email],
        language=language,
        envelope=envelope(session, language, session),
        context={
            "user": translator,
            "by": by,
            "session": session,
            "series": session.series,
            "languages": names,
            "link": f"{settings.SITE_URL}{path}",
        },
    )
