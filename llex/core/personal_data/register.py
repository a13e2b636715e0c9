"""The register of processing: why personal data is held, on what basis, by whom, for how long."""

from dataclasses import dataclass

from django.utils.text import capfirst

from llex.core.privacy.declarations import PersonalData, declared, purposes
from llex.core.privacy.models import ProcessingNote
from llex.core.privacy.retention import RetentionRule, rules_of


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A kind of processing, with the texts of the data officer where there are some."""

    key: str
    title: str
    reason: str
    basis: str
    recipients: str
    kinds: list[PersonalData]
    retention: list[RetentionRule]


def register_of_processing() -> list[RegisterEntry]:
    """Return the register, in the order in which purposes were declared."""
    notes = {note.purpose: note for note in ProcessingNote.objects.all()}
    entries = []
    for purpose in purposes():
        kinds = [item for item in declared() if item.purpose == purpose.key]
        note = notes.get(purpose.key)
        keys = dict.fromkeys(key for item in kinds for key in item.retention)
        entries.append(
            RegisterEntry(
                purpose.key,
                capfirst(str(purpose.title)),
                str(purpose.reason),
                note.basis if note and note.basis else str(purpose.basis),
                note.recipients if note and note.recipients else str(purpose.recipients),
                kinds,
                rules_of(tuple(keys)),
            )
        )
    return entries
