"""The groups of the admin. The two that come with the program are looked at, not edited."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.users import GroupAdmin as BaseGroupAdmin
from sessions_app.groups import GRANTS

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(BaseGroupAdmin):
    list_display: Any = ("name", "members", "is_built_in")

    @display(description=_("comes with the program"), boolean=True)
    def is_built_in(self, group: Group) -> bool:
        return group.name in GRANTS

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or not self.is_built_in(obj):
            return [(None, {"fields": ("name", "permissions")})]
        whose = _(
            "This group comes with the program, and each update sets its permissions again; so they"
            " cannot be edited here. For other rights, make a group of your own: people may be in"
            " several."
        )
        return [(None, {"fields": ("name", "shown_permissions"), "description": whose})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name", "shown_permissions") if obj and self.is_built_in(obj) else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_built_in = obj is not None and self.is_built_in(obj)
        return super().has_delete_permission(request, obj) and not is_built_in

    @display(description=_("permissions"))
    def shown_permissions(self, group: Group) -> str:
        rows = group.permissions.select_related("content_type")
        return format_html_join("", "<p>{}</p>", ((row.name,) for row in rows))
