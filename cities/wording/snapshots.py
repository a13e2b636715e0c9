"""A contribution as data: for submissions, and for digests of the approved wording."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Prefetch

from cities.wording.answer_fields import (
    ANSWER_FIELDS,
    PHOTOGRAPH_FIELDS,
    AnswerField,
    Kind,
    digested,
)
from llex.core import languages
from llex.core.languages.translation_marks import source_text, text_in

if TYPE_CHECKING:
    from cities.models import Contribution


def printed_rows(
    *, updates: bool = True, documents: bool = True, photographs: bool = True
) -> list[Any]:
    """Return the relations to prefetch for approvals (`cities.wording.approval`).

    A caller that knows that there are no *updates*, *documents* or *photographs* saves a query for
    each.
    """
    session: Any = apps.get_model("sessions_app", "LearningSession")
    quotes = session._meta.get_field("quotes").related_model._default_manager
    absent = {
        "responses__updates": (updates, "ResponseUpdate"),
        "attachments": (documents, "Attachment"),
        "photographs": (photographs, "Photograph"),
    }
    return [
        "responses__services",
        "challenges__services",
        "representative__participations",
        Prefetch("session__quotes", queryset=quotes.select_related("speaker__person")),
        *(
            name if is_there else Prefetch(name, apps.get_model("cities", model).objects.none())
            for name, (is_there, model) in absent.items()
        ),
    ]


def snapshot(contribution: Contribution) -> dict[str, Any]:
    """Return everything the city wrote, in every language in which there is text, JSON-ready."""
    return {
        "language": contribution.original_language,
        "representative": {
            "name": contribution.representative_name,
            "position": contribution.representative_position,
        },
        **_answers(contribution),
        "licence": contribution.licence,
        "licence_text": contribution.licence_text,
        "licensed_at": _moment(contribution.licensed_at),
        "consented_at": _moment(contribution.consented_at),
        "consent_text": contribution.consent_text,
        "privacy_notice": contribution.privacy_notice,
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
        "photographs": [
            {
                "digest": one.digest,
                **_values(one, PHOTOGRAPH_FIELDS, contribution.original_language),
            }
            for one in contribution.photographs.all()
        ],
    }


def prefetch_for_snapshot(contribution: Contribution) -> None:
    """Prefetch everything that `snapshot` reads."""
    models.prefetch_related_objects([contribution], *printed_rows(), "responses__answers")


def wording_digest(contribution: Contribution) -> str:
    """Return a fingerprint of the texts under review and who is named, in all languages.

    The city approves more than these: see `cities.wording.approval.language_digests`.
    """
    answers = {
        kind: [digested(values) for values in rows] for kind, rows in _answers(contribution).items()
    }
    wording = {**answers, "representative": representative_printed(contribution)}
    return hashlib.sha256(
        json.dumps(wording, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


def listed_representative(contribution: Contribution) -> Any:
    """Return the representative as a participant of the session, if the list has one."""
    person = contribution.representative
    session = contribution.session_id
    known: Any = person.participations.all() if person else ()
    return next((one for one in known if one.session_id == session), None)


def representative_printed(contribution: Contribution) -> dict[str, Any]:
    """Return the name, and the position in every language, as the note prints them.

    They come from the list of participants, else from the city.
    """
    person = contribution.representative
    given = contribution.representative_position
    own = {contribution.original_language: given} if given else {}
    if person is None:
        return {"name": contribution.representative_name, "position": own}
    listed = listed_representative(contribution)
    texts = {code: text_in(listed, "position", code) for code in languages.CODES} if listed else {}
    return {
        "name": (listed or person).name,
        "position": {code: text for code, text in texts.items() if text.strip()} or own,
    }


def plain_value(row: Any, field: AnswerField) -> Any:
    """Return an untranslated field of a row, JSON-ready."""
    value = getattr(row, field.name)
    if field.kind == Kind.SERVICES:
        return [service.slug for service in value.all()]
    if field.kind == Kind.DAY:
        return value.isoformat() if value else None
    return value


def _answers(contribution: Contribution) -> dict[str, list[dict[str, Any]]]:
    """Return the policy responses and the challenges."""
    return {
        kind: [
            {"id": row.pk, **_values(row, fields, contribution.original_language)}
            for row in getattr(contribution, kind).all()
        ]
        for kind, fields in ANSWER_FIELDS.items()
    }


def _values(row: Any, fields: Iterable[AnswerField], original: str) -> dict[str, Any]:
    return {
        field.name: (
            every_text(row, field.name, original)
            if field.is_translated
            else plain_value(row, field)
        )
        for field in fields
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def every_text(subject: models.Model, field: str, original: str) -> dict[str, str]:
    """Return the texts of a field by language, that of the *original* one among them."""
    texts = {code: text_in(subject, field, code) for code in languages.CODES}
    if original not in languages.CODES:
        texts[original] = source_text(subject, field, original)
    return {code: text for code, text in texts.items() if text}
