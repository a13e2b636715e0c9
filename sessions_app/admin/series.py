"""Series, and the organisations that convene them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminImageFieldWidget,
    UnfoldAdminTextInputWidget,
)

from llex.core.admin.base import TextsForm, TextsModelAdmin
from llex.core.db.expressions import number_of
from llex.core.files.pictures import KeptFiles
from llex.core.theme.colours import Colour
from sessions_app.admin.merging import MergingMixin
from sessions_app.models import LearningSession, Organisation, Series
from sessions_app.models.series import REMINDERS
from sessions_app.models.series_look import normalize_issn
from sessions_app.people.duplicates import organisation_pairs
from sessions_app.people.logos import NARROWEST, keep_logo
from sessions_app.permissions import plans_sessions
from sessions_app.planning.covers import NARROWEST as NARROWEST_COVER
from sessions_app.planning.covers import keep_cover
from sessions_app.public.logos import cover_address, logo_address


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """The present picture, as the widget of a file shows it."""

    name: Any
    url: str

    def __str__(self) -> str:
        return str(self.name)


class OrganisationForm(TextsForm):
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=UnfoldAdminImageFieldWidget(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "logo_file" in self.fields:
            text = gettext(
                "PNG, JPEG or WebP, for light backgrounds, at least %(width)s pixels wide. Its"
                " margin is cut off. Pages and notes of sessions show it for conveners and"
                " partners."
            )
            self.fields["logo_file"].help_text = text % {"width": number_format(NARROWEST)}
        if self.instance.logo:
            self.fields["logo_file"].initial = ShownPicture(
                _("logo"), logo_address(self.instance.logo)
            )

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
    cover_file = forms.FileField(
        label=_("Cover picture"),
        required=False,
        widget=UnfoldAdminImageFieldWidget(attrs={"accept": "image/*"}),
    )
    issn = forms.CharField(
        label="ISSN",
        required=False,
        help_text=Series._meta.get_field("issn").help_text,
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reminders" in self.fields:
            self.fields["reminders"].initial = self.instance.reminders
        if "issn" in self.fields:
            self.fields["issn"].initial = self.instance.issn
        if "cover_file" in self.fields:
            self._show_cover()

    def _show_cover(self) -> None:
        text = gettext(
            "PNG, JPEG or WebP, at least %(width)s pixels wide. It fills the upper half of the"
            " cover of PDF, Word and EPUB: choose one without writing in it."
        )
        self.fields["cover_file"].help_text = text % {"width": number_format(NARROWEST_COVER)}
        if self.instance.cover:
            self.fields["cover_file"].initial = ShownPicture(
                _("cover picture"), cover_address(self.instance.cover)
            )

    def clean_issn(self) -> str:
        """Return the ISSN with its hyphen."""
        return normalize_issn(self.cleaned_data["issn"]) if self.cleaned_data["issn"] else ""

    def clean_main_colour(self) -> str:
        return _written(self.cleaned_data["main_colour"])

    def clean_second_colour(self) -> str:
        return _written(self.cleaned_data["second_colour"])

    def clean_cover_file(self) -> Any:
        """Keep a new cover picture; return False where the present one is to go."""
        file = self.cleaned_data["cover_file"]
        return keep_cover(file) if isinstance(file, UploadedFile) else file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        found = cleaned.get("cover_file")
        if isinstance(found, KeptFiles):
            self.instance.take_cover(found)
        elif found is False:
            self.instance.take_cover(None)
        return cleaned


def _written(colour: str) -> str:
    """Return a colour that was checked as it is kept, with its sign and in small letters."""
    return str(Colour.read(colour)) if colour else ""


@admin.register(Series)
class SeriesAdmin(TextsModelAdmin):
    purpose = _(
        "A series gives its sessions a name, a hashtag and their conveners. It is the first "
        "thing that a new site needs."
    )
    list_display = ("title", "slug", "hashtag", "session_count")
    search_fields = ("search_key__key_contains", "slug")
    form = SeriesForm
    fieldsets = (
        (None, {"fields": ("title", "slug", "tagline", "hashtag", "conveners")}),
        (_("Contact"), {"fields": ("contact", "contact_name")}),
        (
            _("Look of its notes in print"),
            {
                "description": _(
                    "For PDF, Word, EPUB and the short version. Without a picture and colours they"
                    " look as those of the program. The logos are those of the conveners."
                ),
                "fields": (
                    "cover_file", "cover_alternative", "cover_credit",
                    "main_colour", "second_colour",
                ),
            },
        ),
        (
            _("Publication"),
            {
                "description": _(
                    "Printed on the last page of each note. Who wrote, edited and translated a note"
                    " is named on the page of its session."
                ),
                "fields": ("issn", "publication_number", "disclaimer"),
            },
        ),
        (
            _("Sessions"),
            {
                "fields": ("reminders", "thanks", "gives_certificates", "prints_speaker_balance"),
            },
        ),
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
