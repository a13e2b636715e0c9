"""Editing wording and translations where they are reviewed, and writing to the city."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from cities.contributions.fields import fields
from cities.models import Contribution
from cities.review.comparison import ComparedText, Review, Translation
from llex.core import languages
from llex.core.admin.merging import (
    Conflict,
    Outcome,
    Part,
    Posted,
    conflict_message,
    dump_version,
    form_fingerprints,
    load_version,
    merge_fields,
    text_fingerprint,
)
from llex.core.admin.optimistic_lock import VERSION_FIELD
from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.languages.translation_marks import source_text
from llex.core.models import TranslationMark, User

_KEPT: Final = ""
_PART: Final = "wording"


class WordingForm(forms.Form):
    """The wording in the original language, every translation, and the state of each of those.

    *outcome* tells what others changed since the form was shown, where it was merged with that.
    """

    def __init__(
        self, review: Review, *args: Any, outcome: Outcome | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        self.outcome = outcome or Outcome()
        for text in review.texts():
            if not text.is_foreign:
                self._add(text, text.language, text.now, _("Text to be published"))
            for translation in text.translations:
                name = languages.name_of(translation.language)
                self._add(text, translation.language, translation.text, name)
                self.fields[_state(text, translation.language)] = forms.ChoiceField(
                    label=_("State of the translation (%(language)s)")
                    % {"language": languages.name_in_sentence(translation.language)},
                    choices=_states(translation),
                    required=False,
                    initial=_KEPT,
                    widget=UnfoldAdminSelectWidget,
                )

    @classmethod
    def merged(cls, review: Review, data: QueryDict) -> "WordingForm":
        """Return the form as it was posted, with what only others changed meanwhile."""
        stored, posted, outcome = cls(review), Posted(data, MultiValueDict()), Outcome()
        base = load_version(data.get(VERSION_FIELD, "")).get(_PART)
        if isinstance(base, dict):
            merge_fields(stored, posted, base, outcome, Part(_PART))
            stored._report_gone(posted, base, outcome)
        return cls(review, posted.data, outcome=outcome)

    @property
    def version(self) -> str:
        """Return the fingerprints of what is stored, for the form's hidden field."""
        stored = form_fingerprints(self)
        return dump_version({_PART: stored | self.outcome.unresolved.get(_PART, {})})

    def _report_gone(self, posted: Posted, base: dict[str, str], outcome: Outcome) -> None:
        """Show what was typed into texts that are no longer there; it cannot be saved."""
        for name in base.keys() - self.fields.keys():
            typed = posted.data.get(name, "").strip()
            if typed and text_fingerprint(typed) != base[name]:
                control, chosen = posted.choice(f"{_PART}.{name}", "")
                if not chosen:
                    label = _("A text that was removed meanwhile")
                    outcome.conflicts.append(Conflict(control, label, typed, _("removed")))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.outcome.conflicts:
            self.add_error(None, conflict_message())
            for conflict in self.outcome.conflicts:
                if conflict.name in self.fields:
                    self.add_error(conflict.name, _("Someone else changed this, too."))
        for text in self.review.texts():
            is_needed = text.field == "text" and not text.is_foreign
            if is_needed and not str(cleaned.get(_name(text, text.language), "")).strip():
                self.add_error(_name(text, text.language), _("The text may not be empty."))
        return cleaned

    def save(self, *, by: User) -> int:
        """Keep what was changed, and mark translations that were. Return how many texts changed."""
        changed = 0
        for text in self.review.texts():
            written = [code for code in self._codes(text) if self._is_new(text, code)]
            for code in written:
                setattr(text.subject, f"{text.field}_{code}", self._typed(text, code))
            if written:
                text.subject.save(update_fields=[f"{text.field}_{code}" for code in written])
            for translation in text.translations:
                self._mark(text, translation, by, is_new=translation.language in written)
            changed += len(written)
        return changed

    def _mark(
        self, text: ComparedText, translation: Translation, by: User, *, is_new: bool
    ) -> None:
        code = translation.language
        chosen = self.cleaned_data[_state(text, code)]
        if not self._typed(text, code) or not (chosen or is_new):
            return
        known = translation.state
        kept = known if known in TranslationMark.State.values else TranslationMark.State.IN_REVIEW
        TranslationMark.objects.mark(
            text.subject,
            text.field,
            code,
            source_language=text.language,
            state=chosen or kept,
            by=by,
        )

    def _codes(self, text: ComparedText) -> list[str]:
        own = [] if text.is_foreign else [text.language]
        return own + [translation.language for translation in text.translations]

    def _typed(self, text: ComparedText, code: str) -> str:
        return str(self.cleaned_data[_name(text, code)]).replace("\r\n", "\n").strip()

    def _is_new(self, text: ComparedText, code: str) -> bool:
        return self._typed(text, code) != source_text(text.subject, text.field, code).strip()

    def _add(self, text: ComparedText, code: str, value: str, label: str) -> None:
        limit = getattr(text.subject._meta.get_field(text.field), "max_length", None)
        attrs = {"lang": code, "dir": languages.direction(code), "rows": 2 if limit else 5}
        widget = UnfoldAdminTextInputWidget if limit else UnfoldAdminTextareaWidget
        field = LineFormField if limit else ProseFormField
        self.fields[_name(text, code)] = field(
            label=label, initial=value, required=False, max_length=limit, widget=widget(attrs=attrs)
        )


class ToCityForm(forms.Form):
    """A question to the city: it gets the contribution back, with a letter."""

    note = ProseFormField(
        label=gettext_lazy("What should be different?"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what should be different first.")},
    )
    field = forms.ChoiceField(
        label=gettext_lazy("It is about"), required=False, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, contribution: Contribution, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", pgettext("what a note is about", "the whole contribution"))
        self.fields["field"].choices = [everything, *fields(contribution)]  # type: ignore[attr-defined]


class RemarkForm(forms.Form):
    """A remark that only organisers read."""

    remark = ProseFormField(
        label=gettext_lazy("Remark"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write the remark first.")},
    )


def _name(text: ComparedText, code: str) -> str:
    return f"{text.key}-{code}"


def _state(text: ComparedText, code: str) -> str:
    return f"{text.key}-{code}-state"


def _states(translation: Translation) -> list[tuple[str, Any]]:
    """Offer the states; the first choice leaves things as they are and says how they are."""
    now = _("As it is: %(state)s") % {"state": translation.state.label}
    return [(_KEPT, now), *TranslationMark.State.choices]
