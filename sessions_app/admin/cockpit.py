"""The page of a session for its organisers, and what its table of cities does."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from unfold.views import ChangeList

from cities.admin.contributions import ContributionAdmin
from cities.admin.review import reviews
from cities.models import Contribution
from llex.core.admin.merging import text_fingerprint
from llex.core.time_zones.own import own_zone
from sessions_app.admin.city_actions import action_on_cities, require_change
from sessions_app.admin.consent_form import ConsentForm
from sessions_app.admin.finding_links import finding_links
from sessions_app.admin.note_review import lead_to_texts
from sessions_app.admin.publishing import drafts
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.cockpit import presence
from sessions_app.cockpit.check import finding_groups, verdict
from sessions_app.cockpit.page import CockpitPage, cockpit_page
from sessions_app.cockpit.recent_changes import recent_changes
from sessions_app.cockpit.records import session_records
from sessions_app.cockpit.section_editing import TextChanged, UnknownText, save_section
from sessions_app.cockpit.sharing import shared_notes
from sessions_app.cockpit.task_buttons import task_button
from sessions_app.models import LearningSession
from sessions_app.permissions import (
    imports_notes,
    plans_sessions,
    publishes,
    translates_notes,
)
from sessions_app.planning.session_copy import last_with_cities

_LONGEST_PART: Final = 60
# The labels of what is done to a contribution, by the name under which it is recorded.
_ACTION_NAMES: Final = {
    **{verb.name: verb.label for verb in ContributionAdmin.verbs},
    **ContributionAdmin.recorded_actions,
}


class CockpitList(ChangeList):
    """The list of sessions, which leads to their pages rather than to their forms."""

    def url_for_result(self, result: Any) -> str:
        return cockpit_address(result.pk)


def cockpit_address(session: int | str) -> str:
    """Return the address of a session's page for organisers."""
    return reverse("admin:sessions_app_learningsession_cockpit", args=[session])


class CockpitMixin:
    """Add to the admin of sessions the page on which a session is run."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "cockpit": ("", self.cockpit),
            "act_on_cities": ("cities/", require_POST(self.act_on_cities)),
            "put_in_order": ("order/", require_POST(self.put_in_order)),
            "save_text": ("text/", require_POST(self.save_text)),
            "report_presence": ("presence/", require_POST(self.report_presence)),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CockpitList

    def page_address(self, object_id: str) -> str:
        return cockpit_address(object_id)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(cockpit_address(obj.pk))

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(cockpit_address(obj.pk))

    def cockpit(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show the session: next step, stations, cities, note, check and what else there is."""
        session = self._visible(request, session_id)
        page = cockpit_page(session, own_zone(request))
        return TemplateResponse(
            request, "admin/sessions_app/cockpit/page.html", self._cockpit_context(request, page)
        )

    def act_on_cities(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Do to the cities that are ticked what the pressed button says."""
        session = self._visible(request, session_id)
        act = action_on_cities(request.POST.get("action", ""))
        if act is None:
            return HttpResponseBadRequest()
        keys = [int(key) for key in request.POST.getlist("contribution") if key.isdecimal()]
        chosen = session.contributions.filter(pk__in=keys).order_by("order", "pk")
        if not keys or not chosen:
            messages.warning(request, _("No city was ticked. Nothing was changed."))
        else:
            act(request, session, chosen)
        return HttpResponseRedirect(f"{cockpit_address(session.pk)}#cities")

    def put_in_order(self, request: HttpRequest, session_id: int) -> JsonResponse:
        """Put the cities in the posted order, unless some have come or gone meanwhile."""
        session = self._visible(request, session_id)
        require_change(request)
        keys = [int(key) for key in request.POST.getlist("contribution") if key.isdecimal()]
        with transaction.atomic():
            rows = {row.pk: row for row in session.contributions.select_for_update()}
            is_complete = len(keys) == len(rows) and set(keys) == set(rows)
            if is_complete:
                for order, key in enumerate(keys):
                    rows[key].order = order
                Contribution.objects.bulk_update(rows.values(), ["order"])
        text = (
            _("The order is saved.")
            if is_complete
            else _("The cities of the session have changed meanwhile. Load the page again.")
        )
        return JsonResponse({"message": text}, status=200 if is_complete else 409)

    def save_text(self, request: HttpRequest, session_id: int) -> JsonResponse:
        """Save the text of a section; answer 409 with the other text where both were changed."""
        session = self._visible(request, session_id)
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        sent = request.POST
        try:
            text = save_section(
                session,
                sent.get("field", ""),
                sent.get("language", ""),
                sent.get("text", ""),
                shown=sent.get("version", ""),
            )
        except UnknownText:
            raise Http404 from None
        except forms.ValidationError as problem:
            return JsonResponse({"message": " ".join(problem.messages)}, status=422)
        except TextChanged as problem:
            said = _("Someone else has changed this text meanwhile.")
            theirs = {"theirs": problem.theirs, "version": text_fingerprint(problem.theirs)}
            return JsonResponse({"message": said, **theirs}, status=409)
        return JsonResponse({"message": _("Saved"), "version": text_fingerprint(text)})

    def report_presence(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Note that the user has the page open, and answer with the others who have."""
        session = self._visible(request, session_id)
        part = request.POST.get("part", "")[:_LONGEST_PART]
        readers = presence.report(session.pk, request.user, part)
        return JsonResponse({"readers": [{"name": one.name, "part": one.part} for one in readers]})

    # --- The page ---------------------------------------------------------------------------------

    def _cockpit_context(self, request: HttpRequest, page: CockpitPage) -> dict[str, Any]:
        user, session = request.user, page.rows.session
        lead_to_texts(page, user)
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(session),
            "original": session,
            "session": session,
            "page": page,
            "verdict": verdict(len(page.cities), page.findings),
            "groups": finding_groups(
                page.findings,
                finding_links(page.rows, page.findings, user),
                task_button(page.rows, user),
            ),
            "records": session_records(session, user),
            "recent": recent_changes(page.rows, user, _ACTION_NAMES),
            "shared": shared_notes(readable) if (readable := page.readable_edition) else [],
            "last_session": last_with_cities(session) if page.is_new else None,
            "readers": presence.others(session.pk, user),
            "consent_form": ConsentForm(session),
            "city_page": "review" if reviews(user) else "change",
            "drafts": drafts(session),
            "scheduled": getattr(session, "scheduled_publication", None),
            "may_plan": plans_sessions(user),
            "may_import_note": imports_notes(user) or translates_notes(user),
            "may_publish": publishes(user),
            "may_move": user.has_perm("cities.change_contribution"),
            "may_remind": user.has_perm("cities.change_invitation"),
            "may_invite": user.has_perm("cities.add_invitation"),
            "may_add": user.has_perm("cities.add_contribution"),
            "may_write": user.has_perm("sessions_app.change_learningsession"),
        }

    def _visible(self, request: HttpRequest, session_id: int) -> LearningSession:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)
