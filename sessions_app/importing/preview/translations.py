"""Plan what an uploaded note would translate in its session, and write it."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from llex.core.text import excerpt
from sessions_app.importing.completeness import unplaced
from sessions_app.importing.drafting.existing import remark_other_day
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.preview.drafts import recognised
from sessions_app.importing.reading import Reading
from sessions_app.importing.recognising import ImportedNote
from sessions_app.importing.translating.matching import LEFT_OUT, Matcher, TextMatch
from sessions_app.importing.translating.note_texts import note_texts
from sessions_app.importing.translating.targets import translation_targets
from sessions_app.importing.translating.writing import NotWritten, write_translations
from sessions_app.importing.written_language import mismatch
from sessions_app.models import LearningSession, NoteUpload

_LONGEST_REMARK = 200


@dataclass
class TranslationPlan:
    """A note in another language beside the session that it translates."""

    upload: NoteUpload
    session: LearningSession
    reading: Reading
    note: ImportedNote
    matches: list[TextMatch]
    lost: Counter[str]
    # The language that the note is written in, where it is not the one it was uploaded as.
    other_language: str = ""

    @property
    def open(self) -> list[TextMatch]:
        """Return what is to be decided."""
        return [match for match in self.matches if match.state == "open"]

    @property
    def counts(self) -> Counter[str]:
        """Return how many texts there are by what becomes of them."""
        return Counter(match.state for match in self.matches)

    @property
    def is_writable(self) -> bool:
        """Return whether there is something to write, and nothing is open."""
        return not (self.open or self.other_language) and any(
            match.writes for match in self.matches
        )

    @property
    def remarks(self) -> list[str]:
        """Return what of the note is left out, in full sentences for the record."""
        return [
            _("Left out: “%(text)s”") % {"text": excerpt(text, _LONGEST_REMARK)}
            for match in self.matches
            for text in match.dropped
        ]

    @property
    def fingerprint(self) -> str:
        """Return what the page shows, so that nothing else is written."""
        said = [
            (match.text.key, match.chosen, match.writes, match.target and match.target.present)
            for match in self.matches
        ]
        text = json.dumps([self.upload.answers, said], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def plan_translation(upload: NoteUpload, by: Any) -> TranslationPlan:
    """Recognise an upload, and match it with its session; nothing is written."""
    session = upload.session
    if session is None:
        raise ImportRefused(_("A translation needs the session that it translates."))
    trial = recognised(upload)
    matcher = Matcher(
        note_texts(trial.note),
        translation_targets(session, upload.language),
        language=upload.language,
        answers=upload.answers.get("places", {}),
        may=_permission(by),
    )
    remark_other_day(trial.note, session)
    return TranslationPlan(
        upload, session, trial.reading, trial.note, matcher.match(),
        unplaced(trial.reading, trial.note), trial.other_language,
    )  # fmt: skip


def leave_out_rest(plan: TranslationPlan) -> Mapping[str, str]:
    """Return the answers that leave out all that is open."""
    return {**plan.upload.answers.get("places", {}), **{m.text.key: LEFT_OUT for m in plan.open}}


def take_over_translation(
    upload: NoteUpload, by: Any, *, seen: str, lose: bool = False
) -> TranslationPlan:
    """Write what was *seen* inside the caller's transaction, and forget the upload.

    Raise ImportRefused where something else would be written by now, or words would be lost.
    """
    plan = plan_translation(upload, by)
    if plan.fingerprint != seen:
        raise ImportRefused(_("Something has changed since you looked."))
    if plan.other_language:
        raise ImportRefused(mismatch(plan.reading, upload.language))
    if not plan.is_writable:
        raise ImportRefused(_("There is something to be decided, or nothing to be written."))
    if plan.lost and not lose:
        text = _("Words of the note would be lost: %(words)s.")
        raise ImportRefused(text % {"words": ", ".join(sorted(plan.lost)[:20])})
    try:
        write_translations(plan.session, plan.matches, upload.language, by)
    except NotWritten as problem:
        raise ImportRefused(
            _("A text could not be written: %(name)s.") % {"name": problem}
        ) from problem
    upload.delete()
    return plan


def _permission(by: Any) -> Callable[[Any], bool]:
    def may(subject: Any) -> bool:
        options = subject._meta
        return bool(by.has_perm(f"{options.app_label}.change_{options.model_name}"))

    return may
