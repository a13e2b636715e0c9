"""Home, sessions and their notes."""

from django.urls import path

from sessions_app.views import (
    briefing,
    calendars,
    contribution_pdf,
    note_review,
    public,
    unsubscribing,
)

app_name = "sessions_app"

urlpatterns = [
    path("", public.home, name="home"),
    # sessions/
    path("sessions/", public.session_list, name="session_list"),
    path("sessions/calendar.ics", calendars.all_sessions_calendar, name="all_sessions_calendar"),
    path("sessions/<slug:slug>/", public.session_detail, name="session_detail"),
    path("sessions/<slug:slug>/session.ics", calendars.session_calendar, name="session_calendar"),
    # series/
    path("series/<slug:slug>/", public.series_detail, name="series_detail"),
    path("series/<slug:slug>/calendar.ics", calendars.series_calendar, name="series_calendar"),
    # sessions/<slug>/briefing
    path("sessions/<slug:slug>/briefing/", briefing.briefing, name="briefing"),
    path(
        "sessions/<slug:slug>/briefing.<slug:extension>",
        briefing.briefing_file,
        name="briefing_file",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/",
        briefing.edition,
        name="edition",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/briefing.<slug:extension>",
        briefing.edition_file,
        name="edition_file",
    ),
    # contribute/: beside the pages of officers in cities
    path(
        "contribute/<int:pk>/contribution.pdf",
        contribution_pdf.contribution_pdf,
        name="contribution_pdf",
    ),
    # unsubscribe/<token>/: one press declines e-mails
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    # draft/<key>/<token>/: by a private link alone
    path("draft/<uuid:key>/<str:token>/", note_review.draft, name="draft"),
    path("draft/<uuid:key>/<str:token>/<slug:code>/", note_review.draft, name="draft_language"),
    path(
        "draft/<uuid:key>/<str:token>/<slug:code>/draft.<slug:extension>",
        note_review.draft_file,
        name="draft_file",
    ),
    path(
        "draft/<uuid:key>/<str:token>/<slug:code>/comments/",
        note_review.write,
        name="draft_comment",
    ),
    path(
        "draft/<uuid:key>/<str:token>/<slug:code>/comments/<int:pk>/",
        note_review.change,
        name="draft_comment_change",
    ),
    path(
        "draft/<uuid:key>/<str:token>/<slug:code>/approve/",
        note_review.approve,
        name="draft_approve",
    ),
]
