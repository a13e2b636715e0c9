"""Users, groups, translation marks and the log of changes."""

from copy import copy
from typing import Any

from auditlog.admin import LogEntryAdmin as BaseLogEntryAdmin
from auditlog.models import LogEntry
from auditlog.render import render_logentry_changes_html
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminEmailInputWidget

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.admin.history import told_changes
from llex.core.admin.optimistic_lock import StaleCheckedForm
from llex.core.admin.ordering import AlphabeticalChangeList
from llex.core.languages.phrases import join_items, labelled
from llex.core.models import TranslationMark, User
from llex.core.time_zones.change_log import changed_moments, set_zones
from llex.core.time_zones.moments import short_moment

admin.site.unregister(Group)
admin.site.unregister(LogEntry)


class NewUserForm(StaleCheckedForm):
    """Add a user without a password, which can be set on the page that follows."""

    class Meta:
        model = User
        fields = ("email", "name", "language", "is_staff", "groups")
        widgets = {"email": UnfoldAdminEmailInputWidget}

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()
        return super().save(commit)


class ChangedUserForm(StaleCheckedForm, UserChangeForm):
    class Meta:
        model = User
        fields = forms.ALL_FIELDS


@admin.register(User)
class UserAdmin(ModelAdmin, BaseUserAdmin):  # type: ignore[type-arg]
    list_display = ("email", "name", "language", "is_staff", "shown_groups", "last_login")
    list_filter = ("is_staff", "is_active", "groups", "language")
    search_fields = ("email", "search_key__key_contains")
    ordering = ("email",)
    form = ChangedUserForm
    add_form = NewUserForm
    change_password_form = AdminPasswordChangeForm
    add_fieldsets = ((None, {"fields": ("email", "name", "language", "is_staff", "groups")}),)
    fieldsets = (
        (None, {"fields": ("email", "name", "language", "password")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("groups")

    @display(description=_("groups"))
    def shown_groups(self, user: User) -> str:
        return join_items(group.name for group in user.groups.all())


@admin.register(Group)
class GroupAdmin(ModelAdmin, BaseGroupAdmin):  # type: ignore[misc]
    list_display = ("name", "members")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(member_count=Count("user"))

    @display(description=_("members"), ordering="member_count")
    def members(self, group: Any) -> int:
        return int(group.member_count)


@admin.register(TranslationMark)
class TranslationMarkAdmin(ModelAdmin):
    list_display = ("shown_subject", "field", "language", "state", "source_language", "changed_at")
    list_filter = ("state", "language", "content_type")
    list_select_related = ("content_type",)
    list_prefetch = ("subject",)
    search_fields = ("field",)
    fields = (
        "shown_subject", "field", "language", "source_language", "state",
        "changed_at", "changed_by",
    )  # fmt: skip
    readonly_fields = (
        "shown_subject", "field", "language", "source_language", "changed_at", "changed_by",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("subject")

    @display(description=_("text of"))
    def shown_subject(self, mark: TranslationMark) -> str:
        return labelled(mark.content_type.name, mark.subject)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A mark is made where the translation is made.
        return False


class LogChangeList(AlphabeticalChangeList):
    """The log, each entry with the time zone of what was changed."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        # Read once: the zones are noted on these rows.
        self.result_list = list(self.result_list)
        set_zones(self.result_list)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyMixin, ModelAdmin, BaseLogEntryAdmin):
    list_display = ("created", "resource_url", "action", "msg_short", "user_url")
    list_filter = ("action", "content_type", "timestamp")
    search_fields = ("object_repr", "changes", "actor__search_key__key_contains", "actor__email")
    search_help_text = _("Name of the thing, what was changed, or by whom")
    fieldsets = (
        (None, {"fields": ("created", "user_url", "resource_url")}),
        (_("Changes"), {"fields": ("action", "msg")}),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LogChangeList

    @display(description=_("date"), ordering="timestamp")
    def created(self, entry: Any) -> str:
        return short_moment(entry.timestamp, _zone_of_entry(entry))

    @display(description=_("Changes"))
    def msg(self, entry: Any) -> str:
        shown = _told(entry)
        moments = changed_moments(entry, _zone_of_entry(entry))
        shown.changes |= {name: moments[name] for name in moments if name in shown.changes}
        return str(render_logentry_changes_html(shown))

    @display(description=_("Changes"))
    def msg_short(self, entry: Any) -> str:
        return str(super().msg_short(_told(entry)))


def _told(entry: Any) -> Any:
    """Return a copy of an entry of the log with the changes that mean something to people."""
    shown = copy(entry)
    model = entry.content_type.model_class()
    shown.changes = told_changes(entry, model) if model else entry.changes_dict
    return shown


def _zone_of_entry(entry: Any) -> str:
    if not hasattr(entry, "zone"):
        set_zones([entry])
    return str(entry.zone)
