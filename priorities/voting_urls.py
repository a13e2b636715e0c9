"""Voting: short addresses that can be read aloud."""

from django.urls import path

from priorities.views import live, results, screen, voting

app_name = "voting"

# A code that people type may have other characters around it; the rest is called by pages only.
urlpatterns = [
    path("", voting.enter, name="enter"),
    path("<str:code>/", voting.vote, name="vote"),
    path("<str:code>/rehearsal/", voting.rehearse, name="rehearse"),
    # The hall's screen and live pages.
    path("<str:code>/screen/", screen.screen, name="screen"),
    path("<slug:code>/state.json", live.state, name="state"),
    path("<slug:code>/stream", live.stream, name="stream"),
    # Results to take away.
    path("<slug:code>/results.<slug:extension>", results.results, name="results"),
    # Last: a token is whatever is no other page.
    path("<str:code>/<slug:token>/", voting.vote_by_link, name="vote_by_link"),
]
