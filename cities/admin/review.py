"""The page on which a contribution is reviewed: side by side, with everything that can be done."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action
from unfold.enums import ActionVariant

from cities.contributions.fields import name_of_field
from cities.forms.review import RemarkForm, ToCityForm, WordingForm
from cities.models import Contribution
from cities.review import transitions
from cities.review.comparison import review
from cities.wording import approval
from cities.wording.snapshots import wording_digest
from llex.core import languages
from llex.core.admin import kept_posts
from llex.core.admin.actions import StateAction, apply_to
from llex.core.languages.phrases import join_items
from llex.core.states import WrongState

State = Contribution.State
# Verbs that are buttons of this page; asking for changes has a form.
_BUTTONS = ("accept", "send_wording", "approve_wording")


class ReviewMixin:
    """Add the review to the admin of contributions."""

    admin_site: Any
    opts: Any
    verbs: ClassVar[tuple[StateAction, ...]]
    possible: ClassVar[Any]

    def has_review_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What officers sent and what was written to them is not for everybody who edits texts.
        return reviews(request.user)

    @action(
        description=gettext_lazy("Review"),
        permissions=["review"],
        url_path="review",
        icon="rate_review",
        variant=ActionVariant.PRIMARY,
    )
    def review(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what was sent, the wording and the translations; do what a button says."""
        contribution = self._contribution(request, object_id)
        if request.method != "POST":
            return self._review_page(request, contribution, **self._kept(request, contribution))
        does: dict[str, Callable[[HttpRequest, Contribution], HttpResponse]] = {
            "begin": self._begin,
            "photograph": self._photograph,
            "save": self._save,
            "ask": self._ask,
            "remark": self._remark,
            **dict.fromkeys(_BUTTONS, self._press),
        }
        act = does.get(request.POST.get("do", ""))
        return act(request, contribution) if act else HttpResponseBadRequest()

    def _kept(self, request: HttpRequest, contribution: Contribution) -> dict[str, Any]:
        """Return the form that arrived after the session had ended, as it was typed."""
        kept = kept_posts.kept_post(request)
        if kept is None:
            return {}
        messages.warning(request, kept_posts.restored_message())
        does: dict[str, Callable[[], dict[str, Any]]] = {
            "save": lambda: {"wording_form": WordingForm.merged(review(contribution), kept)},
            "ask": lambda: {"ask_form": ToCityForm(contribution, kept)},
            "remark": lambda: {"remark_form": RemarkForm(kept)},
        }
        make = does.get(kept.get("do", ""))
        return make() if make else {}

    def _begin(self, request: HttpRequest, contribution: Contribution) -> HttpResponse:
        """Begin the review: from now on the city no longer changes what it sent."""
        self._require(self._may_move(request, contribution) or _writes_texts(request))
        try:
            contribution.begin_review(by=request.user)  # type: ignore[arg-type]
        except WrongState as problem:
            messages.error(request, str(problem))
        else:
            text = _("The review has begun. The city no longer changes what it sent.")
            messages.success(request, text)
        return self._back(contribution)

    def _save(self, request: HttpRequest, contribution: Contribution) -> HttpResponse:
        """Keep wording and translations, unless they changed meanwhile."""
        self._require(_writes_texts(request))
        with transaction.atomic():
            # Whoever saves at the same moment waits here, and then finds another version.
            Contribution.objects.select_for_update().get(pk=contribution.pk)
            contribution = self._contribution(request, str(contribution.pk))
            form = WordingForm.merged(review(contribution), request.POST)
            if not form.is_valid():
                return self._review_page(request, contribution, wording_form=form)
            if contribution.state == State.SUBMITTED:
                # What an organiser has edited is not overwritten by the city unnoticed.
                contribution.begin_review(by=request.user)  # type: ignore[arg-type]
            count = form.save(by=request.user)  # type: ignore[arg-type]
        kept_posts.discard(request)
        if taken := form.outcome.taken:
            text = _("Kept what someone else had changed meanwhile: %(parts)s.")
            messages.info(request, text % {"parts": join_items(dict.fromkeys(taken))})
        if count:
            text = ngettext("%(count)s text was saved.", "%(count)s texts were saved.", count)
            messages.success(request, text % {"count": count})
            self._say_what_is_open(request, contribution)
        else:
            messages.success(request, _("Saved; no text was different."))
        return self._back(contribution)

    def _say_what_is_open(self, request: HttpRequest, contribution: Contribution) -> None:
        """Say which languages the city is to approve again, once it has approved any."""
        fresh = self._contribution(request, str(contribution.pk))
        if fresh.is_printed and fresh.wording_approved_at and fresh.languages_to_approve:
            text = _("To be approved by the city: %(languages)s. Send the text for approval.")
            names = transitions.language_names(fresh.languages_to_approve)
            messages.info(request, text % {"languages": names})

    def _ask(self, request: HttpRequest, contribution: Contribution) -> HttpResponse:
        """Send it back to the city, with a note and the field that it is about."""
        self._require(self._may_move(request, contribution))
        form = ToCityForm(contribution, request.POST)
        if not form.is_valid():
            return self._review_page(request, contribution, ask_form=form)
        field = form.cleaned_data["field"]
        verb = replace(
            self._verb("request_changes"),
            call=lambda subject, user, note: transitions.request_changes(
                subject, note, by=user, field=field
            ),
        )
        apply_to(request, verb, [contribution], form.cleaned_data["note"])
        return self._back(contribution)

    def _photograph(self, request: HttpRequest, contribution: Contribution) -> HttpResponse:
        """Accept or refuse a photograph."""
        self._require(request.user.has_perm("cities.change_photograph"))
        key = request.POST.get("key", "")
        photograph = next((p for p in contribution.photographs.all() if str(p.key) == key), None)
        if photograph is None:
            raise Http404
        is_accepted = request.POST.get("verdict") == "accept"
        try:
            photograph.accept() if is_accepted else photograph.refuse()
        except WrongState as problem:
            messages.error(request, str(problem))
        return self._back(contribution)

    def _remark(self, request: HttpRequest, contribution: Contribution) -> HttpResponse:
        """Keep a remark that only organisers read."""
        self._require(request.user.has_perm("cities.add_reviewnote"))
        form = RemarkForm(request.POST)
        if not form.is_valid():
            return self._review_page(request, contribution, remark_form=form)
        contribution.review_notes.create(
            text=form.cleaned_data["remark"],
            author=request.user,  # type: ignore[misc]
        )
        messages.success(request, _("The remark is kept. The city does not see it."))
        return self._back(contribution)

    def _press(self, request: HttpRequest, contribution: Contribution) -> HttpResponse:
        """Apply the verb of the button that was pressed."""
        self._require(self._may_move(request, contribution))
        shown = request.POST.get("version")
        if shown is not None and shown != wording_digest(contribution):
            messages.error(
                request,
                _(
                    "It was changed since you opened this page, so nothing was done: please read it"
                    " once more, then press again."
                ),
            )
        else:
            apply_to(request, self._verb(request.POST["do"]), [contribution])
        return self._back(contribution)

    # --- The page ---------------------------------------------------------------------------------

    def _review_page(
        self, request: HttpRequest, contribution: Contribution, **forms: Any
    ) -> HttpResponse:
        reviewed = review(contribution)
        may_move = self._may_move(request, contribution)
        possible = self.possible.get(contribution.state, ()) if may_move else ()
        notes = list(contribution.review_notes.select_related("author"))
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Review"),
            "original": contribution,
            "contribution": contribution,
            "review": reviewed,
            "version": wording_digest(contribution),
            "standings": _standings(contribution),
            "photographs": contribution.photographs.all(),
            "may_judge": request.user.has_perm("cities.change_photograph"),
            "may_write": _writes_texts(request),
            "may_begin": may_move or _writes_texts(request),
            "may_quote": request.user.has_perm("sessions_app.add_quote"),
            "may_list": request.user.has_perms(
                ("sessions_app.add_participant", "cities.change_contribution")
            ),
            "may_remark": request.user.has_perm("cities.add_reviewnote"),
            "may_ask": "request_changes" in possible,
            "buttons": [self._verb(name) for name in _BUTTONS if name in possible],
            "with_city": [(n, name_of_field(n.field)) for n in notes if n.to_city or n.from_city],
            "remarks": [note for note in notes if not (note.to_city or note.from_city)],
            "wording_form": WordingForm(reviewed),
            "ask_form": ToCityForm(contribution),
            "remark_form": RemarkForm(),
            **forms,
        }
        context["conflicts"] = context["wording_form"].outcome.conflicts
        status = 422 if forms and request.method == "POST" else 200
        return TemplateResponse(request, "admin/cities/review.html", context, status=status)

    def _contribution(self, request: HttpRequest, object_id: str) -> Contribution:
        related = ("city", "session__series", "representative", "review_began_by")
        rows = Contribution.objects.select_related(*related)
        found = rows.filter(pk=object_id).first() if object_id.isdecimal() else None
        if found is None:
            raise Http404
        self._require(self.has_review_permission(request, found))
        return found

    def _verb(self, name: str) -> StateAction:
        return next(verb for verb in self.verbs if verb.name == name)

    def _may_move(self, request: HttpRequest, contribution: Contribution) -> bool:
        return bool(self.has_change_permission(request, contribution))  # type: ignore[attr-defined]

    def _require(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def _back(self, contribution: Contribution) -> HttpResponse:
        return redirect(reverse("admin:cities_contribution_review", args=[contribution.pk]))


def _standings(contribution: Contribution) -> list[tuple[str, str, int]]:
    """Return name, state and number of missing texts of each language of the note."""
    missing = approval.missing_translations(contribution)
    return [
        (languages.name_of(code), str(standing.label), missing.get(code, 0))
        for code, standing in contribution.wording_standings.items()
    ]


def reviews(user: Any) -> bool:
    """Return whether the user may see what cities sent, and the correspondence with them."""
    return bool(user.has_perms(("cities.view_contribution", "cities.view_submission")))


def _writes_texts(request: HttpRequest) -> bool:
    """Return whether the user may edit texts and translations."""
    may = ("cities.change_policyresponse", "cities.change_challenge", "llex.change_translationmark")
    return request.user.has_perms(may)
