"""The head of the pages of the admin."""

from typing import Any

from django import template

from llex.core.admin.breadcrumbs import Crumb, breadcrumbs

register = template.Library()


@register.simple_tag(takes_context=True)
def crumbs(context: Any) -> list[Crumb]:
    """Return the way to the page that is shown."""
    request = context.get("request")
    return breadcrumbs(request, context) if request is not None else []
