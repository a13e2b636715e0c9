"""The form of a session."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelectWidget,
)

from llex.core import languages
from llex.core.admin.base import TextsForm
from llex.core.languages import LANGUAGES, world_languages
from llex.core.time_zones.form_fields import ZoneField
from llex.core.time_zones.moments import UnclearMoment, keep_local_time
from sessions_app.models import LearningSession


def _languages_field(label: Any, help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=capfirst(label),
        help_text=help_text,
        required=False,
        choices=lambda: world_languages.choices(get_language() or languages.DEFAULT),
        widget=UnfoldAdminSelect2MultipleWidget,
    )


class SessionForm(TextsForm):
    """The note's languages are ticked; the order is kept, and the main one is chosen apart."""

    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages of the note")),
        choices=LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={"required": _("Choose at least one language.")},
    )
    spoken_languages = _languages_field(_("languages spoken"), _("In which people speak there."))
    interpretation = _languages_field(
        _("interpretation into"), _("Into which interpreters translate during the session.")
    )
    tell_people = forms.ChoiceField(
        label=_("Tell those who are registered"),
        required=False,
        choices=(
            ("", _("Not decided")),
            ("yes", _("Write to them, with the new entry for their calendars")),
            ("no", _("Do not write to them")),
        ),
        widget=UnfoldAdminSelectWidget,
        help_text=_("Needed when the day, the hour, the zone or the duration changes."),
    )
    time_zone = ZoneField(
        label=capfirst(_("time zone")),
        help_text=_(
            "All hours of this session are in this zone. When you choose another one, the hours"
            " stay as they are written."
        ),
    )
    main_language = forms.ChoiceField(
        label=capfirst(_("written in")),
        choices=LANGUAGES,
        help_text=_("The other languages are translated from this one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_registered(self.instance):
            self.fields.pop("tell_people", None)
        if "time_zone" in self.fields:
            zones: Any = self.fields["time_zone"]
            zones.offer(self.instance.time_zone)
            zones.search_at(reverse("admin:sessions_app_learningsession_zones"))
        if "main_language" in self.fields:
            self.fields["main_language"].initial = self.instance.main_language
        if "languages" in self.fields:
            # A field that is declared here does not take the default of the model by itself.
            self.fields["languages"].initial = self.instance.languages

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        main, chosen = cleaned.get("main_language"), cleaned.get("languages")
        if main and chosen:
            if main not in chosen:
                text = _(
                    "The note is written in this language, so it must be one of its languages."
                )
                self.add_error("main_language", text)
            cleaned["languages"] = [main, *(code for code in chosen if code != main)]
        if (zone := cleaned.get("time_zone")) and "time_zone" in self.changed_data:
            self._keep_other_hours(zone)
        if self.moves() and "tell_people" in self.fields and not cleaned.get("tell_people"):
            self.add_error("tell_people", _("The time changes: choose whether they are told."))
        return cleaned

    def moves(self) -> bool:
        """Return whether another time is saved than people know."""
        known = {"starts_at", "time_zone", "duration"}
        return self.instance.pk is not None and not known.isdisjoint(self.changed_data)

    def _keep_other_hours(self, zone: str) -> None:
        """Keep in a new zone the hours of the moments that are not on the form, too."""
        for name in LearningSession.LOCAL_MOMENTS:
            moment = getattr(self.instance, name)
            if name in self.fields or moment is None:
                continue
            try:
                kept = keep_local_time(moment, self.instance.time_zone, zone)
            except UnclearMoment as problem:
                self.add_error("time_zone", str(problem))
            else:
                setattr(self.instance, name, kept)


def has_registered(session: Any) -> bool:
    """Return whether people would have to be told of a change; asked once for each page."""
    if session is None or session.pk is None:
        return False
    if not hasattr(session, "has_registered"):
        active = session.participants.filter(status__in=("registered", "waiting"))
        ahead = session.starts_at > now() and not session.is_cancelled
        session.has_registered = ahead and active.exclude(person__email="").exists()
    return bool(session.has_registered)
