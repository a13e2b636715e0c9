"""The history of an object: who changed what, with the old and the new text beside each other."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Final

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import (
    FieldDoesNotExist,
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import yesno
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from modeltranslation.translator import NotRegistered, translator

from llex.core import languages
from llex.core.admin.put_back import (
    Editable,
    UnknownValue,
    can_put_back,
    put_back,
    rows_of,
)
from llex.core.languages.phrases import join_items, labelled
from llex.core.text.differences import Change, differences
from llex.core.time_zones.change_log import changed_moments, set_zones

_PER_PAGE: Final = 50
# How auditlog writes values that are not there.
_NOTHING: Final = frozenset({"None", "null", "[]", "{}"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The change of one field: its text with what was removed and added.

    *can_be_put_back* says that the user may give the field back what it held before.
    """

    name: str
    label: str
    changes: list[Change]
    can_be_put_back: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of the object or of one of its rows; *row* names the row."""

    log: Any
    row: str
    fields: list[FieldChange]

    @property
    def verb(self) -> str:
        """Return what was done, in the reader's language."""
        return verb_of(self.log)


def verb_of(log: Any) -> str:
    """Return what an entry of the log did, in the reader's language."""
    names = {
        LogEntry.Action.CREATE: pgettext("history of changes", "added"),
        LogEntry.Action.UPDATE: pgettext("history of changes", "changed"),
        LogEntry.Action.DELETE: pgettext("history of changes", "removed"),
    }
    return names.get(log.action, "")


