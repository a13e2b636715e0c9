"""Voting: short addresses that can be read aloud."""

from django.urls import path

from priorities.views import live

app_name = "voting"

urlpatterns = [
    # The hall's screen and live pages.
    path("<slug:code>/state.json", live.state, name="state"),
    path("<slug:code>/stream", live.stream, name="stream"),
]
