"""Writing one translation: merged with what others wrote, and never on a source that changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from llex.core import languages
from llex.core.admin.merging import (
    Outcome,
    Part,
    Posted,
    conflict_message,
    dump_version,
    form_fingerprints,
    load_version,
    merge_fields,
)
from llex.core.admin.optimistic_lock import VERSION_FIELD
from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.models import TranslationMark, User
from llex.core.translations.states import TextState
from sessions_app.translation_desk.table import DeskRow, fingerprint

_PART = "translation"


class TranslationForm(forms.Form):
    """The translation of one text into one language.

    *outcome* tells what others wrote since it was shown. The form carries a fingerprint of the
    source, too: a translation of a source that has changed meanwhile is shown again, not saved.
    """

    def __init__(
        self, row: DeskRow, language: str, *args: Any, outcome: Outcome | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.language, self.outcome = row, language, outcome or Outcome()
        limit = row.text.limit
        field, widget = LineFormField, UnfoldAdminTextInputWidget
        attrs: dict[str, Any] = {"lang": language, "dir": languages.direction(language)}
        if limit is None:
            field, widget = ProseFormField, UnfoldAdminTextareaWidget  # type: ignore[assignment]
            attrs["rows"] = min(24, 4 + len(row.source) // 60)
        self.fields["text"] = field(
            label=languages.name_of(language),
            initial=row.text.text(language),
            required=False,
            max_length=limit,
            widget=widget(attrs=attrs),
        )

    @classmethod
    def merged(cls, row: DeskRow, language: str, data: QueryDict) -> TranslationForm:
        """Return the form as it was posted, merged with what is stored."""
        stored, posted, outcome = cls(row, language), Posted(data, MultiValueDict()), Outcome()
        base = load_version(data.get(VERSION_FIELD, "")).get(_PART)
        if isinstance(base, dict):
            merge_fields(stored, posted, base, outcome, Part(_PART))
        return cls(row, language, posted.data, outcome=outcome)

    @property
    def version(self) -> str:
        """Return the fingerprints of source and translation, for the form's hidden field."""
        stored = form_fingerprints(TranslationForm(self.row, self.language))
        own = stored | self.outcome.unresolved.get(_PART, {})
        return dump_version({_PART: own, "source": fingerprint([self.row.source])})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        shown = load_version(self.data.get(VERSION_FIELD, "")).get("source")
        if shown != fingerprint([self.row.source]):
            text = _("The source was changed while you were translating. Read it again, then save.")
            self.add_error(None, text)
        if self.outcome.conflicts:
            self.add_error(None, conflict_message())
        return cleaned

    def save(self, by: User, *, state: str = TextState.IN_REVIEW) -> bool:
        """Write the translation, marked as *state*. Return whether its text is another one.

        A text that stays as it is keeps its state, unless it becomes approved.
        """
        text, field = self.row.text, f"{self.row.text.field}_{self.language}"
        typed = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        is_new = typed != text.text(self.language).strip()
        if is_new:
            setattr(text.subject, field, typed)
            text.subject.save(update_fields=[field])
        if typed and (is_new or state == TextState.APPROVED):
            confirm(self.row, self.language, by, state=state)
        return is_new


def confirm(row: DeskRow, language: str, by: User, *, state: str = "") -> int:
    """Record that a translation holds for the present source. Return 1, or 0 without a text."""
    texts = [(row.text.subject, row.text.field, language)]
    return TranslationMark.objects.confirm(texts, state=state, by=by)
