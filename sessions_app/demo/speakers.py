"""Speakers who were invited, with a picture that is drawn."""

import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.timezone import now
from PIL import Image, ImageDraw

from cities.contributions import consent_texts
from sessions_app.demo.loading import texts
from sessions_app.models import LearningSession, Participant, SpeakerInvitation, SpeakerPicture
from sessions_app.models.speaker_files import SPEAKER_PICTURES

_ANSWERED = ("confirmed", "declined")


def load_speakers(
    session: LearningSession,
    tables: Sequence[dict[str, Any]],
    people: Mapping[str, Participant],
) -> None:
    """Load the invitations of speakers as if they had been sent and answered.

    No e-mail is written.
    """
    moment = now()
    for table in tables:
        is_accepted = table["state"] == SpeakerInvitation.State.CONFIRMED
        invitation = SpeakerInvitation.objects.create(
            participant=people[table["participant"]],
            language=table["language"],
            written_in=table["language"],
            state=table["state"],
            asks_slides=table["asks_slides"],
            due_at=session.starts_at - timedelta(days=3),
            invited_at=moment - timedelta(days=4),
            answered_at=moment - timedelta(days=2) if table["state"] in _ANSWERED else None,
            organisation_name=table.get("organisation_name", ""),
            biography_accepted_at=moment if is_accepted else None,
            **texts(table, "biography"),
        )
        if "colours" in table:
            _load_picture(invitation, table)


def _load_picture(invitation: SpeakerInvitation, table: dict[str, Any]) -> None:
    kept = SPEAKER_PICTURES.keep(_drawn(table["colours"]))
    SpeakerPicture.objects.create(
        invitation=invitation,
        written_in=table["language"],
        credit=table["credit"],
        consented_at=now(),
        consent_text=consent_texts.SPEAKER_PICTURE.version,
        accepted_at=now(),
        digest=kept.digest,
        width=kept.width,
        height=kept.height,
        **texts(table, "alternative"),
    )


def _drawn(colours: Sequence[str]) -> bytes:
    """Return a portrait in three colours (ground, skin, clothes), as a PNG."""
    ground, skin, clothes = colours
    image = Image.new("RGB", (800, 800), ground)
    pen = ImageDraw.Draw(image)
    pen.ellipse((120, 560, 680, 1200), fill=clothes)
    pen.rectangle((345, 470, 455, 620), fill=skin)
    pen.ellipse((240, 150, 560, 460), fill="#2a211d")
    pen.ellipse((275, 205, 525, 530), fill=skin)
    for left in (335, 435):
        pen.ellipse((left, 335, left + 30, 358), fill="#2a211d")
    pen.arc((345, 380, 455, 465), 20, 160, fill="#7a3326", width=9)
    written = io.BytesIO()
    image.save(written, format="PNG")
    return written.getvalue()
