"""The page of a note in another language: beside each text of the session its translation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from llex.core import languages
from llex.core.admin import kept_posts
from llex.core.db.locks import lock
from llex.core.spreadsheets.journal import recording
from llex.core.text import parse, to_plain
from sessions_app.admin.note_uploads.choices import COLUMNS
from sessions_app.admin.note_uploads.lines import lines_of
from sessions_app.admin.note_uploads.shared import (
    answer_refusals,
    language_doubt,
    note_import,
    restore_answers,
    save_answers,
)
from sessions_app.importing.preview.translations import (
    TranslationPlan,
    leave_out_rest,
    plan_translation,
    take_over_translation,
)
from sessions_app.importing.translating.matching import LEFT_OUT, TextMatch
from sessions_app.models import NoteUpload

Context = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TargetOption:
    """A text of the session that a text of the note may be said to translate."""

    value: str
    label: str
    is_chosen: bool


@dataclass
class Group:
    """Texts that belong together: those of a city, of a theme, of the session."""

    title: str
    rows: list["PairedRow"] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Return whether there is something to decide in it."""
        return any(row.match.state in ("open", "waits") for row in self.rows)


@dataclass(frozen=True, slots=True)
class PairedRow:
    """A text of the note beside that of the session, with the list to choose another."""

    match: TextMatch
    options: list[TargetOption]
    state: str
    sources: list[str]
    present: list[str]

    @property
    def said(self) -> list[str]:
        """Return what the note has."""
        return _paragraphs(self.match.text.values.values()) or [self.match.text.name]

    @property
    def homeless(self) -> list[str]:
        """Return what of it is left out."""
        return _paragraphs(self.match.homeless)


def answer(context: Context, request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    """Show the page; keep what is put right; write the translation where that is asked for."""
    if request.method != "POST":
        restore_answers(request, upload)
        return _show(context, request, upload)
    save_answers(request, upload)
    asked = request.POST.get("do")
    if asked == "take_over":
        return _take_over(request, upload)
    if asked == "leave_rest":
        places = leave_out_rest(plan_translation(upload, request.user))
        upload.answers = {**upload.answers, "places": dict(places)}
        upload.save(update_fields=["answers", "changed_at"])
    return redirect(request.path)


@answer_refusals
def _take_over(request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    name = str(upload)
    with transaction.atomic():
        lock(f"uploaded note:{upload.pk}")
        NoteUpload.objects.get(pk=upload.pk)
        with recording() as journal:
            plan = take_over_translation(
                upload,
                request.user,
                seen=request.POST.get("seen", ""),
                lose="lose" in request.POST,
            )
        note_import(plan.session, journal, name, request.user, plan.remarks)
    written = plan.counts["new"] + plan.counts["changed"]
    text = ngettext(
        "%(count)s translation was written. It is in review until it is approved.",
        "%(count)s translations were written. They are in review until they are approved.",
        written,
    )
    messages.success(request, text % {"count": written})
    return redirect("admin:sessions_app_learningsession_cockpit", plan.session.pk)


def _show(context: Context, request: HttpRequest, upload: NoteUpload) -> HttpResponse:
    plan = plan_translation(upload, request.user)
    session = plan.session
    counts = plan.counts
    shown = context(
        title=_("Translation by a note"),
        upload=upload,
        plan=plan,
        doubt=language_doubt(upload, plan.reading, plan.other_language),
        note=plan.note,
        groups=list(_groups(plan)),
        lines=lines_of(plan.reading, plan.note, upload.answers),
        counts=[(label, counts[state]) for state, label in _states().items() if state != "waits"],
        open=plan.open,
        left_out=[*plan.reading.dropped, *plan.note.dropped],
        seen=plan.fingerprint,
        columns=list(COLUMNS.items()),
        main=session.main_language,
        author_token=kept_posts.author_token(request.user),
        back=reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]),
        source_name=languages.name_of(session.main_language),
    )
    return TemplateResponse(request, "admin/sessions_app/note_uploads/translation.html", shown)


def _states() -> dict[str, str]:
    """Return what becomes of a text, in words."""
    return {
        "open": _("to be decided"),
        "new": _("new translation"),
        "changed": _("changes the translation"),
        "same": _("is there already"),
        "named": _("found by name"),
        "out": pgettext("a text of a note", "left out"),
        "waits": _("waits for the choice above"),
    }


def _groups(plan: TranslationPlan) -> Iterable[Group]:
    """Group the matches: children with their parents, the others by what they are."""
    groups: dict[str, Group] = {}
    titles = {"quote": _("Quotations"), "participant": _("Participants")}
    states = _states()
    for match in plan.matches:
        kind, text = match.text.kind, match.text
        if kind in ("city", "theme"):
            key, title = text.key, text.label
        elif text.parent:
            key, title = text.parent, ""
        else:
            key = kind if kind in titles else "session"
            title = titles.get(kind, _("Session"))
        group = groups.setdefault(key, Group(title))
        group.rows.append(_row(match, states))
    return groups.values()


def _row(match: TextMatch, states: dict[str, str]) -> PairedRow:
    target = match.target
    sources = _paragraphs(target.sources.values()) if target else []
    present = [old for name in match.writes if target and (old := target.present.get(name))]
    if target and not sources:
        sources = [target.label]
    return PairedRow(match, _options(match), states[match.state], sources, _paragraphs(present))


def _paragraphs(texts: Iterable[str]) -> list[str]:
    """Return the paragraphs of Markdown texts, as they are read."""
    return [one for text in texts for one in to_plain(parse(text, "")).split("\n\n") if one]


def _options(match: TextMatch) -> list[TargetOption]:
    """Return the choices: first what was found without one, or that nothing was."""
    fixed = match.is_fixed
    found = (
        match.target.label
        if match.target
        else pgettext("a text of a note", "Left out")
        if match.chosen
        else ""
    )
    options = [TargetOption("", _("As matched") if fixed else found or _("Choose…"), not fixed)]
    options += [
        TargetOption(one.key, one.label, fixed and one.key == match.chosen) for one in match.options
    ]
    options.append(TargetOption(LEFT_OUT, _("Leave out"), fixed and match.chosen == LEFT_OUT))
    return options
