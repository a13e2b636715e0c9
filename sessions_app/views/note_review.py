"""The draft of a note behind a private link: read it, comment on it, approve it.

Reading changes nothing but the time at which the link was opened: mail scanners open links, too.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.review.transitions import language_names
from cities.views.privacy import keeps_its_address
from llex.core import languages
from llex.core.db.fields import ProseFormField
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.document import Document
from sessions_app.briefing.render import FORMATS
from sessions_app.models import ReviewComment, ReviewLink
from sessions_app.note_review import links
from sessions_app.note_review.approvals import (
    DraftChanged,
    LanguageApproval,
    approve_draft,
    checksums,
    language_approvals,
    withdraw_approval,
)
from sessions_app.note_review.comments import (
    PassageComments,
    RefusedComment,
    TooManyComments,
    write_comment,
)
from sessions_app.note_review.links import ReviewLinkStatus
from sessions_app.note_review.passages import WHOLE, passages

_LONGEST: Final = 3000
_FILES: Final = ("pdf", "docx")
_GONE: Final = 410
View = Callable[..., HttpResponse]


class CommentForm(forms.Form):
    """A comment on one passage of the draft."""

    text = ProseFormField(
        label=gettext_lazy("Your comment"),
        max_length=_LONGEST,
        error_messages={"required": gettext_lazy("Write your comment, then send it.")},
    )


def behind_link(*methods: str) -> Callable[[View], View]:
    """Return a decorator that keeps a view behind valid private links, and says why others fail."""

    def decorate(view: View) -> View:
        @require_http_methods([*methods])
        @never_cache
        @keeps_its_address
        @wraps(view)
        def answer(request: HttpRequest, key: UUID, token: str, **kwargs: Any) -> HttpResponse:
            link = links.find_link(key, token)
            if link is None:
                context = {"typed": _typed(request)}
                page = "sessions_app/note_review/link_unknown.html"
                return render(request, page, context, status=404)
            status = links.status_of(link, token)
            if status != ReviewLinkStatus.OPEN:
                return _closed(request, link, status)
            return view(request, link, **kwargs)

        return answer

    return decorate


@behind_link("GET", "HEAD")
def draft(request: HttpRequest, link: ReviewLink, code: str = "") -> HttpResponse:
    """Show the note as it would be published now, in one of its languages."""
    page = _page(request, link, code or links.first_language(link, get_language() or ""))
    if request.method == "GET" and "Sec-Purpose" not in request.headers:
        link.mark_opened()
    return page


@behind_link("GET", "HEAD")
def draft_file(request: HttpRequest, link: ReviewLink, code: str, extension: str) -> HttpResponse:
    """Send the draft in one language as PDF or Word, marked as a draft on each page."""
    document = _documents(link, code)[code]
    if extension not in _FILES:
        raise Http404
    made = FORMATS[extension]
    response = HttpResponse(made.render(document, None), content_type=made.media_type)
    name = f"{link.session.slug}-{code}-draft.{extension}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@behind_link("POST")
def write(request: HttpRequest, link: ReviewLink, code: str) -> HttpResponse:
    """Keep a comment on a passage."""
    documents = _documents(link, code)
    anchor = request.POST.get("anchor", "")
    passage = passages(documents[code]).get(anchor)
    form = CommentForm(request.POST)
    refused, status = RefusedComment(form, anchor), 422
    if passage is None:
        text = _("This passage is no longer in the note. Is your comment about the whole note?")
        form.add_error(None, text)
        refused, status = RefusedComment(form, WHOLE), 409
    elif form.is_valid():
        try:
            write_comment(link, code, passage, form.cleaned_data["text"])
        except TooManyComments:
            text = _("These are very many comments at once. Please try again later.")
            form.add_error(None, text)
            status = 429
    if form.errors:
        return _page(request, link, code, documents, status=status, refused=refused)
    return redirect(f"{_at('draft_language', link, code)}#at-{anchor}")


@behind_link("POST")
def change(request: HttpRequest, link: ReviewLink, code: str, pk: int) -> HttpResponse:
    """Change or delete a comment of this link that the organisers have not dealt with."""
    comment = get_object_or_404(ReviewComment, pk=pk, link=link, language=code)
    match request.POST.get("action", ""):
        case "delete":
            comment.remove()
        case "save":
            form = CommentForm(request.POST)
            if not form.is_valid():
                for errors in form.errors.values():
                    messages.error(request, " ".join(map(str, errors)))
                return _page(request, link, code, status=422)
            comment.edit(form.cleaned_data["text"])
        case _:
            return HttpResponseBadRequest()
    return redirect(f"{_at('draft_language', link, code)}#at-{comment.anchor}")


@behind_link("POST")
def approve(request: HttpRequest, link: ReviewLink, code: str) -> HttpResponse:
    """Approve one language of the note or all of them as they were shown, or take that back."""
    documents = _documents(link, code)
    asked = request.POST.get("approve", "")
    if withdrawn := request.POST.get("withdraw", ""):
        withdraw_approval(link, withdrawn)
        messages.success(request, _("Your approval is taken back."))
        return redirect(f"{_at('draft_language', link, code)}#approval")
    if asked != "all" and asked not in documents:
        return HttpResponseBadRequest()
    read = dict(value.split(":", 1) for value in request.POST.getlist("shown") if ":" in value)
    wanted = list(documents) if asked == "all" else [asked]
    try:
        approve_draft(link, {one: read.get(one, "") for one in wanted}, checksums(documents))
    except DraftChanged:
        return _page(request, link, code, documents, status=409, has_changed=True)
    text = _("Thank you: the note is approved in these languages: %(languages)s.")
    messages.success(request, text % {"languages": language_names(wanted)})
    return redirect(f"{_at('draft_language', link, code)}#approval")


def _page(
    request: HttpRequest,
    link: ReviewLink,
    code: str,
    documents: dict[str, Document] | None = None,
    *,
    status: int = 200,
    refused: RefusedComment | None = None,
    **more: Any,
) -> HttpResponse:
    documents = documents or _documents(link, code)
    shown_in = get_language() or languages.DEFAULT
    comments = list(link.comments.all())
    notes = PassageComments(
        passages=passages(documents[code]),
        comments=[comment for comment in comments if comment.language == code],
        address=_at("draft_comment", link, code),
        shown_in=shown_in,
        zone=link.session.time_zone,
        csrf_token=get_token(request),
        refused=refused,
    )
    standings = language_approvals(link.approvals.all(), checksums(documents))
    context = {
        "link": link,
        "session": link.session,
        "document": documents[code],
        "passages": notes,
        "approvals": standings,
        "own": next(one for one in standings if one.code == code),
        "tabs": _tabs(link, standings, comments, code),
        "files": [(FORMATS[name].label, _at("draft_file", link, code, name)) for name in _FILES],
        "approve_address": _at("draft_approve", link, code),
        "contact": link.session.series.named_contact,
        **more,
    }
    return render(request, "sessions_app/note_review/draft.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Tab:
    """The way to the note in one language, with the number of the reader's comments on it."""

    code: str
    address: str
    comments: int
    is_current: bool
    is_approved: bool

    @property
    def name(self) -> str:
        """Return the language's own name."""
        return languages.name_of(self.code)


