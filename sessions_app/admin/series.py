"""Series, and the organisations that convene them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminImageFieldWidget

from llex.core.admin.base import TextsForm, TextsModelAdmin
from llex.core.db.expressions import number_of
from llex.core.files.pictures import KeptFiles
from sessions_app.admin.merging import MergingMixin
from sessions_app.models import LearningSession, Organisation, Series
from sessions_app.models.series import REMINDERS
from sessions_app.people.duplicates import organisation_pairs
from sessions_app.people.logos import NARROWEST, keep_logo
from sessions_app.permissions import plans_sessions
from sessions_app.public.logos import logo_address


@dataclass(frozen=True, slots=True)
class ShownLogo:
    """The present logo, as the widget of a file shows it."""

    organisation: Organisation

    def __str__(self) -> str:
        return str(_("logo"))

    @property
    def url(self) -> str:
        return logo_address(self.organisation.logo)


class OrganisationForm(TextsForm):
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_(
            "PNG, JPEG or WebP, for light backgrounds, at least %(width)s pixels wide. Its margin"
            " is cut off. Pages and notes of sessions show it for conveners and partners."
        )
        % {"width": NARROWEST},
        widget=UnfoldAdminImageFieldWidget(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.logo:
            self.fields["logo_file"].initial = ShownLogo(self.instance)

    def clean_logo_file(self) -> Any:
        """Keep a new logo; return False where the present one is to go."""
        file = self.cleaned_data["logo_file"]
        return keep_logo(file) if isinstance(file, UploadedFile) else file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        found = cleaned.get("logo_file")
        if isinstance(found, KeptFiles):
            self.instance.take_logo(found)
        elif found is False:
            self.instance.take_logo(None)
        return cleaned


@admin.register(Organisation)
class OrganisationAdmin(MergingMixin, TextsModelAdmin):
    form = OrganisationForm
    find_pairs = staticmethod(organisation_pairs)
    purpose = _(
        "Organisations convene, partner or send people. Their names and logos are on the note."
    )
    list_display = ("name", "acronym", "website")
    search_fields = ("search_key__key_contains",)
    fields = ("name", "acronym", "website", "logo_file", "logo_alternative")


class SeriesForm(TextsForm):
    reminders = forms.MultipleChoiceField(
        label=_("Reminders to those who are registered"),
        required=False,
        choices=REMINDERS,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reminders" in self.fields:
            self.fields["reminders"].initial = self.instance.reminders


@admin.register(Series)
class SeriesAdmin(TextsModelAdmin):
    purpose = _(
        "A series gives its sessions a name, a hashtag and their conveners. It is the first "
        "thing that a new site needs."
    )
    list_display = ("title", "slug", "hashtag", "session_count")
    search_fields = ("search_key__key_contains", "slug")
    form = SeriesForm
    fields = (
        "title", "slug", "tagline", "hashtag", "contact", "contact_name", "conveners", "reminders",
        "thanks", "gives_certificates", "prints_speaker_balance",
    )  # fmt: skip
    autocomplete_fields = ("conveners",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(held=number_of(LearningSession.objects.all(), "series"))
        )

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Go on to the first session of a new series, for those who plan sessions."""
        if not plans_sessions(request.user):
            return super().response_post_save_add(request, obj)
        address = reverse("admin:sessions_app_learningsession_add")
        return HttpResponseRedirect(f"{address}?series={obj.pk}")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # The address of its sessions' list, and what commands know it by.
        return ("slug",) if obj else ()

    @display(description=_("sessions"), ordering="held")
    def session_count(self, series: Any) -> int:
        return int(series.held)
