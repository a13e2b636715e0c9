"""Every kind of public page by axe: in four languages, light and dark, wide and on a phone."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from cities.models import EntryAddress
from sessions_app.briefing.editions import publish
from tests.factories import (
    in_all,
    keep_translations,
    make_challenge,
    make_city,
    make_full_session,
    make_response,
    make_service,
)

WINDOWS = ({"width": 1280, "height": 900}, {"width": 360, "height": 740})
# Of an entry whose slug is only known once it is published.
MEASURE, CHALLENGE = "a measure", "a challenge"
PAGES = {
    "home": ("sessions_app:home",),
    "sessions": ("sessions_app:session_list",),
    "session": ("sessions_app:session_detail", "launch"),
    "note": ("sessions_app:briefing", "launch"),
    "editions": ("sessions_app:edition_list", "launch"),
    "checksums": ("sessions_app:edition_checksums", "launch", 1),
    "differences": ("sessions_app:edition_differences", "launch", 1, 2),
    "files of a note": ("sessions_app:note_files", "launch"),
    "cities": ("cities:city_list",),
    "city": ("cities:city_detail", "bogota"),
    "comparison": ("cities:compare",),
    "topics": ("cities:topic_list",),
    "topic": ("cities:topic_detail", "housing"),
    "measure": ("cities:entry_detail", MEASURE),
    "challenge": ("cities:entry_detail", CHALLENGE),
    "search": ("sessions_app:search",),
    "data": ("sessions_app:data",),
    "about": ("about",),
    "method": ("method",),
    "contact": ("contact",),
    "accessibility": ("accessibility",),
    "licence": ("licence",),
    "privacy": ("privacy",),
}


@pytest.fixture
def site(transactional_db, empty_print_files):
    """A published note with two cities, one of which answers the other's challenge."""
    session = make_full_session(slug="launch")
    housing = make_service(slug="housing", **in_all("name", "Housing"))
    city = make_city(
        slug="bogota", country="CO", latitude=4.6, longitude=-74.1, **in_all("name", "Bogota")
    )
    contribution = session.contributions.first()
    contribution.city = city
    contribution.save()
    response = make_response(contribution=contribution, **in_all("title", "Rents are suspended"))
    challenge = make_challenge(contribution=session.contributions.last())
    response.answers.add(challenge)
    for entry in (response, challenge):
        entry.services.add(housing)
    keep_translations(session)
    publish(session, override="It is a test.")
    session.attendance = 41
    session.save()
    publish(session, override="It is a test.")
    return {MEASURE: ("response", response.pk), CHALLENGE: ("challenge", challenge.pk)}


def path_of(name, language, known):
    view, *arguments = PAGES[name]
    if arguments and arguments[0] in known:
        kind, number = known[arguments[0]]
        arguments = [EntryAddress.objects.get(kind=kind, number=number).slug]
    with translation.override(language):
        return reverse(view, args=arguments)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_public_pages_have_no_violation(site, reader, language):
    found = []
    for name in PAGES:
        reader.page.set_viewport_size(WINDOWS[0])
        page = reader.open(path_of(name, language, site))
        for window in WINDOWS:
            page.set_viewport_size(window)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found += [(name, window["width"], scheme, one) for one in reader.violations()]
            if wider := reader.overflow():
                found.append((name, window["width"], f"{wider} px wider than the window"))

    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_ask_no_other_host(site, reader, language):
    asked = set()
    reader.page.on("request", lambda request: asked.add(request.url))
    for name in PAGES:
        reader.open(path_of(name, language, site))

    assert {url for url in asked if not url.startswith((reader.site, "data:"))} == set()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_has_an_address(name):
    view, *arguments = PAGES[name]
    try:
        reverse(view, args=[one if isinstance(one, int) else "x" for one in arguments])
    except NoReverseMatch:
        pytest.fail(f"{view} has no address.")
