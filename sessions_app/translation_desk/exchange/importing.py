"""Taking translations back: compared with what is stored now, previewed, written as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.models import TranslationMark, User
from llex.core.text.differences import Change, condensed, differences
from llex.core.translations.marks import digest
from llex.core.translations.states import TextState
from sessions_app.models import LearningSession
from sessions_app.translation_desk.access import DeskAccess
from sessions_app.translation_desk.exchange import xliff, xlsx
from sessions_app.translation_desk.exchange.units import (
    ReadUnit,
    UnreadableExchange,
    target_version,
)
from sessions_app.translation_desk.table import Desk, DeskRow, fingerprint, load_desk

Kind = Literal["new", "changed", "asked"]
# How long words are compared, in seconds: a file may have hundreds of texts.
_TIMEOUT = 0.05


@dataclass(frozen=True, slots=True)
class TextChange:
    """A translation that a file would write.

    One that is *asked* about was made from a source that is another one now, or would replace a
    translation that was written since the file was made.
    """

    row: DeskRow
    language: str
    kind: Kind
    old: str
    new: str
    file_source: str
    is_source_changed: bool
    is_target_changed: bool

    @property
    def key(self) -> str:
        """Return what the choice about it is called."""
        return f"{self.row.text.key}.{self.language}"

    @property
    def changes(self) -> list[Change]:
        """Compare the stored translation with that of the file."""
        return condensed(differences(self.old, self.new, timeout=_TIMEOUT))

    @property
    def source_changes(self) -> list[Change]:
        """Compare the source that was translated with what it says now."""
        return differences(self.file_source, self.row.source, timeout=_TIMEOUT)


@dataclass(slots=True)
class ExchangePreview:
    """The effect of a file; with *problems* nothing of it is written."""

    changes: list[TextChange] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    unknown: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def clear(self) -> list[TextChange]:
        """Return what is written without asking."""
        return [change for change in self.changes if change.kind != "asked"]

    @property
    def asked(self) -> list[TextChange]:
        """Return what is only written if it is chosen."""
        return [change for change in self.changes if change.kind == "asked"]

    @property
    def fingerprint(self) -> str:
        """Return a fingerprint of what was shown, to write that and nothing else."""
        return fingerprint(
            part
            for change in self.changes
            for part in (change.key, change.kind, change.row.source, change.old, change.new)
        )


def read_file(name: str, data: bytes) -> list[ReadUnit]:
    """Return the texts of an uploaded file. Raise UnreadableExchange."""
    kind = name.rpartition(".")[2].lower()
    if not data.strip():
        raise UnreadableExchange(_("The file is empty."))
    if kind in ("xlf", "xliff", "xml"):
        found = xliff.read(data)
    elif kind in ("xlsx", "ods", "xls", "csv"):
        found = xlsx.read(name, data)
    else:
        text = _("Choose a file of this kind: %(kinds)s.") % {"kinds": "XLIFF 2 (.xlf), XLSX, CSV"}
        raise UnreadableExchange(text)
    if not found:
        raise UnreadableExchange(_("There is no text in the file."))
    seen: set[tuple[str, str]] = set()
    for unit in found:
        about = (unit.key, unit.language)
        if about in seen:
            text = _("The text “%(name)s” is in the file twice.") % {"name": unit.key}
            raise UnreadableExchange(text)
        seen.add(about)
    return found


def preview(desk: Desk, read: Iterable[ReadUnit]) -> ExchangePreview:
    """Compare the texts of a file with what is stored now."""
    found = ExchangePreview()
    rows = {row.text.key: row for row in desk.rows}
    for unit in read:
        row = rows.get(unit.key)
        cell = row.cell(unit.language) if row else None
        if row is None or cell is None or not cell.may_write:
            found.unknown.append(unit.key)
        elif not unit.target.strip():
            found.empty += 1
        else:
            _compare(found, row, unit)
    if found.unknown and not (found.changes or found.unchanged or found.empty):
        found.problems.append(_("None of these texts is among those that you may translate here."))
    return found


def _compare(found: ExchangePreview, row: DeskRow, unit: ReadUnit) -> None:
    new, problem = _cleaned(row, unit.target)
    if problem:
        place = f"{row.text.place} · {row.text.label}"
        text = _("%(where)s: %(problem)s") % {"where": place, "problem": problem}
        found.problems.append(text)
        return
    old = row.text.text(unit.language)
    if target_version(new) in (target_version(old), unit.version):
        # As it is stored, or as it was sent out: then there is nothing in it to take.
        found.unchanged += 1
        return
    is_source_changed = digest(unit.source) != digest(row.source)
    is_target_changed = target_version(old) != unit.version
    kind: Kind = "changed" if old.strip() else "new"
    found.changes.append(
        TextChange(
            row,
            unit.language,
            "asked" if is_source_changed or is_target_changed else kind,
            old,
            new,
            unit.source,
            is_source_changed,
            is_target_changed,
        )
    )


def _cleaned(row: DeskRow, target: str) -> tuple[str, str]:
    """Return a text as a form would clean it, and what is wrong with it."""
    limit = row.text.limit
    form_field: Any = (LineFormField if limit else ProseFormField)(max_length=limit, required=False)
    try:
        return str(form_field.clean(target.replace("\r\n", "\n"))).strip(), ""
    except ValidationError as problem:
        return "", " ".join(problem.messages)


def write_file(
    access: DeskAccess,
    read: list[ReadUnit],
    *,
    expected: str,
    chosen: Collection[str],
    by: User,
    is_approved: bool = False,
) -> tuple[ExchangePreview, int]:
    """Write what was previewed, all of it or nothing. Return what there is, and how many texts.

    It is -1 where nothing was written.

    *expected* is the fingerprint of the preview, *chosen* are the keys of what was asked about and
    is to be written nevertheless. Nothing is written where the texts have changed since. What an
    editor says is approved, is; a translator's word leaves it in review.
    """
    with transaction.atomic():
        LearningSession.objects.select_for_update().get(pk=access.session.pk)
        found = preview(load_desk(access), read)
        if found.problems or found.fingerprint != expected:
            return found, -1
        taken = [one for one in found.changes if one.kind != "asked" or one.key in chosen]
        is_final = is_approved and access.is_editor
        _write(taken, TextState.APPROVED if is_final else TextState.IN_REVIEW, by)
    return found, len(taken)


def _write(changes: list[TextChange], state: TextState, by: User) -> None:
    """Write the texts, each row once, and mark how far they have come."""
    columns: dict[models.Model, list[str]] = {}
    for change in changes:
        subject, column = change.row.text.subject, f"{change.row.text.field}_{change.language}"
        setattr(subject, column, change.new)
        columns.setdefault(subject, []).append(column)
    for subject, names in columns.items():
        subject.save(update_fields=names)
    marks = TranslationMark.objects
    about = [(one.row.text.subject, one.row.text.field, one.language) for one in changes]
    marks.confirm(about, state=state, by=by)
    for change in changes:
        if change.is_source_changed:
            # It is a translation of what the source said before, so it is outdated at once.
            mark = marks.about([change.row.text.subject]).get(
                field=change.row.text.field, language=change.language
            )
            mark.source_text, mark.source_digest = change.file_source, digest(change.file_source)
            mark.save(update_fields=["source_text", "source_digest"])
