"""Counts of downloads and sums of registrations: looked at, never edited."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.languages import name_of
from sessions_app.models import DownloadCount, RegistrationSums


@admin.register(DownloadCount)
class DownloadCountAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _(
        "How often each file of a published note was downloaded on a day. The page Statistics of "
        "the sessions sums them up."
    )
    list_display = ("day", "edition", "language", "format", "number")
    list_filter = ("day", "file__format", "file__document__language")
    list_select_related = ("file__document__edition__session",)
    date_hierarchy = "day"
    fields = ("day", "file", "number")

    @display(description=_("edition"), ordering="file__document__edition")
    def edition(self, count: DownloadCount) -> str:
        return str(count.file.document.edition)

    @display(description=_("language"), ordering="file__document__language")
    def language(self, count: DownloadCount) -> str:
        return name_of(count.file.document.language)

    @display(description=_("format"), ordering="file__format")
    def format(self, count: DownloadCount) -> str:
        return count.file.format.upper()


@admin.register(RegistrationSums)
class RegistrationSumsAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("session", "counted_at")
    list_select_related = ("session",)
    search_fields = ("session__search_key__key_contains",)
    fields = ("session", "languages", "speaker_genders", "counted_at")
