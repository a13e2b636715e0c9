"""Addresses of pages below a session in the admin."""

from collections.abc import Callable, Mapping

from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.urls import URLPattern, path

# By the end of its name: what comes after the prefix, and the view.
Views = Mapping[str, tuple[str, Callable[..., HttpResponse]]]


def session_urls(
    site: AdminSite, views: Views, *, prefix: str = "<int:session_id>/"
) -> list[URLPattern]:
    """Return the addresses of *views*, which only staff opens, named after the model."""
    return [
        path(
            prefix + address,
            site.admin_view(view),
            name=f"sessions_app_learningsession_{name}",
        )
        for name, (address, view) in views.items()
    ]
