"""Addresses of the admin with a model's former name, as e-mails and bookmarks still have them."""

from typing import Any

from django.urls import URLPattern, re_path, reverse
from django.views.generic import RedirectView


class _ToPresentName(RedirectView):
    permanent = True
    query_string = True
    model = ""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        # Percent signs of the path are its own: nothing is formatted into it.
        self.url = (reverse(f"admin:{self.model}_changelist") + kwargs["rest"]).replace("%", "%%")
        return str(super().get_redirect_url())


def former_name(app: str, old: str, new: str) -> URLPattern:
    """Return the redirect from the pages of the model *old* to those of *new*, in lower case."""
    view = _ToPresentName.as_view(model=f"{app}_{new}")
    return re_path(rf"^admin/{app}/{old}/(?P<rest>.*)$", view)
