"""Base classes of model admins: fields in all languages, and no silent overwriting."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin as BaseTranslationAdmin
from modeltranslation.admin import TranslationBaseModelAdmin, TranslationStackedInline
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname, get_translation_fields
from unfold.admin import ModelAdmin as UnfoldModelAdmin
from unfold.admin import StackedInline as UnfoldStackedInline
from unfold.admin import TabularInline as UnfoldTabularInline

import llex.core.db.loose_text  # noqa: F401 - the lookup of `searched`
from llex.core import languages
from llex.core.admin.history import HistoryMixin
from llex.core.admin.optimistic_lock import OptimisticLockMixin, StaleCheckedForm
from llex.core.admin.ordering import AlphabeticalListMixin
from llex.core.mail.addresses import tell_removals
from llex.core.time_zones.admin import MomentFieldsMixin, MomentsMixin

EMPTY_TEMPLATE: Final = "admin/_inline_empty.html"


class TextsForm(StaleCheckedForm):
    """A form with texts in all languages: what is required is required in one of them.

    modeltranslation asks for English; but a note may be written in French.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for field in needed_texts(self._meta.model):
            names = [name for name in get_translation_fields(field) if name in self.fields]
            if names and not any(cleaned.get(name) for name in names):
                label = capfirst(str(self._meta.model._meta.get_field(field).verbose_name))
                text = _("%(label)s: write it in at least one language.")
                self.add_error(names[0], text % {"label": label})
        return cleaned


def needed_texts(model: type[models.Model]) -> list[str]:
    """Return the translated fields of *model* that may not be empty in all languages."""
    fields = translator.get_options_for_model(model).all_fields
    return [name for name in fields if not model._meta.get_field(name).blank]  # type: ignore[union-attr]


class AddressNoticesMixin:
    """Add a message after a save if characters were removed from an e-mail address."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        tell_removals(request, [form])
        return super().save_form(request, form, change)  # type: ignore[misc]


class SecureLinksMixin:
    """Read URLs without a scheme as https."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class ModelAdmin(
    AddressNoticesMixin,
    MomentsMixin,
    HistoryMixin,
    AlphabeticalListMixin,
    OptimisticLockMixin,
    UnfoldModelAdmin,
):
    """The page of a model without translated texts."""

    form = StaleCheckedForm
    change_form_outer_before_template = "admin/_heading.html"
    change_form_before_template = "admin/_form_before.html"
    warn_unsaved_form = True
    # What the rows are for and how to begin, where there are none.
    purpose: Any = ""
    list_per_page = 50
    show_full_result_count = False


class TextFieldsMixin(TranslationBaseModelAdmin):  # type: ignore[type-arg]
    """Fields of texts say their language to the browser; none of them is required alone."""

    def patch_translation_field(
        self, db_field: Any, field: Any, request: HttpRequest, **kwargs: Any
    ) -> None:
        super().patch_translation_field(db_field, field, request, **kwargs)
        if code := getattr(db_field, "language", None):
            field.required = False
            field.widget.attrs.update(lang=code, dir=languages.direction(code))


class TextsModelAdmin(
    TextFieldsMixin,
    SecureLinksMixin,
    AddressNoticesMixin,
    MomentsMixin,
    HistoryMixin,
    AlphabeticalListMixin,
    OptimisticLockMixin,
    UnfoldModelAdmin,
    BaseTranslationAdmin,  # type: ignore[type-arg]
):
    """The page of a model with texts in all languages."""

    form = TextsForm
    change_form_outer_before_template = "admin/_heading.html"
    change_form_before_template = "admin/_form_before.html"
    warn_unsaved_form = True
    # What the rows are for and how to begin, where there are none.
    purpose: Any = ""
    list_per_page = 50
    show_full_result_count = False


class TextsStackedInline(
    TextFieldsMixin,
    SecureLinksMixin,
    MomentFieldsMixin,
    UnfoldStackedInline,
    TranslationStackedInline,  # type: ignore[type-arg]
):
    """Rows with texts in all languages on the page of what they belong to."""

    form = TextsForm
    extra = 0
    tab = True
    show_change_link = True
    template_before = EMPTY_TEMPLATE


class TabularInline(MomentFieldsMixin, UnfoldTabularInline):
    """Rows on the page of what they belong to."""

    extra = 0
    tab = True
    show_change_link = True
    template_before = EMPTY_TEMPLATE


class ReadOnlyMixin:
    """Show rows read-only."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def texts(*names: str) -> tuple[str, ...]:
    """Return the names of the fields that hold these texts in each language."""
    return tuple(
        build_localized_fieldname(name, code) for name in names for code in languages.CODES
    )


def searched(*names: str) -> tuple[str, ...]:
    """Return the search fields for words in these texts, in whatever language."""
    return tuple(f"{name}__loosely_contains" for name in texts(*names))


def without(names: Iterable[str], hidden: Iterable[str]) -> list[str]:
    """Return *names* without the *hidden* ones."""
    hidden = set(hidden)
    return [name for name in names if name not in hidden]
