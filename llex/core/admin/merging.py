"""Merging a form with what others saved since it was opened.

A form carries its *version*: a fingerprint of each field as it was shown. Compared with what is
posted it tells what this person changed, compared with what is stored now, what others changed.
A field that only others changed is taken into the form; one that both changed differently is a
`Conflict`, which is decided by a choice that the form sends, or asked.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from llex.core.admin.form_data import (
    FINGERPRINT_LENGTH,
    Values,
    display,
    editable_fields,
    fingerprint,
    posted_values,
    stored_values,
    write_values,
)
from llex.core.languages.phrases import labelled
from llex.core.text.differences import Change, condensed, differences

CHOICE_PREFIX: Final = "_keep:"
MINE: Final = "mine"
THEIRS: Final = "theirs"
Choice = Literal["mine", "theirs", ""]

# The fingerprint of each field by its name.
Fingerprints = dict[str, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that two people changed differently: *control* is the name of the choice."""

    control: str
    label: str
    mine: str
    theirs: str
    name: str = ""
    language: str = ""
    direction: str = "auto"

    @property
    def mine_marked(self) -> list[Change]:
        """Return this person's text with what the other one lacks marked."""
        parts = differences(self.theirs, self.mine)
        return condensed([part for part in parts if part.kind != "removed"])

    @property
    def theirs_marked(self) -> list[Change]:
        """Return the other text with what this person's lacks marked."""
        parts = differences(self.theirs, self.mine)
        return condensed([part for part in parts if part.kind != "added"])

    @property
    def is_condensed(self) -> bool:
        """Return whether a part that both texts share is left out of what is marked."""
        parts = [*self.mine_marked, *self.theirs_marked]
        shown = sum(len(part.text) for part in parts)
        return shown < len(self.mine) + len(self.theirs)


@dataclass(slots=True)
class Outcome:
    """The result of merging: labels of fields *taken* from others, and the conflicts."""

    taken: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    # The fingerprints that fields in conflict keep, by part of the form.
    unresolved: dict[str, Fingerprints] = field(default_factory=dict)
    # The user who changed it, None where that is not known.
    editor: Any = None

    def ask(self, part: str, name: str, base: str, conflict: Conflict) -> None:
        """Add a conflict; the field stays at the version that this person began with."""
        self.conflicts.append(conflict)
        self.unresolved.setdefault(part, {})[name] = base


@dataclass(frozen=True, slots=True)
class Part:
    """A form on the page: its *name* in the version, its *prefix* in the posted data.

    *about* is put before the labels of its fields.
    """

    name: str
    prefix: str = ""
    about: str = ""


class Posted:
    """A form as it was sent, which merging writes into."""

    def __init__(self, data: QueryDict, files: Any) -> None:
        self.data = data.copy()
        self.files = files.copy()

    def choice(self, subject: str, theirs: str) -> tuple[str, Choice]:
        """Return the name of the choice about *subject*, and what was chosen.

        The name holds what the others' text was, so that no choice applies to a text unseen.
        """
        control = f"{CHOICE_PREFIX}{subject}:{theirs}"
        chosen = self.data.get(control, "")
        return control, chosen if chosen in (MINE, THEIRS) else ""  # type: ignore[return-value]


def form_fingerprints(form: forms.BaseForm, *, without: tuple[str, ...] = ()) -> Fingerprints:
    """Return the fingerprint of each field of a form as it is stored."""
    return {
        name: _stored_fingerprint(form, name)
        for name, _field in editable_fields(form)
        if name not in without
    }


def merge_fields(
    form: forms.BaseForm,
    posted: Posted,
    base: Fingerprints,
    outcome: Outcome,
    where: Part,
) -> None:
    """Merge the fields of *form*, which holds what is stored, into what was *posted*."""
    for name, form_field in editable_fields(form):
        if name not in base:
            continue
        html_name = f"{where.prefix}-{name}" if where.prefix else form.add_prefix(name)
        stored = stored_values(form, name, html_name)
        mine = posted_values(form_field, html_name, posted.data, posted.files)
        theirs = _fingerprint_of(stored, html_name)
        # A stored value that differs from the one shown was changed by others.
        if theirs == base[name] or mine == stored:
            continue
        label = str(form_field.label or name)
        label = labelled(where.about, label) if where.about else label
        if mine is None or _fingerprint_of(mine, html_name) == base[name]:
            write_values(stored, posted.data, posted.files)
            outcome.taken.append(label)
            continue
        control, chosen = posted.choice(f"{where.name}.{name}", theirs)
        if chosen == THEIRS:
            write_values(stored, posted.data, posted.files)
        elif chosen != MINE:
            attrs = form_field.widget.attrs
            texts = (display(form_field, mine), display(form_field, stored))
            spoken = (attrs.get("lang", ""), attrs.get("dir", "auto"))
            conflict = Conflict(control, label, *texts, html_name, *spoken)
            outcome.ask(where.name, name, base[name], conflict)


def conflict_message() -> str:
    """Return why a form with conflicts was not saved."""
    return _(
        "Nothing was saved yet: you and someone else changed the same fields."
        " Choose at the top of the page which text to keep, then save again."
    )


def text_fingerprint(text: str) -> str:
    """Return the fingerprint of a field of one text."""
    return fingerprint({"": [text]})


def is_untouched(form: forms.BaseForm, posted: Posted, base: Fingerprints, prefix: str) -> bool:
    """Return whether a row was sent as it was shown."""
    for name, form_field in editable_fields(form):
        html_name = f"{prefix}-{name}"
        mine = posted_values(form_field, html_name, posted.data, posted.files)
        if mine is not None and name in base and _fingerprint_of(mine, html_name) != base[name]:
            return False
    return True


def join_fingerprints(rows: Mapping[str, Fingerprints]) -> dict[str, Any]:
    """Return the fingerprints of rows with the same fields, each name written once."""
    names = sorted({name for row in rows.values() for name in row})
    missing = "-" * FINGERPRINT_LENGTH
    return {
        "fields": names,
        "rows": {
            key: "".join(row.get(name, missing) for name in names) for key, row in rows.items()
        },
    }


def split_fingerprints(joined: Any) -> dict[str, Fingerprints]:
    """Reverse `join_fingerprints`; return no rows for anything else."""
    if not (isinstance(joined, dict) and isinstance(joined.get("rows"), dict)):
        return {}
    names = [str(name) for name in joined.get("fields", ())]
    return {
        str(key): dict(zip(names, _pieces(str(text)), strict=False))
        for key, text in joined["rows"].items()
    }


def load_version(text: str) -> dict[str, Any]:
    """Read the value of the hidden field; what is not a version is an empty one."""
    try:
        version = json.loads(text)
    except ValueError:
        return {}
    return version if isinstance(version, dict) else {}


def dump_version(version: Mapping[str, Any]) -> str:
    """Return a version as the value of a hidden field."""
    return json.dumps(version, separators=(",", ":"))


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), FINGERPRINT_LENGTH):
        yield text[start : start + FINGERPRINT_LENGTH]


def _stored_fingerprint(form: forms.BaseForm, name: str) -> str:
    return _fingerprint_of(stored_values(form, name, name), name)


def _fingerprint_of(values: Values, html_name: str) -> str:
    # Rows change their number, and with it the names of their controls.
    return fingerprint({key.removeprefix(html_name): sent for key, sent in values.items()})
