"""The organiser's page on which the words of a consultation are merged."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from auditlog.models import LogEntry
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from unfold.decorators import action

from llex.core.languages.phrases import join_items
from priorities.admin.console import existing_key
from priorities.kinds.words import Words
from priorities.models import Consultation, Word
from priorities.questions.registry import kind_of
from priorities.words import merging
from priorities.words.word_groups import groups

_VERBS = ("merge", "show", "part", "hide", "unhide")
_UNPROCESSABLE = 422


class WordsMixin:
    """Add the page on which words are merged to the admin of consultations that ask for words."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(words, admin=self))
        own = path("<int:pk>/words/", view, name="priorities_consultation_words")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        offered = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        consultation = self.get_object(request, str(object_id))  # type: ignore[attr-defined]
        if consultation and isinstance(kind_of(consultation), Words):
            return offered
        return [item for item in offered if item.method.original_function_name != "to_words"]

    @action(
        description=gettext_lazy("Merge words"),
        permissions=["view"],
        url_path="to-words",
        icon="merge_type",
    )
    def to_words(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the words."""
        return redirect(
            "admin:priorities_consultation_words", pk=existing_key(self, request, object_id)
        )


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, pk: int, *, admin: Any) -> HttpResponse:
    """Show the words with counts and suggestions; a POST merges, parts, shows or hides."""
    found = Consultation.objects.filter(kind=Words.key)
    consultation = get_object_or_404(found, pk=pk)
    may_act = admin.has_change_permission(request, consultation)
    if not (may_act or admin.has_view_permission(request, consultation)):
        raise PermissionDenied
    if request.method != "POST":
        return _page(admin, request, consultation, may_act=may_act)
    if not may_act:
        raise PermissionDenied
    try:
        problem = _act(request, consultation)
    except merging.Published as refusal:
        problem = str(refusal)
    if problem:
        messages.error(request, problem)
        return _page(admin, request, consultation, may_act=may_act, status=_UNPROCESSABLE)
    return redirect(f"{_address(consultation)}?q={request.GET.get('q', '')}".removesuffix("?q="))


def _act(request: HttpRequest, consultation: Consultation) -> str:
    """Apply the button that was pressed. Return a message if it cannot be applied, else ""."""
    verb = next((name for name in _VERBS if name in request.POST), None)
    if verb is None:
        raise Http404
    if verb == "merge":
        return _merge(request, consultation)
    word = _word(consultation, request.POST[verb])
    if verb == "show":
        merging.merge(word, [])
        _log(consultation, [], word)
        messages.success(request, _("“%(word)s” is the one that is shown.") % {"word": word})
    elif verb == "part":
        merging.part(word)
        _log(consultation, [word], None)
        messages.success(request, _("“%(word)s” is counted on its own.") % {"word": word})
    else:
        merging.hide(word, is_hidden=verb == "hide")
        _log(consultation, [word], word if verb == "unhide" else None)
        done = _("“%(word)s” is hidden.") if verb == "hide" else _("“%(word)s” is shown again.")
        messages.success(request, done % {"word": word})
    return ""


def _merge(request: HttpRequest, consultation: Consultation) -> str:
    """Merge the chosen words; the first of them is shown unless another one was marked."""
    chosen = [_word(consultation, key) for key in request.POST.getlist("word")]
    if marked := request.POST.get("shown"):
        chosen.insert(0, _word(consultation, marked))
    chosen = list(dict.fromkeys(chosen))
    if len(chosen) < 2:  # noqa: PLR2004 - a word and another
        return _("Choose at least two words. Nothing was changed.")
    shown, *others = chosen
    merging.merge(shown, others)
    _log(consultation, others, shown)
    text = ngettext(
        "%(number)s word is counted as “%(word)s” now.",
        "%(number)s words are counted as “%(word)s” now.",
        len(others),
    )
    messages.success(request, text % {"number": len(others), "word": shown})
    return ""


def _word(consultation: Consultation, key: str) -> Word:
    if not key.isdecimal():
        raise Http404
    return get_object_or_404(consultation.words, pk=int(key))


def _log(consultation: Consultation, before: Collection[Word], after: Word | None) -> None:
    """Note in the log of changes what was done with words."""
    changes = {"words": [join_items(map(str, before)), str(after or "")]}
    LogEntry.objects.log_create(consultation, action=LogEntry.Action.UPDATE, changes=changes)


def _page(
    admin: Any,
    request: HttpRequest,
    consultation: Consultation,
    *,
    may_act: bool,
    status: int = 200,
) -> HttpResponse:
    search = request.GET.get("q", "")
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Words"),
        "subtitle": str(consultation),
        "original": consultation,
        "consultation": consultation,
        "groups": groups(consultation, search),
        "search": search,
        "chosen": set(request.POST.getlist("word")),
        "marked": request.POST.get("shown", ""),
        "may_act": may_act and consultation.state != Consultation.State.DRAFT,
        "may_merge": merging.may_merge(consultation),
        "back": reverse("admin:priorities_consultation_change", args=[consultation.pk]),
    }
    return TemplateResponse(request, "admin/priorities/words.html", context, status=status)


def _address(consultation: Consultation) -> str:
    return reverse("admin:priorities_consultation_words", args=[consultation.pk])
