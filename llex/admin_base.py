"""What every page of the admin has: texts in all languages, and no silent overwriting."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin as BaseTranslationAdmin
from modeltranslation.admin import TranslationBaseModelAdmin, TranslationStackedInline
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname, get_translation_fields
from unfold.admin import ModelAdmin as UnfoldModelAdmin
from unfold.admin import StackedInline as UnfoldStackedInline
from unfold.admin import TabularInline as UnfoldTabularInline

from llex import admin_stale, languages
from llex.admin_stale import OBJECT, Version
from llex.core.admin.ordering import AlphabeticalListMixin

VERSION_FIELD = "_version"
Row = Any


class StaleCheckedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that refuses to overwrite what somebody else has saved in the meantime."""

    conflicts: Callable[[], Version] | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.conflicts and (found := self.conflicts()):
            self._report(found)
        return cleaned

    def _report(self, found: Version) -> None:
        own = [name for name in found.get(OBJECT, {}) if name in self.fields]
        parts = [str(self.fields[name].label or name) for name in own]
        parts += [label for label in found if label != OBJECT]
        text = _(
            "Somebody else has changed this since you opened it: %(parts)s. Nothing was saved, and"
            " everything you typed is still here. Compare, then save again to keep your version."
        )
        self.add_error(None, text % {"parts": get_text_list(parts, _("and"))})
        stored = type(self.instance)._base_manager.filter(pk=self.instance.pk)
        for name, value in (stored.values(*own).first() or {}).items() if own else ():
            shown = str(value) if value not in (None, "", []) else _("empty")
            self.add_error(name, _("Stored meanwhile: %(text)s") % {"text": shown})


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


class StaleCheckedMixin:
    """Give each change form its version, and compare it when the form comes back."""

    opts: Any
    model: type[models.Model]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        if obj is not None and request.method == "POST" and issubclass(form, StaleCheckedForm):
            form.conflicts = staticmethod(partial(self._conflicts, request, obj, form))
        return form

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            # Who saves at the same moment waits here, and then finds the form to be stale. So
            # does a change of state, which a save would otherwise write back. Outside of a
            # transaction nothing is saved: only the buttons of the page are looked up.
            field = from_field or self.model._meta.pk.name
            try:
                locked = self.model._base_manager.select_for_update(of=("self",))
                locked.filter(**{field: object_id}).values_list("pk").first()
            except (ValueError, forms.ValidationError):
                return None
        return super().get_object(request, object_id, from_field)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        form = context["adminform"].form
        if obj is not None and obj.pk:
            keys = {
                inline.formset.prefix: [row.instance.pk for row in inline.formset.initial_forms]
                for inline in context["inline_admin_formsets"]
            }
            context["version"] = self._posted_or_current(request, obj, form, keys)
        context["text_languages"] = languages.LANGUAGES
        context["has_texts"] = any("lang" in f.widget.attrs for f in form.fields.values()) or any(
            "lang" in field.widget.attrs
            for inline in context["inline_admin_formsets"]
            for field in inline.formset.form.base_fields.values()
        )
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def _posted_or_current(self, request: HttpRequest, obj: Any, form: Any, keys: Any) -> str:
        """Keep the version of a form that is shown again, unless it has just been called stale."""
        posted = request.POST.get(VERSION_FIELD, "")
        if posted and not (form.conflicts and form.conflicts()):
            return posted
        return admin_stale.dump(self._version(request, obj, type(form), keys))

    def _version(
        self, request: HttpRequest, obj: Any, form: Any, keys: dict[str, list[Any]]
    ) -> Version:
        version = {OBJECT: admin_stale.object_version(obj, form.base_fields)}
        for formset, inline in self.get_formsets_with_inlines(request, obj):  # type: ignore[attr-defined]
            prefix = formset.get_default_prefix()
            rows = inline.model._base_manager.filter(pk__in=keys.get(prefix, ()))
            names = [name for name in formset.form.base_fields if name != formset.fk.name]
            version[prefix] = admin_stale.row_versions(rows, names)
        return version

    def _conflicts(self, request: HttpRequest, obj: Any, form: Any) -> Version:
        posted = admin_stale.load(request.POST.get(VERSION_FIELD, ""))
        if not posted:
            return {}
        current = self._version(request, obj, form, {part: list(posted[part]) for part in posted})
        found: Version = {}
        if own := admin_stale.changed(posted.get(OBJECT, {}), current[OBJECT]):
            found[OBJECT] = dict.fromkeys(own, "")
        for formset, inline in self.get_formsets_with_inlines(request, obj):  # type: ignore[attr-defined]
            prefix = formset.get_default_prefix()
            if rows := admin_stale.changed(posted.get(prefix, {}), current[prefix]):
                found[str(inline.opts.verbose_name_plural)] = dict.fromkeys(rows, "")
        return found


class SecureLinksMixin:
    """An address typed without its scheme is taken for https."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class ModelAdmin(AlphabeticalListMixin, StaleCheckedMixin, UnfoldModelAdmin):
    """The page of a model without translated texts."""

    form = StaleCheckedForm
    change_form_outer_before_template = "admin/_heading.html"
    change_form_before_template = "admin/_form_before.html"
    warn_unsaved_form = True
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
    AlphabeticalListMixin,
    StaleCheckedMixin,
    UnfoldModelAdmin,
    BaseTranslationAdmin,  # type: ignore[type-arg]
):
    """The page of a model with texts in all languages."""

    form = TextsForm
    change_form_outer_before_template = "admin/_heading.html"
    change_form_before_template = "admin/_form_before.html"
    warn_unsaved_form = True
    list_per_page = 50
    show_full_result_count = False


class TextsStackedInline(
    TextFieldsMixin,
    SecureLinksMixin,
    UnfoldStackedInline,
    TranslationStackedInline,  # type: ignore[type-arg]
):
    """Rows with texts in all languages on the page of what they belong to."""

    form = TextsForm
    extra = 0
    tab = True
    show_change_link = True


class TabularInline(UnfoldTabularInline):
    """Rows on the page of what they belong to."""

    extra = 0
    tab = True
    show_change_link = True


class ReadOnlyMixin:
    """What is looked at and never edited."""

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


def without(names: Iterable[str], hidden: Iterable[str]) -> list[str]:
    """Return *names* without the *hidden* ones."""
    hidden = set(hidden)
    return [name for name in names if name not in hidden]
