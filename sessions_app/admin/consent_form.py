"""The form that records a consent which did not come by the city's own form."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import Contribution
from sessions_app.models import LearningSession


class ConsentForm(forms.Form):
    """How a city agreed outside the form, and on which day."""

    source = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[
            choice
            for choice in Contribution.ConsentSource.choices
            if choice[0] != Contribution.ConsentSource.FORM
        ],
    )
    given_on = forms.DateField(
        label=gettext_lazy("Dated"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, session: LearningSession, data: Any = None) -> None:
        self.zone = ZoneInfo(session.time_zone)
        today = now().astimezone(self.zone).date()
        super().__init__(data, initial={"given_on": today}, auto_id="consent-%s")
        self.fields["given_on"].widget.attrs["max"] = today.isoformat()

    def clean_given_on(self) -> datetime:
        """Return noon of that day in the session's zone: the hour is not known."""
        day = self.cleaned_data["given_on"]
        if day > now().astimezone(self.zone).date():
            raise forms.ValidationError(_("This day is still to come."))
        moment = datetime.combine(day, time(12), tzinfo=self.zone)
        return min(moment, now())
