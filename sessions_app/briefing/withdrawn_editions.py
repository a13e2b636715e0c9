"""The answer to readers in place of an edition that is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.http.error_pages import Gone
from llex.core.languages.translation_marks import first_text
from llex.core.text import parse, to_plain
from llex.core.time_zones.moments import in_zone
from sessions_app.models import Edition, EditionDocument


class EditionWithdrawn(Gone):
    """An edition that readers no longer have; *edition* comes with its session."""

    template: ClassVar[str] = "sessions_app/briefing/withdrawn.html"

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        super().__init__(_in_short(edition))

    def context(self) -> dict[str, Any]:
        """Return what the page needs: all editions, and the one that readers have, if any."""
        editions = list(self.edition.session.editions.defer("findings"))
        return {
            "edition": self.edition,
            "session": self.edition.session,
            "editions": editions,
            "readable": next((one for one in editions if one.withdrawn_at is None), None),
        }


def readable_rows(rows: Sequence[EditionDocument]) -> Sequence[EditionDocument]:
    """Return *rows*, the documents of one edition with its session.

    Raise Http404 if *rows* is empty, EditionWithdrawn if readers no longer have the edition.
    """
    if not rows:
        raise Http404
    if rows[0].edition.withdrawn_at:
        raise EditionWithdrawn(rows[0].edition)
    return rows


def withdrawn_note(slug: str) -> EditionWithdrawn:
    """Return what to raise for the note of a session whose editions are all withdrawn."""
    editions = Edition.objects.filter(session__slug=slug).select_related("session")
    return EditionWithdrawn(editions.order_by("-number")[0])


def _in_short(edition: Edition) -> str:
    """Return when and why an edition was withdrawn, in the active language where it has a reason.

    For answers that are one line: an embed, and programs.
    """
    session = edition.session
    order = languages.fallbacks(get_language() or languages.DEFAULT, first=session.main_language)
    reason = first_text(edition, "withdrawal_reason", order)
    said = _("The note was withdrawn on %(day)s.") % {"day": _day(edition)}
    if reason is None:
        return said
    code, text = reason
    return f"{said} {' '.join(to_plain(parse(text, code)).split())}"


def _day(edition: Edition) -> str:
    """Return the day of the withdrawal where the session was held."""
    if edition.withdrawn_at is None:
        raise ValueError(f"{edition} is not withdrawn.")
    moment = in_zone(edition.withdrawn_at, edition.session.time_zone)
    return formats.date_format(moment, _("j F Y"))
