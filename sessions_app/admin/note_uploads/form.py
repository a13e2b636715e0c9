"""The form with which a note is uploaded."""

from typing import Any, Final

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from llex.core import languages
from llex.core.languages.phrases import labelled
from llex.core.time_zones.moments import in_zone
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.preview.uploads import purpose_of, read_upload
from sessions_app.importing.reading import Reading
from sessions_app.importing.written_language import require_readable
from sessions_app.models import LearningSession, Series
from sessions_app.permissions import imports_notes, translates_notes

_ACCEPTED: Final = ".docx,.odt,.pdf,.md,.markdown,.txt,.html,.htm,.json"


class SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A session, called by its series, title and day."""

    def label_from_instance(self, obj: Any) -> str:
        day = formats.date_format(in_zone(obj.starts_at, obj.time_zone), "DATE_FORMAT")
        return labelled(obj.series, f"{obj} · {day}")


class NoteForm(forms.Form):
    """A file or pasted text, its language, and the session or series that it is for."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=200,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": _ACCEPTED}),
        help_text=gettext_lazy(
            "DOCX, ODT, PDF, HTML, Markdown, text or JSON of this site, at most 15 MB."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the text here"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Bold leads and headings may be marked as in Markdown."),
    )
    session = SessionField(
        queryset=LearningSession.objects.none(),
        label=gettext_lazy("Session"),
        required=False,
        empty_label=gettext_lazy("A new session"),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy(
            "For a translation choose the session whose note it is: it is matched with what is"
            " there, which stays as it is."
        ),
    )
    series = forms.ModelChoiceField(
        queryset=Series.objects.none(),
        label=gettext_lazy("Series of a new session"),
        required=False,
        empty_label=gettext_lazy("Choose…"),
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the note"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.reading: Reading | None = None
        fields: dict[str, Any] = self.fields
        fields["language"].choices = languages.LANGUAGES
        sessions = LearningSession.objects.select_related("series")
        fields["session"].queryset = sessions
        fields["series"].queryset = Series.objects.all()
        if not imports_notes(user):
            fields["session"].required = True
            fields["session"].empty_label = gettext_lazy("Choose…")
            del fields["series"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        session, language = cleaned.get("session"), cleaned.get("language", "")
        if session is None and "series" in self.fields and not cleaned.get("series"):
            self.add_error("series", _("Choose a series, or a session above."))
        if language and "session" not in self.errors:
            self._check_purpose(session, language)
        if not self.errors:
            self._read(cleaned)
        return cleaned

    @property
    def name(self) -> str:
        """Return the name of the file, empty for pasted text."""
        file = self.cleaned_data.get("file")
        return str(file.name) if file else ""

    def _check_purpose(self, session: LearningSession | None, language: str) -> None:
        try:
            purpose = purpose_of(session, language)
        except ImportRefused as refusal:
            self.add_error("language", str(refusal))
            return
        may = imports_notes if purpose == "draft" else translates_notes
        if not may(self.user):
            self.add_error("session", _("You may not import this note into this session."))

    def _read(self, cleaned: dict[str, Any]) -> None:
        file = cleaned.get("file")
        if not file and not cleaned.get("pasted", "").strip():
            self.add_error("file", _("Choose a file, or paste the text."))
            return
        data = file.read() if file else cleaned["pasted"].encode()
        try:
            # What is pasted may have the marks of Markdown.
            reading = read_upload(data, file.name if file else "pasted.md")
            require_readable(reading, cleaned["language"])
        except ImportRefused as refusal:
            self.add_error("file" if file else "pasted", str(refusal))
        else:
            self.reading = reading