def _tabs(
    link: ReviewLink,
    standings: list[LanguageApproval],
    comments: list[ReviewComment],
    current: str,
) -> list[Tab]:
    counts = Counter(comment.language for comment in comments)
    return [
        Tab(
            one.code,
            _at("draft_language", link, one.code),
            counts[one.code],
            one.code == current,
            one.is_approved,
        )
        for one in standings
    ]


def _documents(link: ReviewLink, code: str) -> dict[str, Document]:
    """Return the note as it is now, by language. Raise Http404 for a *code* it does not have."""
    if code not in link.session.languages:
        raise Http404
    return compose_all(link.session)


def _at(name: str, link: ReviewLink, *more: str) -> str:
    return reverse(f"sessions_app:{name}", args=[link.key, links.build_token(link), *more])


def _closed(request: HttpRequest, link: ReviewLink, status: ReviewLinkStatus) -> HttpResponse:
    context = {
        "status": status.value,
        "session": link.session,
        "contact": link.session.series.named_contact,
        "typed": _typed(request),
    }
    return render(request, "sessions_app/note_review/closed.html", context, status=_GONE)


def _typed(request: HttpRequest) -> str:
    """Return what was typed into a form that cannot be kept, to be copied from the answer."""
    return request.POST.get("text", "")[:_LONGEST] if request.method == "POST" else ""
