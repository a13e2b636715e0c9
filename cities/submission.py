"""What a city wrote, as data: for the submission that is kept, and for the approved wording."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from llex import languages
from llex.translation_marks import source_text, text_in

if TYPE_CHECKING:
    from cities.models import Contribution


def written(contribution: Contribution) -> dict[str, Any]:
    """Return everything the city wrote, in every language in which there is text, JSON-ready."""
    return {
        "language": contribution.original_language,
        "representative": {
            "name": contribution.representative_name,
            "position": contribution.representative_position,
        },
        "responses": [
            {
                "id": response.pk,
                "title": every_text(response, "title", contribution.original_language),
                "text": every_text(response, "text", contribution.original_language),
                "services": [service.slug for service in response.services.all()],
                "since": response.since.isoformat() if response.since else None,
                "source": response.source,
            }
            for response in contribution.responses.all()
        ],
        "challenges": [
            {
                "id": challenge.pk,
                "text": every_text(challenge, "text", contribution.original_language),
                "services": [service.slug for service in challenge.services.all()],
            }
            for challenge in contribution.challenges.all()
        ],
        "licence": contribution.licence,
        "licence_text": contribution.licence_text,
        "licensed_at": _moment(contribution.licensed_at),
        "consented_at": _moment(contribution.consented_at),
        "consent_text": contribution.consent_text,
        "quote": {
            "text": contribution.quote,
            "speaker": contribution.quote_speaker,
            "position": contribution.quote_position,
        },
        "documents": [
            {
                "key": str(document.key),
                "name": document.name,
                "size": document.size,
                "checksum": document.checksum,
            }
            for document in contribution.attachments.all()
        ],
    }


def with_rows(contribution: Contribution) -> None:
    """Read everything that was written, so that `written` asks for nothing more."""
    models.prefetch_related_objects(
        [contribution],
        "responses__services",
        "responses__answers",
        "challenges__services",
        "attachments",
    )


def wording_digest(contribution: Contribution) -> str:
    """Return a fingerprint of the wording that would be printed, in all languages."""
    content = written(contribution)
    wording = {key: content[key] for key in ("representative", "responses", "challenges")}
    # The note prints the name from the list of participants where the city is in it.
    wording["person"] = str(contribution.representative or "")
    return hashlib.sha256(
        json.dumps(wording, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def every_text(subject: models.Model, field: str, original: str) -> dict[str, str]:
    """Return the texts of a field by language, that of the *original* one among them."""
    texts = {code: text_in(subject, field, code) for code in languages.CODES}
    if original not in languages.CODES:
        texts[original] = source_text(subject, field, original)
    return {code: text for code, text in texts.items() if text}
