"""The form that publishes a note, now or at a set hour."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanWidget,
)

from llex.core import languages
from llex.core.admin.merging import text_fingerprint
from llex.core.db.fields import ProseFormField
from llex.core.languages.phrases import join_with_and
from llex.core.time_zones.form_fields import MomentField
from sessions_app.models import LearningSession

_LONGEST: Final = timedelta(days=90)


class PublishForm(forms.Form):
    """The change notes, the hour, and where there are errors the reason to publish all the same.

    The button "later" asks for the hour; any other publishes at once.
    """

    without = forms.BooleanField(
        label=gettext_lazy("Publish without these cities. I have read their names."),
        required=True,
        widget=UnfoldBooleanWidget,
        error_messages={"required": gettext_lazy("Confirm that the note is without these cities.")},
    )
    without_approval = forms.MultipleChoiceField(
        label=gettext_lazy("Publish without the approval of a second person"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy(
            "Ask a second person first. If that is not possible, tick each language; the edition"
            " keeps that you published it alone, and why. At a set hour every language has to be"
            " approved."
        ),
    )
    # The cities that were named beside the confirmation.
    named = forms.CharField(widget=forms.HiddenInput, required=False)
    override = ProseFormField(
        label=gettext_lazy("Reason to publish in spite of the errors"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept in the edition."),
    )

    def __init__(
        self,
        data: Any,
        *,
        session: LearningSession,
        is_ready: bool,
        unapproved: Iterable[str],
        is_first: bool,
        left_out: Mapping[str, str],
    ) -> None:
        super().__init__(data, initial={"named": _fingerprint(left_out)})
        self.left_out = left_out
        if left_out:
            self.fields["without"].help_text = join_with_and(left_out.values())
        else:
            del self.fields["without"]
        self.unapproved = list(unapproved)
        if self.unapproved:
            names = [(code, languages.name_of(code)) for code in self.unapproved]
            alone: Any = self.fields["without_approval"]
            alone.choices = names
        else:
            del self.fields["without_approval"]
        # At a set hour only approvals are still to come.
        self.fields["override"].required = not is_ready or not self.is_for_later
        if is_ready and not self.unapproved:
            del self.fields["override"]
        self.fields["publish_at"] = _hour(session)
        if not is_first:
            for code in session.languages:
                self.fields[f"note_{code}"] = _change_note(code)

    @property
    def notes(self) -> dict[str, str]:
        """Return the change notes by language."""
        return {
            name.removeprefix("note_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("note_") and text
        }

    @property
    def is_for_later(self) -> bool:
        """Return whether the button was pressed that publishes at a set hour."""
        return self.data.get("do") == "later"

    def clean_without_approval(self) -> list[str]:
        """Refuse to publish now unless each language that is not approved is ticked."""
        ticked: list[str] = self.cleaned_data["without_approval"]
        if not self.is_for_later and set(ticked) != set(self.unapproved):
            text = _("Have every language approved, or tick each that is published without it.")
            raise forms.ValidationError(text)
        return ticked

    def clean_publish_at(self) -> datetime | None:
        """Return the hour; it is read where it is asked for alone."""
        moment: datetime | None = self.cleaned_data["publish_at"]
        if not self.is_for_later:
            return None
        if moment is None:
            raise forms.ValidationError(_("Say on which day and at which hour."))
        if moment <= now():
            raise forms.ValidationError(_("This hour is past."))
        if moment > now() + _LONGEST:
            raise forms.ValidationError(_("At most 90 days from now."))
        return moment

    def clean(self) -> dict[str, Any]:
        """Refuse a confirmation that was given for other cities than are left out now."""
        cleaned: dict[str, Any] = super().clean() or {}
        now_left_out = _fingerprint(self.left_out)
        if cleaned.pop("without", False) and cleaned.get("named") != now_left_out:
            text = _("Other cities are left out than when you opened this page. Read their names.")
            self.add_error("without", text)
            # What was ticked was about other names.
            data = self.data.copy()  # type: ignore[attr-defined]
            data["named"] = now_left_out
            data.pop("without", None)
            self.data = data
        cleaned.pop("named", None)
        return cleaned


def _fingerprint(left_out: Iterable[str]) -> str:
    return text_fingerprint("\n".join(sorted(left_out)))


def _hour(session: LearningSession) -> forms.Field:
    field = MomentField(
        label=_("Publish at a set hour"),
        required=False,
        help_text=_(
            "The check runs again at that hour. If anything new stops the note, it is not"
            " published, and you get an e-mail."
        ),
    )
    field.typed_zone = session.time_zone
    field.show_in(session.time_zone)
    return field


def _change_note(code: str) -> forms.Field:
    """Return the field of the change note in one language."""
    attrs = {"rows": 2, "lang": code, "dir": languages.direction(code)}
    return ProseFormField(
        label=_("Change note (%(language)s)") % {"language": languages.name_of(code)},
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs=attrs),
        help_text=_("What differs from the edition before. Readers see it."),
    )
