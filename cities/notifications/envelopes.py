"""Sender, reply address and unsubscribe header of a session's e-mails."""

from typing import Any
from urllib.parse import quote

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from llex.core.mail.messages import Envelope


def envelope(
    session: Any, language: str, about: models.Model, *, link: str = "", is_asking: bool = False
) -> Envelope:
    """Return what goes with an e-mail about a session, in *language*.

    One that asks for something (*is_asking*) says how to receive no more of them: by a mail to the
    conveners, and on the page behind the personal *link*, where a city can decline.
    """
    contact = session.series.contact
    with translation.override(language):
        subject = quote(_("No more e-mails, please"))
        ways = [f"<mailto:{contact}?subject={subject}>"] if contact else []
        ways += [f"<{link}>"] if link else []
        return Envelope(
            reply_to=contact,
            sender_name=str(session.series),
            unsubscribe=", ".join(ways) if is_asking else "",
            session=session,
            about=about,
        )
