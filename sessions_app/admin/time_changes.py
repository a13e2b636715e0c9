"""Consequences of another time of a session: people are told, and other moments move."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext

from llex.core.languages.phrases import labelled
from llex.core.time_zones.moments import moment_text
from sessions_app.admin.session_form import SessionForm
from sessions_app.mailings.sending import tell_change
from sessions_app.models import LearningSession


def follow_time_change(request: HttpRequest, session: LearningSession, form: SessionForm) -> None:
    """Tell people where organisers chose so, and say which other moments a new zone moves."""
    if form.moves() and form.cleaned_data.get("tell_people") == "yes":
        tell_change(session, request.user)
    if "time_zone" in form.changed_data:
        _report_new_zone(request, session, form)


def _report_new_zone(request: HttpRequest, session: LearningSession, form: SessionForm) -> None:
    """Say which moments keep their hours in the new zone, and so are other moments now."""
    moved = [
        labelled(capfirst(str(form.fields[name].label)), moment_text(moment, session.time_zone))
        for name in LearningSession.LOCAL_MOMENTS
        if name in form.fields and (moment := getattr(session, name))
    ]
    text = gettext(
        "The time zone has changed. The hours stay as they were written, so they are other moments"
        " now: %(moments)s."
    )
    messages.warning(request, text % {"moments": " · ".join(moved)})
