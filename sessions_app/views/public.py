"""The public pages around the notes: home, the sessions, one session."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cities.public import entries, topics
from cities.public.entries import published_overview
from cities.public.map import world
from cities.public.map.topics import MapTopics
from cities.public.projection import current_projection
from cities.public.search import Search
from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.finished_pages import finished
from sessions_app.calendars.http import Feed
from sessions_app.models import LearningSession, head_count
from sessions_app.public import listing, session_page
from sessions_app.public.published_speakers import published_speakers
from sessions_app.registration.offer import registration_offer

SESSIONS_ON_A_PAGE = 24
NOTES_AT_HOME = 3
NEWEST_MEASURES = 4
LARGEST_CITIES = 6
# Seconds after which places left, votes under way and the hour are told anew.
RENEWED = 10


@require_safe
@finished(seconds=RENEWED)
def home(request: HttpRequest) -> HttpResponse:
    """Show the next session, the latest notes and the map of cities."""
    language = get_language() or languages.DEFAULT
    following = list(listing.listed().held().upcoming()[:3])
    map_topics = MapTopics.read(current_projection().facets, language)
    context = {
        "page": "home",
        "current": listing.under_way(),
        "next_session": following[0] if following else None,
        "following": following[1:],
        "notes": listing.latest_notes(NOTES_AT_HOME),
        "map": world.draw(Search(), language, map_topics),
        "map_topics": map_topics,
        "overview": published_overview(),
        "topics": topics.topics(language),
        "newest": entries.cards(entries.newest_measures(NEWEST_MEASURES), language),
        "largest": entries.cities_with_most_measures(LARGEST_CITIES, language),
    }
    return render(request, "sessions_app/public/home.html", context)


@require_safe
@finished("series", "page", seconds=RENEWED)
def session_list(request: HttpRequest) -> HttpResponse:
    """Show all sessions, of one series where the address asks for it: those ahead, then by year."""
    series = listing.series_with_sessions()
    chosen = None
    sessions = listing.listed()
    if slug := request.GET.get("series"):
        chosen = get_object_or_404(series, slug=slug)
        sessions = sessions.filter(series=chosen)
    page = Paginator(sessions.past(), SESSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": "sessions",
        "upcoming": sessions.upcoming() if page.number == 1 else (),
        "past": page,
        "all_series": series,
        "chosen": chosen,
        "feed": Feed.at(reverse("sessions_app:all_sessions_calendar")),
    }
    return render(request, "sessions_app/public/session_list.html", context)


@require_safe
@finished("page", seconds=RENEWED)
def series_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a series with its sessions and its calendar."""
    found = listing.series_with_sessions().prefetch_related("conveners")
    series = get_object_or_404(found, slug=slug)
    sessions = listing.listed().filter(series=series)
    page = Paginator(sessions.past(), SESSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    upcoming = list(sessions.upcoming()) if page.number == 1 else []
    context = {
        "page": "sessions",
        "series": series,
        "upcoming": upcoming,
        "past": page,
        "speakers": published_speakers([*upcoming, *page]),
        "feed": Feed.at(reverse("sessions_app:series_calendar", args=[series.slug])),
    }
    return render(request, "sessions_app/public/series_detail.html", context)


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
@finished(seconds=RENEWED)
def session_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one session as far as it has come: before, during or after."""
    session = get_object_or_404(listing.visible().prefetch_related("series__conveners"), slug=slug)
    phase = session_page.page_phase(session)
    context = {
        "page": "sessions",
        "session": session,
        "attendance": head_count(session).number if phase == session_page.PagePhase.OVER else None,
        "offer": registration_offer(session),
        "phase": phase,
        "note": listing.note_of(session),
        "agenda": session_page.agenda_of(session),
        "speakers": published_speakers([session]).get(session.pk, []),
        "cities": session_page.cities_of(session),
        "spoken": session_page.language_names(session.spoken_languages),
        "interpretation": session_page.language_names(session.interpretation),
    }
    return render(request, "sessions_app/public/session_detail.html", context)
