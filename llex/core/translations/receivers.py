"""Receivers of signals: a row with translated texts was saved or deleted."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save
from modeltranslation.translator import translator

from llex.core import languages
from llex.core.translations.marks import TranslationMarkQuerySet

_UID: Final = "llex.translations"


def connect() -> None:
    """Connect the receivers to every model that is registered for translation."""
    for model in translated_models():
        post_save.connect(record_marks, sender=model, dispatch_uid=f"{_UID}.saved")
        post_delete.connect(delete_marks, sender=model, dispatch_uid=f"{_UID}.deleted")


def translated_models() -> list[type[models.Model]]:
    """Return the models with translated fields."""
    return list(translator.get_registered_models(abstract=False))


@cache
def translated_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the translated fields of a model, in the model's order."""
    names = set(translator.get_options_for_model(model).all_fields)
    return tuple(field.name for field in model._meta.concrete_fields if field.name in names)


def follow_language(
    model: type[models.Model], column: str, rows: Callable[[Any], Iterable[models.Model]]
) -> None:
    """Renew the marks of *rows* when their owner says by *column* that they are written otherwise.

    Which text is the source and which are translations depends on it.
    """

    def note_language(
        instance: models.Model,
        raw: bool = False,
        update_fields: frozenset[str] | None = None,
        **_signal: Any,
    ) -> None:
        may_change = update_fields is None or column in update_fields
        stored = model._base_manager.filter(pk=instance.pk).values_list(column, flat=True)
        is_stored = may_change and not (raw or instance._state.adding)
        instance.language_before = stored.first() if is_stored else None  # type: ignore[attr-defined]

    def renew_marks(instance: models.Model, **_signal: Any) -> None:
        before = getattr(instance, "language_before", None)
        if before is not None and before != getattr(instance, column):
            for row in rows(instance):
                _marks().record(row, translated_fields(type(row)))

    uid = f"{_UID}.language"
    pre_save.connect(note_language, sender=model, weak=False, dispatch_uid=uid)
    post_save.connect(renew_marks, sender=model, weak=False, dispatch_uid=uid)


def record_marks(
    instance: models.Model,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **_signal: Any,
) -> None:
    """Mark what was translated, and from which source. A restored row brings its own marks."""
    if raw:
        return
    fields = [
        field
        for field in translated_fields(type(instance))
        if update_fields is None or not update_fields.isdisjoint(_columns(field))
    ]
    if fields:
        _marks().record(instance, fields, is_new=created)


def delete_marks(instance: models.Model, **_signal: Any) -> None:
    """Delete the marks of a row that is gone."""
    _marks().about([instance]).delete()


def _columns(field: str) -> set[str]:
    return {field, f"original_{field}", *(f"{field}_{code}" for code in languages.CODES)}


def _marks() -> TranslationMarkQuerySet:
    model: Any = apps.get_model("llex", "TranslationMark")
    return model.objects.all()
