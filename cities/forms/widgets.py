"""The field in which a city is looked up as one types."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

SCRIPT = "js/cities/autocomplete.js"


class PlaceInput(forms.TextInput):
    """A text field; with its script a combobox that suggests cities.

    The script writes the chosen city into the form's field called *choice*. Without it the text is
    sent, and the page lists the cities that it may mean.
    """

    def __init__(self, choice: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "dir": "auto", **(attrs or {})})
        self.choice = choice

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, lookup_attrs() | {
            "data-choice": self.choice,
            **(attrs or {}),
        })  # fmt: skip


def lookup_attrs() -> dict[str, str]:
    """Return what the script needs to know, in the active language."""
    return {
        "data-lookup": reverse("cities:place_lookup"),
        "data-list-label": _("Cities that you may mean"),
        "data-known": _("known to us"),
        "data-none": _("No city is found under this name."),
        "data-some": _("Cities found: %s. Choose one with the arrow keys."),
        "data-failed": _("The look-up cannot be reached; send what you typed."),
    }
