"""Private links to the draft of a session's note, and the answers to comments on it."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from llex.core import languages
from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.mail.addresses import AddressFormField, tell_removals
from llex.core.time_zones.form_fields import MomentField
from sessions_app.admin.finding_links import text_links
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.cockpit.page import CockpitPage
from sessions_app.models import LearningSession, ReviewComment, ReviewLink
from sessions_app.models.review_links import default_end
from sessions_app.note_review import links

_LONGEST_LIFE: Final = timedelta(days=366)
_LONGEST_ANSWER: Final = 5000


class RenewalForm(forms.Form):
    """Where a link goes, and until when it works."""

    email = AddressFormField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=UnfoldAdminEmailInputWidget,
        help_text=gettext_lazy("Left empty, you copy the link and pass it on yourself."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Of the e-mail, and of the page behind the link."),
    )
    expires_at = MomentField(label=gettext_lazy("The link works until"))

    def __init__(self, session: LearningSession, data: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"expires_at": default_end(session)} | initial)
        spoken: Any = self.fields["language"]
        spoken.choices = languages.choices()
        end: Any = self.fields["expires_at"]
        end.typed_zone = session.time_zone
        end.show_in(session.time_zone)

    def clean_expires_at(self) -> datetime:
        """Return the end of the link, which is to come, and not in years."""
        moment: datetime = self.cleaned_data["expires_at"]
        if moment <= now():
            raise forms.ValidationError(_("This hour is past."))
        if moment > now() + _LONGEST_LIFE:
            raise forms.ValidationError(_("At most a year from now."))
        return moment


class ReviewLinkForm(RenewalForm):
    """A new reader of the draft."""

    name = LineFormField(
        label=gettext_lazy("Name"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=ReviewLink.Role.choices, widget=UnfoldAdminSelectWidget
    )
    field_order = ("name", "role", "email", "language", "expires_at")


class AnswerForm(forms.Form):
    """The organisers' answer to a comment."""

    text = ProseFormField(
        max_length=_LONGEST_ANSWER,
        error_messages={"required": gettext_lazy("Write your answer, then send it.")},
    )


class NoteReviewMixin:
    """Add to the admin of sessions the private links to the draft, and answers to comments."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "add_review_link": ("draft-links/add/", self.add_review_link),
            "review_link": ("draft-links/<int:pk>/", self.review_link),
            "answer_comment": ("draft-comments/<int:pk>/", require_POST(self.answer_comment)),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def add_review_link(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Make a link for a named reader, and mail it where there is an address."""
        session = self._reviewed(request, session_id, "sessions_app.add_reviewlink")
        initial = {"language": session.main_language}
        form = ReviewLinkForm(session, request.POST or None, initial)
        if request.method == "POST" and form.is_valid():
            tell_removals(request, [form])
            link = ReviewLink(session=session, **form.cleaned_data)
            links.make_link(link, by=request.user)
            _report(request, link)
            # A link that was mailed need not be copied.
            return _to_readers(session) if link.email else _to_link(link)
        return self._review_page(request, session, _("A private link to the draft"), form=form)

    def review_link(self, request: HttpRequest, session_id: int, pk: int) -> HttpResponse:
        """Show a link to be copied; send it again, renew it or revoke it."""
        session = self._reviewed(request, session_id, "sessions_app.change_reviewlink")
        rows = ReviewLink.objects.select_related("session__series", "made_by")
        link = get_object_or_404(rows, pk=pk, session=session)
        do = request.POST.get("do", "") if request.method == "POST" else None
        form = RenewalForm(
            session,
            request.POST if do == "renew" else None,
            {"email": link.email, "language": link.language},
        )
        if do is None or (do == "renew" and not form.is_valid()):
            context = {"form": form, "link": link, "address": links.build_url(link)}
            return self._review_page(request, session, str(link), **context)
        if do == "renew":
            tell_removals(request, [form])
            data = form.cleaned_data
            renewed = {"email": data["email"], "language": data["language"]}
            links.renew_link(link, data["expires_at"], by=request.user, **renewed)
            _report(request, link)
        elif do == "send" and link.is_valid and link.email:
            links.send_link(link, by=request.user)
            _report(request, link)
        elif do == "revoke":
            link.revoke()
            messages.success(request, _("The link of %(name)s is revoked.") % {"name": link.name})
        else:
            return HttpResponseBadRequest()
        return _to_link(link)

    def answer_comment(self, request: HttpRequest, session_id: int, pk: int) -> HttpResponse:
        """Answer a comment on the draft, mark it as done, or reopen it."""
        session = self._reviewed(request, session_id, "sessions_app.change_reviewcomment")
        rows = ReviewComment.objects.select_related("link__session__series")
        comment = get_object_or_404(rows, pk=pk, link__session=session)
        match request.POST.get("do", ""):
            case "answer":
                self._answer(request, comment)
            case "done":
                comment.close()
                messages.success(request, _("The comment is marked as done."))
            case "reopen":
                comment.reopen()
                messages.success(request, _("The comment is open again."))
            case _:
                return HttpResponseBadRequest()
        return _to_readers(session)

    def _answer(self, request: HttpRequest, comment: ReviewComment) -> None:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
            return
        comment.give_answer(form.cleaned_data["text"], by=request.user)
        if links.send_answer(comment, by=request.user):
            text = _("%(name)s gets an e-mail with your answer.")
        else:
            text = _("%(name)s sees your answer behind the private link.")
        messages.success(request, text % {"name": comment.link.name})

    def _review_page(
        self, request: HttpRequest, session: LearningSession, title: str, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "session": session,
            "title": title,
            "back": f"{_cockpit(session)}#draft-readers",
            **more,
        }
        status = 422 if request.method == "POST" else 200
        template = "admin/sessions_app/review_link.html"
        return TemplateResponse(request, template, context, status=status)

    def _reviewed(self, request: HttpRequest, session_id: int, permission: str) -> LearningSession:
        allowed = self.has_view_permission(request)  # type: ignore[attr-defined]
        if not allowed or not request.user.has_perm(permission):
            raise PermissionDenied
        return get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)


def lead_to_texts(page: CockpitPage, user: Any) -> None:
    """Fill in where the text of each comment is edited, for those who may see that page."""
    lines = [line for reader in page.draft_readers for line in reader.comments if line.target]
    texts = [(line.target, line.comment.language) for line in lines if line.target]
    found = text_links(page.rows, texts, user) if texts else {}
    for line in lines:
        if line.target:
            line.address = found[line.target, line.comment.language]


def _report(request: HttpRequest, link: ReviewLink) -> None:
    if link.email:
        text = _("%(email)s gets an e-mail with the link.") % {"email": link.email}
    else:
        text = _("The link is made. Copy it from here and pass it on.")
    messages.success(request, text)


def _to_readers(session: LearningSession) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{_cockpit(session)}#draft-readers")


def _to_link(link: ReviewLink) -> HttpResponseRedirect:
    name = "admin:sessions_app_learningsession_review_link"
    return HttpResponseRedirect(reverse(name, args=[link.session_id, link.pk]))


def _cockpit(session: LearningSession) -> str:
    return reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
