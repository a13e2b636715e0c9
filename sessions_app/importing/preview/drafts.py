"""Try out as a whole what an uploaded note would become, and undo it at once."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from sessions_app.importing.city_gazetteer import CityGazetteer
from sessions_app.importing.completeness import CompletenessCheck, check
from sessions_app.importing.drafting import Draft, write
from sessions_app.importing.drafting.series import known_titles
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.preview.answers import labels_of
from sessions_app.importing.preview.uploads import reading_of
from sessions_app.importing.reading import Reading
from sessions_app.importing.recognising import ImportedNote, recognise_labelled
from sessions_app.importing.written_language import mismatch, other_language
from sessions_app.models import NoteUpload


@dataclass
class Trial:
    """A note as it is recognised now, and what keeps it from being written."""

    reading: Reading
    note: ImportedNote
    problems: list[str] = field(default_factory=list)
    completeness: CompletenessCheck | None = None
    # The language that the note is written in, where it is not the one it was uploaded as.
    other_language: str = ""

    @property
    def lost(self) -> Counter[str]:
        """Return the words that would be lost."""
        return self.completeness.lost if self.completeness else Counter()


def recognised(upload: NoteUpload) -> Trial:
    """Recognise an upload as its answers tell; nothing is written."""
    reading = reading_of(upload)
    note = recognise_labelled(
        reading,
        language=upload.language,
        gazetteer=CityGazetteer(),
        series=known_titles(upload.series.slug),
        labels=labels_of(upload.answers, reading.blocks),
    )
    trial = Trial(reading, note, _missing(upload, note))
    if upload.answers.get("written") != upload.language:
        trial.other_language = other_language(reading, upload.language)
    return trial


def try_out(upload: NoteUpload) -> Trial:
    """Write an upload, see what is lost, and take it back."""
    trial = recognised(upload)
    if not (trial.problems or trial.other_language):
        try:
            with transaction.atomic():
                draft = _write(upload, trial, hand_in=False)
                trial.completeness = check(trial.reading, trial.note, draft.session)
                transaction.set_rollback(True)
        except ImportRefused as refusal:
            trial.problems.append(str(refusal))
    return trial


def take_over(upload: NoteUpload, *, lose: bool = False) -> Draft:
    """Write an upload inside the caller's transaction, and forget it.

    Raise ImportRefused where it cannot be written, or words would be lost that need not (*lose*).
    """
    trial = recognised(upload)
    if trial.other_language:
        raise ImportRefused(mismatch(trial.reading, upload.language))
    if trial.problems:
        raise ImportRefused(trial.problems[0])
    draft = _write(upload, trial)
    lost = check(trial.reading, trial.note, draft.session).lost
    if lost and not lose:
        text = _("Words of the note would be lost: %(words)s.")
        raise ImportRefused(text % {"words": ", ".join(sorted(lost)[:20])})
    upload.delete()
    return draft


def _write(upload: NoteUpload, trial: Trial, *, hand_in: bool = True) -> Draft:
    return write(trial.note, upload.series.slug, upload.session, hand_in=hand_in)


def _missing(upload: NoteUpload, note: ImportedNote) -> list[str]:
    """Return what a new session cannot do without."""
    if upload.session:
        return []
    missing = []
    if not note.title:
        missing.append(_("No title was recognised. Say below which line it is, or type it."))
    if note.held_on is None:
        missing.append(_("No date was recognised. Say below which line has it, or type it."))
    return missing
