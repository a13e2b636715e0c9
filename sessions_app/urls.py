"""Home, sessions and their notes."""

from django.urls import path, register_converter

from sessions_app.public import feeds
from sessions_app.public.note_files import NoteFileConverter
from sessions_app.views import (
    attendance,
    briefing,
    calendars,
    contribution_pdf,
    editions,
    note_charts,
    note_files,
    note_review,
    open_data,
    public,
    quote_clearing,
    registration,
    registration_page,
    registration_team,
    search,
    speaker_files,
    speakers,
    unsubscribing,
)

app_name = "sessions_app"

register_converter(NoteFileConverter, "note_file")

urlpatterns = [
    path("", public.home, name="home"),
    # data/
    path("data/", open_data.data, name="data"),
    path("data/api/", open_data.data_api, name="data_api"),
    path("data/file/", open_data.data_choice, name="data_choice"),
    # sessions/
    path("sessions/", public.session_list, name="session_list"),
    path("sessions/calendar.ics", calendars.all_sessions_calendar, name="all_sessions_calendar"),
    path("sessions/<slug:slug>/", public.session_detail, name="session_detail"),
    path("sessions/<slug:slug>/session.ics", calendars.session_calendar, name="session_calendar"),
    # feeds/
    path("feeds/sessions.atom", feeds.SessionFeed(), name="sessions_feed"),
    path("feeds/notes.atom", feeds.NoteFeed(), name="notes_feed"),
    # search/, and the same as a file
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.search_suggestions, name="search_suggestions"),
    path("search.<slug:extension>", search.search_file, name="search_file"),
    # series/
    path("series/<slug:slug>/", public.series_detail, name="series_detail"),
    path("series/<slug:slug>/calendar.ics", calendars.series_calendar, name="series_calendar"),
    # sessions/<slug>/briefing
    path("sessions/<slug:slug>/briefing/", briefing.briefing, name="briefing"),
    path(
        "sessions/<slug:slug>/briefing<note_file:name>",
        briefing.briefing_file,
        name="briefing_file",
    ),
    path("sessions/<slug:slug>/briefing/editions/", editions.edition_list, name="edition_list"),
    path(
        "sessions/<slug:slug>/briefing/editions/differences/",
        editions.edition_difference_choice,
        name="edition_difference_choice",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:before>/differences/<int:after>/",
        editions.edition_differences,
        name="edition_differences",
    ),
    path("sessions/<slug:slug>/briefing/files/", note_files.files, name="note_files"),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/files/",
        note_files.files,
        name="edition_files",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/",
        briefing.edition,
        name="edition",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/briefing<note_file:name>",
        briefing.edition_file,
        name="edition_file",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/citation.<slug:extension>",
        editions.edition_citation,
        name="edition_citation",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/checksums/",
        editions.edition_checksums,
        name="edition_checksums",
    ),
    path(
        "sessions/<slug:slug>/briefing/editions/<int:number>/SHA256SUMS",
        editions.edition_checksum_file,
        name="edition_checksum_file",
    ),
    path(
        "sessions/<slug:slug>/briefing/charts/<slug:code>/<slug:name>.<slug:extension>",
        note_charts.note_chart,
        name="note_chart",
    ),
    # contribute/: beside the pages of officers in cities
    path(
        "contribute/<int:pk>/contribution.pdf",
        contribution_pdf.contribution_pdf,
        name="contribution_pdf",
    ),
    # unsubscribe/<token>/: one press declines e-mails
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    # sessions/<slug>/register/, and registration/: by personal links
    path("sessions/<slug:slug>/register/", registration.register, name="register"),
    path(
        "sessions/<slug:slug>/register/team/",
        registration_team.register_team_page,
        name="register_team",
    ),
    path(
        "sessions/<slug:slug>/register/invited/<str:token>/",
        registration.register,
        name="register_invited",
    ),
    path(
        "sessions/<slug:slug>/register/invited/<str:token>/team/",
        registration_team.register_team_page,
        name="register_team_invited",
    ),
    path(
        "registration/confirm/<uuid:key>/<str:token>/",
        registration.registration_confirm,
        name="registration_confirm",
    ),
    path(
        "registration/<uuid:key>/<str:token>/",
        registration_page.registration_page,
        name="registration_page",
    ),
    path(
        "registration/<uuid:key>/<str:token>/change/",
        registration_page.registration_change,
        name="registration_change",
    ),
    path(
        "registration/<uuid:key>/<str:token>/cancel/",
        registration_page.registration_cancel,
        name="registration_cancel",
    ),
    path(
        "registration/<uuid:key>/<str:token>/again/",
        registration_page.registration_again,
        name="registration_again",
    ),
    path(
        "registration/<uuid:key>/<str:token>/session.ics",
        registration_page.registration_calendar,
        name="registration_calendar",
    ),
    path(
        "registration/<uuid:key>/<str:token>/sessions.ics",
        registration_page.registration_feed,
        name="registration_feed",
    ),
    # speaker/<key>/<token>/: by a personal link; slides/<key>/: for readers
    path("speaker/<uuid:key>/<str:token>/", speakers.speaker_page, name="speaker_page"),
    path("speaker/<uuid:key>/<str:token>/answer/", speakers.speaker_answer, name="speaker_answer"),
    path(
        "speaker/<uuid:key>/<str:token>/decline/", speakers.speaker_decline, name="speaker_decline"
    ),
    path(
        "speaker/<uuid:key>/<str:token>/picture/", speakers.speaker_picture, name="speaker_picture"
    ),
    path("speaker/<uuid:key>/<str:token>/slides/", speakers.speaker_slides, name="speaker_slides"),
    path(
        "speaker/<uuid:key>/<str:token>/slides/file/",
        speaker_files.speaker_slides_file,
        name="speaker_slides_file",
    ),
    path("slides/<uuid:key>/", speaker_files.public_slides, name="slides"),
    # quotation/<pk>/<token>/: by a personal link
    path("quotation/<int:pk>/<str:token>/", quote_clearing.quote_clearing, name="quote_clearing"),
    # Attendance: at the door, and its certificates
    path("sessions/<slug:slug>/here/", attendance.here, name="here"),
    path(
        "registration/<uuid:key>/<str:token>/here/",
        attendance.registration_here,
        name="registration_here",
    ),
    path(
        "registration/<uuid:key>/<str:token>/certificate.pdf",
        attendance.registration_certificate,
        name="registration_certificate",
    ),
    path("certificates/<str:token>/", attendance.certificate, name="certificate"),
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
