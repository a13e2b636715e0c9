"""Columns of names in the lists of the admin sort as readers of the language sort them."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from unfold.views import ChangeList

from llex.core.db.collation import InLanguageOrder

# Fields whose letters are a code and not a name.
_CODES = (models.EmailField, models.SlugField, models.URLField, models.FileField)


class AlphabeticalChangeList(ChangeList):
    """A list whose columns of text are sorted in the active language."""

    def get_ordering_field(self, field_name: str) -> Any:
        found = super().get_ordering_field(field_name)
        if isinstance(found, str) and _is_text(self.model, found):
            return InLanguageOrder(found)
        return found


class AlphabeticalListMixin:
    """Sort a model's list by `AlphabeticalChangeList`."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AlphabeticalChangeList


def _is_text(model: type[models.Model], name: str) -> bool:
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not isinstance(field, _CODES) and not field.choices
