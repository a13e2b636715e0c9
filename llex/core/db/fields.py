"""Model and form fields for text that people type, kept as people see it."""

from typing import Any

from django import forms
from django.db import models

from llex.core.text.normalization import clean_line, clean_text


class LineFormField(forms.CharField):
    """Text in one line, without invisible characters."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_line(value) if isinstance(value, str) else value)


class ProseFormField(forms.CharField):
    """Text of several lines, without invisible characters."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class _CleanedField(models.Field):  # type: ignore[type-arg]
    """Shared by the two fields below. In migrations they are Django's own fields."""

    form_class: Any = None

    def cleaned(self, value: Any) -> Any:
        raise NotImplementedError

    def deconstruct(self) -> Any:
        # Migrations need not know how a text is cleaned.
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs

    def to_python(self, value: Any) -> Any:
        return self.cleaned(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return self.cleaned(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str) and (text := self.cleaned(value)) != value:
            setattr(model_instance, self.attname, text)
            return text
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class LineField(_CleanedField, models.CharField):  # type: ignore[type-arg]
    """A name, a title or another text in one line."""

    form_class = LineFormField

    def cleaned(self, value: Any) -> Any:
        return clean_line(value) if isinstance(value, str) else value


class ProseField(_CleanedField, models.TextField):  # type: ignore[type-arg]
    """A text of several lines."""

    form_class = ProseFormField

    def cleaned(self, value: Any) -> Any:
        return clean_text(value) if isinstance(value, str) else value
