"""The other records of a session: how many of each kind, and where they are listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import OpenCallApplication
from llex.core.db.expressions import number_of
from llex.core.mail.models import Mail
from priorities.models import Consultation
from sessions_app.models import (
    Edition,
    LearningSession,
    Mailing,
    Participant,
    Quote,
    SpeakerInvitation,
    VisionTheme,
)

# By the name of the model: its label, and its rows.
_KINDS: Final[Mapping[str, tuple[Any, Any]]] = {
    "sessions_app.participant": (_("Participants"), Participant.objects),
    "sessions_app.speakerinvitation": (_("Speakers"), SpeakerInvitation.objects),
    "priorities.consultation": (_("Consultations"), Consultation.objects),
    "cities.opencallapplication": (_("Requests to contribute"), OpenCallApplication.objects),
    "sessions_app.visiontheme": (_("Vision themes"), VisionTheme.objects),
    "sessions_app.mailing": (_("Mailings"), Mailing.objects),
    "sessions_app.quote": (_("Quotes"), Quote.objects),
    "sessions_app.edition": (_("Editions"), Edition.objects),
    "llex.mail": (_("E-mails"), Mail.objects),
}
# Of those whose rows do not name their session themselves.
_SESSION_OF: Final = {"sessions_app.speakerinvitation": "participant__session"}
# By the name of the model: the pages of the session in place of the general ones.
_PAGES: Final = {"sessions_app.speakerinvitation": ("speakers", "invite_speakers")}
_UNDELIVERED: Final = pgettext_lazy("e-mails", "not delivered")


@dataclass(frozen=True, slots=True)
class SessionRecords:
    """One kind: *add* is the address at which one is added, or nothing. *alert* is a remark."""

    title: str
    count: int
    address: str
    add: str = ""
    alert: str = ""


def session_records(session: LearningSession, user: Any) -> list[SessionRecords]:
    """Return the kinds that *user* may see. One query."""
    kinds = {model: kind for model, kind in _KINDS.items() if _may(user, "view", model)}
    counts = {
        _column(model): number_of(rows.all(), _SESSION_OF.get(model, "session"))
        for model, (_label, rows) in kinds.items()
    }
    if "llex.mail" in kinds:
        counts["undelivered"] = number_of(Mail.objects.undelivered(), "session")
    counted = LearningSession.objects.filter(pk=session.pk).annotate(**counts).values(*counts).get()
    found = []
    for model, (label, _rows) in kinds.items():
        undelivered = counted.get("undelivered", 0) if model == "llex.mail" else 0
        found.append(
            SessionRecords(
                str(label),
                counted[_column(model)],
                _own_page(model, session, 0)
                or _address(model, "changelist", session__id__exact=session.pk),
                add=_add(model, session, user),
                alert=f"{undelivered} {_UNDELIVERED}" if undelivered else "",
            )
        )
    return found


def _column(model: str) -> str:
    return f"number_of_{model.partition('.')[2]}"


def _may(user: Any, action: str, model: str) -> bool:
    app, _dot, name = model.partition(".")
    return bool(user.has_perm(f"{app}.{action}_{name}"))


def _add(model: str, session: LearningSession, user: Any) -> str:
    # Editions are published, mails are sent, and requests come in elsewhere.
    elsewhere = ("sessions_app.edition", "llex.mail", "cities.opencallapplication")
    if model in elsewhere or not _may(user, "add", model):
        return ""
    return _own_page(model, session, 1) or _address(model, "add", session=session.pk)


def _own_page(model: str, session: LearningSession, number: int) -> str:
    """Return the page of the session that lists a kind (0) or adds to it (1), if it has one."""
    if model not in _PAGES:
        return ""
    return reverse(f"admin:sessions_app_learningsession_{_PAGES[model][number]}", args=[session.pk])


def _address(model: str, page: str, **query: int) -> str:
    name = model.replace(".", "_")
    return f"{reverse(f'admin:{name}_{page}')}?{urlencode(query)}"
