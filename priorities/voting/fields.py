"""Fields and messages that the forms of several kinds of questions share."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from llex.core.text.normalization import clean_code

# What a clerk types for “I don't know”.
UNKNOWN_FIGURE: Final = "?"


class FigureField(forms.RegexField):
    """A figure in the digits of any script, or ? in the sign of any script, as people type them."""

    def to_python(self, value: Any) -> str:
        return clean_code(str(super().to_python(value))).replace("؟", UNKNOWN_FIGURE)


def foreign_service() -> str:
    """Return the refusal of a ballot about a service that is not asked about."""
    return _("This ballot names a service that is not part of the question.")
