"""Home, sessions and their notes."""

from django.urls import path

from sessions_app import views
from sessions_app.briefing import views as briefing

app_name = "sessions_app"

urlpatterns = [
    path("", views.home, name="home"),
    # sessions/
    path("sessions/", views.session_list, name="session_list"),
    path("sessions/<slug:slug>/", views.session_detail, name="session_detail"),
    path("sessions/<slug:slug>/session.ics", views.session_calendar, name="session_calendar"),
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
]
