"""Merging the rows of an inline with what others added, changed and removed meanwhile."""

from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from llex.core.admin.form_data import (
    Values,
    display,
    editable_fields,
    fingerprint,
    posted_values,
    stored_values,
)
from llex.core.admin.merging import (
    MINE,
    THEIRS,
    Conflict,
    Fingerprints,
    Outcome,
    Part,
    Posted,
    form_fingerprints,
    is_untouched,
    join_fingerprints,
    merge_fields,
)
from llex.core.languages.phrases import labelled

_DELETE: Final = "DELETE"


@dataclass(slots=True)
class InlineForms:
    """The rows of one inline as they are stored now.

    *forms* by primary key; *empty* is used for a row that others have removed; *technical* are the
    fields that a formset adds to each form.
    """

    model: type[models.Model]
    prefix: str
    name: str
    key: str
    forms: dict[str, Any]
    empty: Any
    technical: tuple[str, ...]
    # Rows that others removed and this person changed, by what they say, not decided yet.
    restored: list[str] = field(default_factory=list)

    def version(self) -> dict[str, Any]:
        """Return the rows' part of the version."""
        rows = {
            key: form_fingerprints(form, without=self.technical) for key, form in self.forms.items()
        }
        return join_fingerprints(rows)


def inline_forms(formset: Any, name: str) -> InlineForms:
    """Return the rows of a *formset* that are in the database."""
    key = formset.model._meta.pk.name
    stored = {str(form.instance.pk): form for form in formset.initial_forms if form.instance.pk}
    technical = (key, formset.fk.name, _DELETE, "ORDER")
    return InlineForms(
        formset.model, formset.prefix, name, key, stored, formset.empty_form, technical
    )


def posted_keys(prefix: str, key: str, data: Any) -> list[str]:
    """Return the primary keys of the rows that were sent."""
    sent = (data.get(f"{prefix}-{number}-{key}", "") for number in _numbers(prefix, data))
    return [value for value in sent if value]


def merge_rows(
    inline: InlineForms,
    posted: Posted,
    base: dict[str, Fingerprints],
    undecided: list[str],
    outcome: Outcome,
) -> None:
    """Merge the rows that are stored now into what was *posted*.

    *base* are their fingerprints as the form was shown; *undecided* the restored rows of a form
    that was shown before, see `InlineForms.restored`.
    """
    initial, extra = [], []
    for number in _numbers(inline.prefix, posted.data):
        prefix = f"{inline.prefix}-{number}"
        key = posted.data.get(f"{prefix}-{inline.key}", "")
        if not key:
            if _keep_restored(inline, posted, prefix, undecided, outcome):
                extra.append(number)
        elif key in inline.forms:
            _merge_row(inline, posted, prefix, key, base.get(key, {}), outcome)
            initial.append(number)
        elif _restore(inline, posted, prefix, base.get(key, {}), outcome):
            extra.append(number)
    _renumber(inline.prefix, posted, initial, extra)


def _merge_row(
    inline: InlineForms,
    posted: Posted,
    prefix: str,
    key: str,
    base: Fingerprints,
    outcome: Outcome,
) -> None:
    form = inline.forms[key]
    about = str(form.instance)
    where = Part(f"{inline.prefix}.{key}", prefix, about)
    if f"{prefix}-{_DELETE}" not in posted.data:
        merge_fields(form, posted, base, outcome, where)
        return
    now = form_fingerprints(form, without=inline.technical)
    changed = [name for name, print_ in now.items() if name in base and base[name] != print_]
    if not changed:
        return
    control, chosen = posted.choice(where.name, fingerprint(now))
    if chosen == MINE:
        return
    if chosen == THEIRS:
        del posted.data[f"{prefix}-{_DELETE}"]
        merge_fields(form, posted, base, outcome, where)
        return
    texts = [_labelled_value(form.fields[name], form, name) for name in changed]
    conflict = Conflict(
        control, labelled(inline.name, about), _("removed"), "\n".join(texts), prefix
    )
    outcome.conflicts.append(conflict)
    outcome.unresolved.setdefault(where.name, {}).update(base)


def _labelled_value(form_field: forms.Field, form: Any, name: str) -> str:
    return labelled(form_field.label, display(form_field, stored_values(form, name, name)))


def _restore(
    inline: InlineForms, posted: Posted, prefix: str, base: Fingerprints, outcome: Outcome
) -> bool:
    """Return whether a row removed by others is kept as a new one, because it was changed here."""
    is_deleted = f"{prefix}-{_DELETE}" in posted.data
    if is_deleted or is_untouched(inline.empty, posted, base, prefix):
        if not is_deleted:
            outcome.taken.append(_("%(name)s: one removed") % {"name": inline.name})
        return False
    posted.data[f"{prefix}-{inline.key}"] = ""
    _ask_about_restored(inline, posted, prefix, outcome)
    return True


def _keep_restored(
    inline: InlineForms, posted: Posted, prefix: str, undecided: list[str], outcome: Outcome
) -> bool:
    """Return whether a new row stays: one that was restored may be given up after all."""
    text = _row_text(inline, posted, prefix)
    if fingerprint(text) not in undecided:
        return True
    _control, chosen = posted.choice(f"{inline.prefix}.restored", fingerprint(text))
    if not chosen:
        _ask_about_restored(inline, posted, prefix, outcome)
    return chosen != THEIRS


def _ask_about_restored(inline: InlineForms, posted: Posted, prefix: str, outcome: Outcome) -> None:
    text = _row_text(inline, posted, prefix)
    mark = fingerprint(text)
    control, _chosen = posted.choice(f"{inline.prefix}.restored", mark)
    inline.restored.append(mark)
    outcome.conflicts.append(Conflict(control, inline.name, text, _("removed"), prefix))


def _row_text(inline: InlineForms, posted: Posted, prefix: str) -> str:
    lines = []
    for name, form_field in editable_fields(inline.empty):
        if name in inline.technical:
            continue
        values: Values = (
            posted_values(form_field, f"{prefix}-{name}", posted.data, posted.files) or {}
        )
        if any(values.values()):
            lines.append(labelled(form_field.label, display(form_field, values)))
    return "\n".join(lines)


def _numbers(prefix: str, data: Any) -> range:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return range(min(int(total), forms.formsets.DEFAULT_MAX_NUM)) if total.isdecimal() else range(0)


def _renumber(prefix: str, posted: Posted, initial: list[int], extra: list[int]) -> None:
    """Renumber the rows in this order, as a formset expects them: stored ones first."""
    order = {old: new for new, old in enumerate([*initial, *extra])}
    posted.data[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    posted.data[f"{prefix}-INITIAL_FORMS"] = str(len(initial))
    for values in (posted.data, posted.files):
        moved: dict[str, list[Any]] = {}
        for name in [name for name in values if name.startswith(f"{prefix}-")]:
            number, _dash, rest = name.removeprefix(f"{prefix}-").partition("-")
            if number.isdecimal():
                sent = values.pop(name)
                if int(number) in order:
                    moved[f"{prefix}-{order[int(number)]}-{rest}"] = sent
        for name, sent in moved.items():
            values.setlist(name, sent)
