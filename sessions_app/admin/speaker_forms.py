"""The form that invites speakers: who, in which language, and what they are asked for."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from cities.models import Officer
from llex.core import languages
from llex.core.db.fields import LineFormField
from llex.core.mail.addresses import AddressFormField
from llex.core.time_zones.form_fields import MomentField
from sessions_app.models import LearningSession, Participant, SpeakerInvitation
from sessions_app.speakers.speaker_invitations import InvitedSpeaker, Request, new_participant

# So many new people can be written down at once.
NEW_ROWS: Final = 3
_INVITABLE: Final = (SpeakerInvitation.State.DECLINED, SpeakerInvitation.State.WITHDRAWN)
_Role = Participant.Role
_Source = Officer.AddressSource


class RequestForm(forms.Form):
    """The pieces that speakers are asked for, and by when."""

    asks_picture = forms.BooleanField(
        label=gettext_lazy("A picture"), required=False, initial=True, widget=UnfoldBooleanWidget
    )
    asks_biography = forms.BooleanField(
        label=gettext_lazy("A short biography"),
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
    )
    asks_slides = forms.BooleanField(
        label=gettext_lazy("Slides"), required=False, widget=UnfoldBooleanWidget
    )
    due_at = MomentField(
        label=gettext_lazy("Asked for by"),
        required=False,
        help_text=gettext_lazy(
            "The e-mail says so. Speakers can answer until the session is over."
        ),
    )

    def __init__(self, session: LearningSession, data: Any) -> None:
        super().__init__(data)
        self.session = session
        due: Any = self.fields["due_at"]
        due.typed_zone = session.time_zone
        due.show_in(session.time_zone)

    def clean_due_at(self) -> datetime | None:
        """Return the moment, which is to come and not after the session."""
        moment: datetime | None = self.cleaned_data["due_at"]
        if moment is not None and moment <= now():
            raise forms.ValidationError(_("This hour is past."))
        if moment is not None and moment > self.session.ends_at:
            raise forms.ValidationError(_("This is after the session."))
        return moment


class _InviteeForm(forms.Form):
    """The language of the e-mail, and where the address comes from."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of our e-mails"),
        choices=languages.LANGUAGES,
        widget=UnfoldAdminSelectWidget,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where the address comes from"),
        choices=_Source.choices,
        widget=UnfoldAdminSelectWidget,
    )


class KnownInviteeForm(_InviteeForm):
    """A participant of the session, to be ticked."""

    is_chosen = forms.BooleanField(required=False, widget=UnfoldBooleanWidget)
    field_order = ("is_chosen", "language", "source")

    def __init__(self, participant: Participant, data: Any) -> None:
        registration = getattr(participant, "registration", None)
        initial = {
            "language": registration.language
            if registration
            else participant.session.main_language,
            "source": _Source.OWN if registration else _Source.CONTACTS,
        }
        super().__init__(data, prefix=f"known-{participant.pk}", initial=initial)
        self.participant = participant
        self.fields["is_chosen"].label = str(participant)

    @property
    def invitee(self) -> InvitedSpeaker | None:
        """Return the person if the valid form ticks them."""
        data = self.cleaned_data
        if not data["is_chosen"]:
            return None
        return InvitedSpeaker(self.participant, data["language"], data["source"])


class NewInviteeForm(_InviteeForm):
    """A person who is not in the session yet; left empty, there is none."""

    name = LineFormField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )
    email = AddressFormField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        widget=UnfoldAdminEmailInputWidget,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[choice for choice in _Role.choices if choice[0] != _Role.PARTICIPANT],
        initial=_Role.SPEAKER,
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ("name", "email", "role", "language", "source")

    def __init__(self, session: LearningSession, number: int, data: Any) -> None:
        initial = {"language": session.main_language, "source": _Source.CONTACTS}
        super().__init__(data, prefix=f"new-{number}", initial=initial)
        self.session = session

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        name, email = cleaned.get("name"), cleaned.get("email")
        if name and not email and "email" not in self.errors:
            self.add_error("email", _("Enter the e-mail address."))
        if email and not name and "name" not in self.errors:
            self.add_error("name", _("Enter the name."))
        if email and _is_invited(self.session, email):
            self.add_error("email", _("This person is invited already."))
        return cleaned

    @property
    def invitee(self) -> InvitedSpeaker | None:
        """Return the person whom the valid form names, if any."""
        data = self.cleaned_data
        if not data["email"]:
            return None
        participant = new_participant(
            self.session, name=data["name"], email=data["email"], role=data["role"]
        )
        return InvitedSpeaker(participant, data["language"], data["source"])


class InvitingForms:
    """All forms of the page that invites speakers."""

    def __init__(self, session: LearningSession, data: Any = None) -> None:
        self.session = session
        self.request = RequestForm(session, data)
        people = _invitable(session)
        self.known = [KnownInviteeForm(one, data) for one in people if one.person.email]
        self.without_address = [one for one in people if not one.person.email]
        self.new = [NewInviteeForm(session, number, data) for number in range(NEW_ROWS)]
        self.problem = ""

    @property
    def _people(self) -> list[KnownInviteeForm | NewInviteeForm]:
        return [*self.known, *self.new]

    @property
    def all(self) -> list[forms.Form]:
        """Return the forms in the order of the page."""
        return [self.request, *self._people]

    def is_valid(self) -> bool:
        """Return whether all is right and someone is chosen, each address once."""
        # Each is asked, so that all mistakes are shown at once.
        wrong = [form for form in self.all if not form.is_valid()]
        if wrong:
            return False
        emails = [one.participant.person.email for one in self.invitees]
        if not emails:
            self.problem = _("Tick a person, or enter the address of someone new.")
        elif len(set(emails)) < len(emails):
            self.problem = _("The same address is there twice.")
        return not self.problem

    @cached_property
    def invitees(self) -> list[InvitedSpeaker]:
        """Return the people whom the valid forms invite."""
        chosen = [form.invitee for form in self._people]
        return [one for one in chosen if one is not None]

    @property
    def asked(self) -> Request:
        """Return what the valid form asks for."""
        return Request(**self.request.cleaned_data)


def _invitable(session: LearningSession) -> list[Participant]:
    """Return the participants with a role who are not invited, or have declined."""
    rows = session.participants.exclude(role=_Role.PARTICIPANT).select_related(
        "person", "registration", "speaker_invitation"
    )
    found = []
    for participant in rows:
        participant.session = session
        invitation = getattr(participant, "speaker_invitation", None)
        if invitation is None or invitation.state in _INVITABLE:
            found.append(participant)
    return found


def _is_invited(session: LearningSession, email: str) -> bool:
    rows = SpeakerInvitation.objects.filter(
        participant__session=session, participant__person__email=email
    )
    return rows.exclude(state__in=_INVITABLE).exists()
