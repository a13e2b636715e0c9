"""Admin mixins that show and read moments in the zone of the session."""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest, HttpResponse

from llex.core.time_zones.columns import MomentFilter, in_fieldsets, is_moment, with_moments
from llex.core.time_zones.form_fields import MomentField, MomentWidget
from llex.core.time_zones.paths import zone_of, zone_path


class MomentFieldsMixin:
    """Moments of a form or an inline are typed in the zone of the session."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DateTimeField):
            kwargs |= {
                "form_class": MomentField,
                "widget": MomentWidget(),
                # A copy of a default such as now would be written in another zone.
                "show_hidden_initial": False,
            }
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class MomentsMixin(MomentFieldsMixin):
    """Moments of a page, its inlines, its list and its filters are in the zone of the session."""

    model: type[models.Model]

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, *args, **kwargs)  # type: ignore[misc]
        if obj is not None:
            for field in form.base_fields.values():
                if isinstance(field, MomentField):
                    field.show_in(zone_of(obj))
        return form

    def get_list_display(self, request: HttpRequest) -> Any:
        return with_moments(self.model, super().get_list_display(request))  # type: ignore[misc]

    def get_list_select_related(self, request: HttpRequest) -> Any:
        related = super().get_list_select_related(request)  # type: ignore[misc]
        to_zone = zone_path(self.model).rpartition("__")[0]
        if not to_zone or related is True:
            return related
        return (*(related or ()), to_zone)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [
            (name, MomentFilter) if is_moment(self.model, name) else name
            for name in super().get_list_filter(request)  # type: ignore[misc]
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        page = context["adminform"]
        page.fieldsets, page.readonly_fields = in_fieldsets(
            self.model, page.fieldsets, page.readonly_fields
        )
        for inline in context["inline_admin_formsets"]:
            # Those who may not change anything read every field.
            fixed = [] if inline.has_change_permission else flatten_fieldsets(inline.fieldsets)
            inline.fieldsets, inline.readonly_fields = in_fieldsets(
                inline.opts.model, inline.fieldsets, [*inline.readonly_fields, *fixed]
            )
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
