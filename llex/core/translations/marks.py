"""Marks on translations: who made them from which source.

Every way of writing a text ends in `TranslationMarkQuerySet.record` (see `receivers`), so that no
form, importer or command has to think of marks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.timezone import now

from llex.core import languages
from llex.core.languages.translation_marks import source_text, text_in
from llex.core.text.normalization import clean_line

if TYPE_CHECKING:
    from llex.core.models import TranslationMark, User

_IN_REVIEW: Final = "in_review"
_UNIQUE: Final = ("content_type", "object_id", "field", "language")
_CONTENT: Final = (
    "state", "source_language", "source_text", "source_digest", "text_digest", "changed_at",
    "changed_by",
)  # fmt: skip

# Content type, key and field of a text, and the language of a translation.
TextKey = tuple[int, int, str, str]


def text_key(subject: models.Model, field: str, language: str) -> TextKey:
    """Return what the mark of a translation is found by."""
    kind = ContentType.objects.get_for_model(subject)
    return kind.pk, subject.pk, field, language


@lru_cache(maxsize=4096)
def digest(text: str) -> str:
    """Return a fingerprint of a text; white space and invisible characters do not count."""
    return hashlib.sha256("".join(clean_line(text).split()).encode()).hexdigest()


def source_language(subject: models.Model, field: str, marked: Collection[str] = ()) -> str:
    """Return the language that the other texts of a field are translations of.

    It is the one that the row is ``written_in``. Where that has no text, or the row does not say,
    it is the first with a text that is not marked as a translation.
    """
    own = str(getattr(subject, "written_in", ""))
    if own and source_text(subject, field, own).strip():
        return own
    order = [code for code in languages.fallbacks(own or languages.DEFAULT) if _is_ours(code)]
    written = [code for code in order if text_in(subject, field, code).strip()]
    return next((code for code in written if code not in marked), (*written, own, order[0])[0])


def is_outdated(mark: TranslationMark, subject: models.Model) -> bool:
    """Return whether the source has changed since the translation was made."""
    return digest(source_text(subject, mark.field, mark.source_language)) != mark.source_digest


class TranslationMarkQuerySet(models.QuerySet["TranslationMark"]):
    """Marks, in the words of translators."""

    def about(self, subjects: Iterable[models.Model]) -> TranslationMarkQuerySet:
        """Return the marks of *subjects*, whatever their classes."""
        condition = models.Q(pk__in=())
        by_type: dict[ContentType, list[Any]] = {}
        for subject in subjects:
            kind = ContentType.objects.get_for_model(subject)
            by_type.setdefault(kind, []).append(subject.pk)
        for kind, keys in by_type.items():
            condition |= models.Q(content_type=kind, object_id__in=keys)
        return self.filter(condition)

    def by_text(self, subjects: Iterable[models.Model]) -> dict[TextKey, TranslationMark]:
        """Return the marks of *subjects* by what they are about; one query."""
        subjects = list(subjects)
        rows = self.about(subjects) if subjects else ()
        return {mark.about: mark for mark in rows}

    def confirm(
        self,
        texts: Iterable[tuple[models.Model, str, str]],
        *,
        state: str = "",
        by: User | None = None,
    ) -> int:
        """Record that translations hold for what their sources say now. Return how many.

        *texts* are subject, field and language. The state of each stays, or becomes *state*; none
        is outdated any longer. What has no text, or is the source itself, is passed over.
        """
        texts = list(texts)
        known = self.by_text({subject for subject, _field, _language in texts})
        marked: dict[tuple[int, int, str], list[str]] = {}
        for *about, language in known:
            marked.setdefault(tuple(about), []).append(language)  # type: ignore[arg-type]
        held = []
        for subject, field, language in texts:
            key = text_key(subject, field, language)
            source = source_language(subject, field, marked.get(key[:3], ()))
            if language != source and text_in(subject, field, language).strip():
                kept = known[key].state if key in known else _IN_REVIEW
                mark = self._new(subject, field, language, source, state or kept)
                mark.changed_by = by
                held.append(mark)
        self._write(held)
        return len(held)

    def mark(
        self,
        subject: models.Model,
        field: str,
        language: str,
        *,
        source_language: str,
        state: str,
        by: User | None = None,
    ) -> TranslationMark:
        """Record that *field* is translated into *language* from what the source says now."""
        source = source_text(subject, field, source_language)
        mark, _created = self.update_or_create(
            content_type=ContentType.objects.get_for_model(subject),
            object_id=subject.pk,
            field=field,
            language=language,
            defaults={
                "state": state,
                "source_language": source_language,
                "source_text": source,
                "source_digest": digest(source),
                "text_digest": digest(text_in(subject, field, language)),
                "changed_by": by,
            },
        )
        return mark

    def outdate(self, subject: models.Model, field: str, *, but: str) -> None:
        """Mark all translations of a field outdated, whatever their source says, *but* one."""
        self.about([subject]).filter(field=field).exclude(language=but).update(source_digest="")

    def record(self, subject: models.Model, fields: Iterable[str], *, is_new: bool = False) -> None:
        """Bring the marks of *fields* in line with what *subject* says now.

        A translation that is new or was changed is in review, made from the present source; one
        that stayed keeps its mark, and is outdated if the source changed.
        """
        stored: dict[str, dict[str, TranslationMark]] = {}
        for mark in () if is_new else self.about([subject]):
            stored.setdefault(mark.field, {})[mark.language] = mark
        written: list[TranslationMark] = []
        gone: list[int] = []
        for field in fields:
            made, lost = self._changed(subject, field, stored.get(field, {}))
            written += made
            gone += lost
        if gone:
            self.filter(pk__in=gone).delete()
        self._write(written)

    def _write(self, marks: list[TranslationMark]) -> None:
        self.bulk_create(
            marks,
            update_conflicts=True,
            unique_fields=list(_UNIQUE),
            update_fields=list(_CONTENT),
        )

    def _changed(
        self, subject: models.Model, field: str, marks: Mapping[str, TranslationMark]
    ) -> tuple[list[TranslationMark], list[int]]:
        """Return the marks of a field to be written, and the keys of those that lost their text."""
        made, gone = [], []
        texts = {code: text_in(subject, field, code).strip() for code in languages.CODES}
        if not marks and sum(map(bool, texts.values())) < 1 + _is_ours(_own(subject)):
            return [], []
        source = source_language(subject, field, marks)
        for code, text in texts.items():
            mark = marks.get(code)
            if code == source or not text:
                gone += [mark.pk] if mark else []
            elif mark is None or mark.text_digest != digest(text):
                made.append(self._new(subject, field, code, source, _IN_REVIEW))
            elif mark.source_language != source and not is_outdated(mark, subject):
                # Still true to what it was made from: from now on it follows the new source.
                moved = self._new(subject, field, code, source, mark.state)
                moved.changed_by_id = mark.changed_by_id
                made.append(moved)
        return made, gone

    def _new(
        self, subject: models.Model, field: str, language: str, source: str, state: str
    ) -> TranslationMark:
        text = source_text(subject, field, source)
        return self.model(
            content_type=ContentType.objects.get_for_model(subject),
            object_id=subject.pk,
            field=field,
            language=language,
            state=state,
            source_language=source,
            source_text=text,
            source_digest=digest(text),
            text_digest=digest(text_in(subject, field, language)),
            changed_at=now(),
        )


def _own(subject: models.Model) -> str:
    return str(getattr(subject, "written_in", languages.DEFAULT))


def _is_ours(code: str) -> bool:
    return code in languages.CODES
