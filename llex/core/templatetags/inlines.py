"""The empty states of lists and of the tabs of inlines."""

from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag
def purpose_of(options: Any) -> str:
    """Return what the rows of a model are for and how to begin, as its page in the admin says."""
    if not admin.site.is_registered(options.model):
        return ""
    return str(getattr(admin.site.get_model_admin(options.model), "purpose", ""))


@register.simple_tag(takes_context=True)
def inline_add_address(context: Any, inline_formset: Any) -> str:
    """Return the URL of the page that adds a row to the inline's object, or ""."""
    formset = inline_formset.formset
    meta = formset.model._meta
    if not formset.instance.pk or not admin.site.is_registered(formset.model):
        return ""
    page = admin.site.get_model_admin(formset.model)
    if not page.has_add_permission(context["request"]):
        return ""
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")
    return f"{address}?{urlencode({formset.fk.name: formset.instance.pk})}"
