"""Optimistic locking: the changes of two people are merged; only a common field is a conflict.

See `merging` for how a form is compared. Decision 0025 says why the form carries fingerprints.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final, cast

from auditlog.models import LogEntry
from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.admin import kept_posts
from llex.core.admin.inline_merging import InlineForms, inline_forms, merge_rows, posted_keys
from llex.core.admin.merging import (
    Outcome,
    Part,
    Posted,
    conflict_message,
    dump_version,
    form_fingerprints,
    join_fingerprints,
    load_version,
    merge_fields,
    split_fingerprints,
)
from llex.core.http.line_ends import normalize_line_ends
from llex.core.languages.phrases import join_items, join_with_and

VERSION_FIELD: Final = "_version"
_OBJECT: Final = "object"
_RESTORED: Final = "restored"
# A message names so many fields; the page shows the rest.
_NAMED: Final = 6


class StaleCheckedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that is not saved while two people's changes of one field are undecided."""

    outcome: Outcome | None = None
    # Typed before the session ended, and shown again: saved only when it is sent again.
    is_restored = False

    @cached_property
    def changed_data(self) -> list[str]:
        """Return the fields that differ in more than what a browser makes of a text."""
        return [name for name in super().changed_data if not self._is_same_text(name)]

    def _is_same_text(self, name: str) -> bool:
        stored, sent = self.initial.get(name), self.data.get(self.add_prefix(name))
        if not isinstance(self.fields[name], forms.CharField):
            return False
        is_text = all(value is None or isinstance(value, str) for value in (stored, sent))
        return is_text and normalize_line_ends(stored or "").strip() == (sent or "").strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in cleaned:
            if name in self.initial and self._is_same_text(name):
                # As it is stored: nothing instead of an empty text, line ends and all.
                cleaned[name] = self.initial[name]
        if self.is_restored:
            self.add_error(None, kept_posts.restored_message())
        if self.outcome and self.outcome.conflicts:
            self.add_error(None, conflict_message())
            for conflict in self.outcome.conflicts:
                if conflict.name in self.fields:
                    self.add_error(conflict.name, _("Someone else changed this, too."))
        return cleaned