class HistoryMixin:
    """Show the log of changes of the object and of its rows as its history."""

    model: type[models.Model]
    # The labels of actions that are no verbs of its own, by the name under which they are recorded.
    recorded_actions: ClassVar[Mapping[str, Any]] = {}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        context = dict(extra_context or {})
        if request.method == "POST":
            return self._put_back(request, unquote(object_id))
        if auditlog.contains(self.model) and request.method == "GET":
            obj = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
            found = self._recorded(request, unquote(object_id), obj)
            page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
            set_zones(page.object_list)
            context |= {
                "entries": self._entries(request, obj, page.object_list),
                "entries_page": page,
            }
        return super().history_view(request, object_id, context)  # type: ignore[misc]

    def _entries(self, request: HttpRequest, obj: Any, logs: Any) -> list[Entry]:
        editable = self._editable(request, obj)
        rows = rows_of(logs, editable)
        return [
            _entry(
                log,
                self.model,
                self._action_names(),
                partial(can_put_back, log, editable=editable, rows=rows),
            )
            for log in logs
        ]

    def _put_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give a field back what it held before an entry of the history."""
        obj = self.get_object(request, object_id)  # type: ignore[attr-defined]
        key, name = request.POST.get("entry", ""), request.POST.get("field", "")
        if obj is None or not (key.isascii() and key.isdecimal()):
            raise Http404
        entry = get_object_or_404(self._recorded(request, object_id, obj), pk=key)
        allowed = self._editable(request, obj).get(entry.content_type.model_class(), frozenset())
        if name not in allowed:
            raise PermissionDenied
        try:
            put_back(entry, name)
        except (UnknownValue, ObjectDoesNotExist):
            messages.error(request, _("The earlier value is no longer known. Nothing was changed."))
        except ValidationError as problem:
            text = _("The earlier value does not fit any more: %(why)s Nothing was changed.")
            messages.error(request, text % {"why": " ".join(problem.messages)})
        else:
            messages.success(request, _("The earlier value is back."))
        return HttpResponseRedirect(request.get_full_path())

    def _editable(self, request: HttpRequest, obj: Any) -> Editable:
        """Return the fields that the user may edit in the form of *obj*, by model."""
        if obj is None or not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return {}
        form = self.get_form(request, obj, change=True)  # type: ignore[attr-defined]
        editable = {self.model: frozenset(form.base_fields)}
        for formset, inline in self.get_formsets_with_inlines(request, obj):  # type: ignore[attr-defined]
            if inline.has_change_permission(request, obj):
                editable[inline.model] = frozenset(formset.form.base_fields)
        return editable

    def _action_names(self) -> dict[str, str]:
        """Return the labels of the actions, by the name under which they are recorded."""
        verbs = {verb.name: verb.label for verb in getattr(self, "verbs", ())}
        return {name: str(label) for name, label in {**verbs, **self.recorded_actions}.items()}

    def _recorded(self, request: HttpRequest, object_id: str, obj: Any) -> QuerySet[LogEntry]:
        kinds = {self.model: [object_id]}
        pairs = self.get_formsets_with_inlines(request, obj) if obj else ()  # type: ignore[attr-defined]
        for formset, inline in pairs:
            if auditlog.contains(inline.model):
                rows = inline.model._base_manager.filter(**{formset.fk.name: obj})
                kinds[inline.model] = [str(key) for key in rows.values_list("pk", flat=True)]
        types = ContentType.objects.get_for_models(*kinds)
        about = Q()
        for model, keys in kinds.items():
            about |= Q(content_type=types[model], object_pk__in=keys)
        entries = LogEntry.objects.filter(about).select_related("actor", "content_type")
        return entries.order_by("-timestamp", "-pk")


def _entry(
    log: Any,
    model: type[models.Model],
    action_names: dict[str, str],
    can_be_put_back: Callable[[str], bool],
) -> Entry:
    kind = log.content_type.model_class()
    row = "" if kind is model else labelled(capfirst(log.content_type.name), log.object_repr)
    fields = [
        replace(one, can_be_put_back=can_be_put_back(one.name))
        for one in _field_changes(log, kind, action_names)
    ]
    return Entry(log, row, fields)


def told_changes(log: Any, model: type[models.Model]) -> dict[str, Any]:
    """Return what an entry of the log says of texts and values, in the order of the model.

    auditlog also records keys, and by the name of a manager which rows refer to a new one.
    """
    order = [field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)]
    changes = {name: change for name, change in log.changes_dict.items() if _is_told(model, name)}
    return dict(sorted(changes.items(), key=lambda item: [*order, item[0]].index(item[0])))


def changed_labels(log: Any, action_names: dict[str, str]) -> list[str]:
    """Return the labels of what an entry of the log changed; of actions, from *action_names*."""
    model = log.content_type.model_class()
    doubles = _translated(model)
    labels = []
    for name in told_changes(log, model):
        if name not in doubles:
            field = _field(model, name)
            labels.append(str(field.verbose_name) if field else action_names.get(name, name))
    return labels


def _is_told(model: type[models.Model], name: str) -> bool:
    field = _field(model, name)
    if field is None:
        return True  # an action, by its name
    if field.many_to_many:
        return not field.auto_created
    is_key = getattr(field, "primary_key", False) or isinstance(field, models.UUIDField)
    return bool(getattr(field, "concrete", False)) and not is_key


def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _field_changes(log: Any, model: Any, action_names: dict[str, str]) -> Iterator[FieldChange]:
    if log.action == LogEntry.Action.DELETE:
        return
    shown = log.changes_display_dict
    moments = changed_moments(log, log.zone)
    is_new = log.action == LogEntry.Action.CREATE
    # A translated field equals the one of the active language, which is already listed.
    doubles = _translated(model)
    for name, change in told_changes(log, model).items():
        if name in doubles:
            continue
        field = _field(model, name)
        label = str(field.verbose_name) if field else action_names.get(name, name)
        if name in moments:
            before, after = moments[name]
        elif isinstance(change, dict):
            listed = join_items(change.get("objects", ()))
            is_added = change.get("operation") == "add"
            before, after = ("", listed) if is_added else (listed, "")
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            before, after = change
        elif isinstance(field, models.BooleanField | models.JSONField):
            before, after = (_value(field, text) for text in change)
            # Flags that are off in a new object are left out.
            after = "" if is_new and change[1] == str(False) else after
        else:
            before, after = shown.get(label, change)
        before = "" if is_new else _text(before)
        if before != _text(after):
            yield FieldChange(name, capfirst(label), differences(before, _text(after)))


def _value(field: Any, text: Any) -> str:
    """Return in words a value that auditlog stores as Python or JSON writes it.

    A structure is shown as "".
    """
    if isinstance(field, models.BooleanField):
        return "" if _text(text) == "" else capfirst(str(yesno(text == str(True))))
    try:
        value = json.loads(text)
    except (TypeError, ValueError):
        return _text(text)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return join_items(
            languages.name_of(item) if item in languages.CODES else item for item in value
        )
    return ""


def _translated(model: Any) -> set[str]:
    try:
        return set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return set()


def _text(value: Any) -> str:
    return "" if value is None or str(value) in _NOTHING else str(value)
