"""Parts of pages in the frames of other sites: by axe, and really framed."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import translation

from llex.core.embedding.kinds import embed_kinds
from sessions_app.briefing.editions import publish
from tests.factories import (
    in_all,
    keep_translations,
    make_city,
    make_full_session,
    make_response,
    make_service,
)

# Widths, and the colour scheme at each.
SEEN = ((240, "light"), (640, "light"), (640, "dark"))


@pytest.fixture
def embeds(transactional_db, empty_print_files):
    """Return what tells one embed of each kind, of a published note with two cities."""
    session = make_full_session(slug="launch", **in_all("title", "Rent and shelter"))
    contribution = session.contributions.first()
    contribution.city = make_city(
        slug="bogota", country="CO", latitude=4.6, longitude=-74.1, **in_all("name", "Bogotá")
    )
    contribution.save()
    housing = make_service(slug="housing", **in_all("name", "Housing"))
    title = in_all("title", "Rents are suspended as long as the emergency lasts")
    for _number in range(3):
        make_response(contribution=contribution, **title).services.add(housing)
    keep_translations(session)
    publish(session, override="It is a test.")
    return {
        "topic": {"slug": "housing"},
        "city": {"slug": "bogota"},
        "map": {},
        "note-cities": {"slug": "launch"},
        "note-result": {"slug": "launch", "code": session.consultations.get().code},
    }


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_embeds_have_no_violation_and_fit_their_frames(embeds, reader, language):
    found = []
    for kind in embed_kinds():
        with translation.override(language):
            embed = kind.show(**embeds[kind.name]).embed
            path, height = embed.path, embed.height()
        page = reader.open(path)
        for width, scheme in SEEN:
            page.set_viewport_size({"width": width, "height": 400})
            page.emulate_media(color_scheme=scheme)
            found += [(kind.name, width, scheme, one) for one in reader.violations()]
            if wider := reader.overflow():
                found.append((kind.name, width, f"{wider} px wider than the frame"))
        taken = page.evaluate("document.body.getBoundingClientRect().height")
        if taken > height or (taken < height - 200):
            found.append((kind.name, f"{taken} px in a frame of {height}"))

    assert found == []


@pytest.fixture
def partner():
    """Return what serves a page of another origin, and its address."""

    class Page(BaseHTTPRequestHandler):
        body = b""

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(self.body)

        def log_message(self, *_args):
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Page, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_another_site_can_show_an_embed_and_no_other_page(embeds, reader, partner):
    frames = {"embed": "/en/embed/topics/housing/", "page": "/en/priorities/housing/"}
    served, address = partner
    served.body = "".join(
        ["<!doctype html><link rel=icon href=data:,><title>Partner</title>"]
        + [
            f'<iframe id="{name}" src="{reader.site}{path}" width="400" height="500"></iframe>'
            for name, path in frames.items()
        ]
    ).encode()
    page = reader.page
    page.goto(address)

    heading = page.frame_locator("#embed").get_by_role("heading", name="Housing")
    heading.wait_for()
    assert page.frame_locator("#page").get_by_role("heading").count() == 0
    assert len(reader.errors) == 1
    assert "frame" in reader.errors.pop()

    reader.follow(heading.get_by_role("link"))
    assert page.url == f"{reader.site}/en/priorities/housing/"