class OptimisticLockMixin:
    """Add a version to each change form, and merge a submitted form with the stored row."""

    opts: Any
    model: type[models.Model]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        if issubclass(form, StaleCheckedForm):
            form.outcome = _outcome(request)
            form.is_restored = getattr(request, "is_restored", False)
        return form

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            # Who saves at the same moment waits here, and then finds what was saved. So does a
            # change of state, which a save would otherwise write back. Outside of a transaction
            # nothing is saved: only the buttons of the page are looked up.
            field = from_field or self.model._meta.pk.name
            try:
                locked = self.model._base_manager.select_for_update(of=("self",))
                locked.filter(**{field: object_id}).values_list("pk").first()
            except (ValueError, forms.ValidationError):
                return None
        return super().get_object(request, object_id, from_field)  # type: ignore[misc]

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        if request.method == "POST" and obj.pk:
            # The rows that were sent, whatever page of the inline they are on by now.
            key = inline.model._meta.pk
            keys = _sound_keys(key, posted_keys(prefix, key.name, request.POST))
            kwargs["queryset"] = kwargs["queryset"].filter(pk__in=keys)
        return kwargs

    def _changeform_view(
        self, request: HttpRequest, object_id: Any, form_url: str, extra_context: Any
    ) -> HttpResponse:
        with _restored(request):
            if request.method == "POST" and object_id and "_saveasnew" not in request.POST:
                self._merge_posted(request, object_id)
            response: HttpResponse = super()._changeform_view(  # type: ignore[misc]
                request, object_id, form_url, extra_context
            )
        outcome = _outcome(request)
        is_saved = request.method == "POST" and response.status_code == HTTPStatus.FOUND
        if is_saved:
            kept_posts.discard(request)
        if outcome and outcome.taken and not outcome.conflicts and is_saved:
            messages.info(request, _taken_message(outcome))
        return response

    def _merge_posted(self, request: HttpRequest, object_id: str) -> None:
        """Merge what was posted with what is stored, unless the form has no version."""
        version = load_version(request.POST.get(VERSION_FIELD, ""))
        obj = self.get_object(request, unquote(object_id)) if version else None
        if obj is None or not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return
        outcome, posted = Outcome(), Posted(request.POST, request.FILES)
        names = flatten_fieldsets(self.get_fieldsets(request, obj))  # type: ignore[attr-defined]
        form = self.get_form(request, obj, change=True, fields=names)(instance=obj)
        base = version.get(_OBJECT)
        base = base if isinstance(base, dict) else {}
        merge_fields(form, posted, base, outcome, Part(_OBJECT))
        undecided = version.get(_RESTORED)
        undecided = [str(mark) for mark in undecided] if isinstance(undecided, list) else []
        inlines = list(self._stored_inlines(request, obj))
        for inline in inlines:
            rows = split_fingerprints(version.get(inline.prefix))
            merge_rows(inline, posted, rows, undecided, outcome)
        if outcome.taken or outcome.conflicts:
            outcome.editor = _last_editor(obj, inlines)
        restored = [mark for inline in inlines for mark in inline.restored]
        request.POST = posted.data  # type: ignore[assignment]
        request._files = posted.files  # type: ignore[attr-defined]  # noqa: SLF001
        request.merged = (outcome, restored)  # type: ignore[attr-defined]

    def _stored_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Yield the rows that are stored now, of each inline that this person may change."""
        seen: dict[str, int] = {}
        for formset_class, inline in self.get_formsets_with_inlines(request, obj):  # type: ignore[attr-defined]
            prefix = formset_class.get_default_prefix()
            seen[prefix] = seen.get(prefix, 0) + 1
            if seen[prefix] != 1:
                prefix = f"{prefix}-{seen[prefix]}"
            if not inline.has_change_permission(request, obj):
                continue
            kwargs = self.get_formset_kwargs(request, obj, inline, prefix)
            options = {key: kwargs[key] for key in ("instance", "prefix", "queryset")}
            formset = formset_class(**options)
            yield inline_forms(formset, str(inline.opts.verbose_name_plural))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        form = context["adminform"].form
        outcome = _outcome(request)
        if obj is not None and obj.pk:
            context["version"] = self._version(request, context)
        if outcome and outcome.conflicts:
            context["conflicts"] = outcome.conflicts
            context["taken"] = _taken_message(outcome) if outcome.taken else ""
            context["editor"] = outcome.editor
            context["is_own_edit"] = outcome.editor == request.user
            context["conflicts_form"] = f"{self.opts.model_name}_form"
        if form.is_restored:
            context["errors"] = _without_restored_message(context["errors"])
        context["text_languages"] = languages.LANGUAGES
        context["has_texts"] = any("lang" in f.widget.attrs for f in form.fields.values()) or any(
            "lang" in field.widget.attrs
            for inline in context["inline_admin_formsets"]
            for field in inline.formset.form.base_fields.values()
        )
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def _version(self, request: HttpRequest, context: dict[str, Any]) -> str:
        """Return the version of what is stored; a field in conflict keeps the one it had."""
        outcome = _outcome(request) or Outcome()
        form = context["adminform"].form
        own = form_fingerprints(form) | outcome.unresolved.get(_OBJECT, {})
        version: dict[str, Any] = {_OBJECT: own}
        for inline in context["inline_admin_formsets"]:
            if not inline.has_change_permission:
                continue
            stored: InlineForms = inline_forms(inline.formset, "")
            rows = split_fingerprints(stored.version())
            for key, prints in rows.items():
                prints.update(outcome.unresolved.get(f"{stored.prefix}.{key}", {}))
            version[stored.prefix] = join_fingerprints(rows)
        restored: list[str] = getattr(request, "merged", (None, []))[1]
        if restored:
            version[_RESTORED] = restored
        return dump_version(version)


@contextmanager
def _restored(request: HttpRequest) -> Iterator[None]:
    """Show the stored post of this form, if there is one, as if it were sent now."""
    data = kept_posts.kept_post(request) if request.method == "GET" else None
    if data is None:
        yield
        return
    request.is_restored = True  # type: ignore[attr-defined]
    request.method = "POST"
    request.POST = data  # type: ignore[assignment]
    try:
        yield
    finally:
        request.method = "GET"


def _without_restored_message(errors: list[Any]) -> list[Any]:
    """Return the *errors* of a form without the message that it was restored."""
    message = kept_posts.restored_message()
    return [found for found in errors if list(found) != [message]]


def _outcome(request: HttpRequest) -> Outcome | None:
    return cast("Outcome | None", getattr(request, "merged", (None,))[0])


def _sound_keys(key: Any, values: list[str]) -> list[Any]:
    found = []
    for value in values:
        try:
            found.append(key.to_python(value))
        except forms.ValidationError:
            continue
    return found


def _last_editor(obj: models.Model, inlines: list[InlineForms]) -> Any:
    """Return the user who last changed the object or one of its rows, None where unknown."""
    kinds = ContentType.objects.get_for_models(type(obj), *(inline.model for inline in inlines))
    found = Q(content_type=kinds[type(obj)], object_pk=str(obj.pk))
    for inline in inlines:
        found |= Q(content_type=kinds[inline.model], object_pk__in=list(inline.forms))
    entry = LogEntry.objects.filter(found).select_related("actor").order_by("-timestamp").first()
    return entry.actor if entry else None


def _taken_message(outcome: Outcome) -> str:
    named = list(dict.fromkeys(outcome.taken))
    parts = join_items([*named[:_NAMED], "…"]) if len(named) > _NAMED else join_with_and(named)
    if outcome.editor is None:
        return _("Kept what someone else had changed meanwhile: %(parts)s.") % {"parts": parts}
    text = _("Kept what %(name)s had changed meanwhile: %(parts)s.")
    return text % {"name": outcome.editor, "parts": parts}
