"""The name of the site, in place of the program's, and the style page."""

import re

import pytest
from django.urls import reverse

from llex.core import languages
from llex.core.admin.unfold import configuration
from llex.core.mail import messages
from llex.core.theme.look import DEFAULT, read_theme
from llex.core.theme.style_page import swatches
from tests.factories import make_consultation, make_session


@pytest.fixture
def ports(settings):
    settings.SITE_NAME = "Ports & <b>harbours</b>"
    return "Ports &amp; &lt;b&gt;harbours&lt;/b&gt;"


def test_pages_have_the_name_of_the_site(client, db, ports):
    session = make_session()
    poll = make_consultation(state="open")
    pages = ["/en/", "/en/about/", "/en/cities/", "/en/priorities/", session.get_absolute_url()]
    pages += ["/en/nowhere/", poll.get_absolute_url(), "/v/", "/en/feeds/sessions.atom"]
    for path in pages:
        page = client.get(path).content.decode()
        assert ports in page, path
        assert "LLEX" not in re.sub(r"<title>LLEX</title>", "LLEX", page), path


def test_mails_have_the_name_of_the_site(db, ports):
    html = messages.compose_mail("login_code", "fr", {"code": "123456"}).html

    assert f"{ports} · " in html
    assert "LLEX" not in html


def test_admin_has_name_and_colour_of_the_site():
    own = configuration("LLEX", DEFAULT)
    other = configuration("Ports", read_theme({"THEME_ACCENT": "#1b5e20"}))

    assert own["COLORS"]["primary"]["600"] == "#0b4f6c"
    assert other["SITE_TITLE"] == other["SITE_HEADER"] == "Ports"
    assert other["COLORS"]["primary"]["600"] == "#1b5e20"
    assert set(other["COLORS"]["primary"]) == set(own["COLORS"]["primary"])
    assert other["COLORS"]["base"] == own["COLORS"]["base"]


@pytest.mark.parametrize("code", languages.CODES)
def test_style_page_shows_the_colours_with_their_contrast(client, db, code):
    answer = client.get(f"/{code}/style/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<meta name="robots" content="noindex">' in page
    assert not answer.cookies
    for scheme in DEFAULT.schemes:
        shown = {one.name: one for one in swatches(scheme)}
        assert shown["--accent"].is_readable
        assert shown["--ink"].contrast > 12
        assert f'fill="{shown["--danger"].colour}"' in page
    assert client.post(reverse("style")).status_code == 405


def test_voting_page_has_the_colours_of_the_theme(client, db, settings):
    settings.THEME = read_theme({"THEME_ACCENT": "#1b5e20"})
    poll = make_consultation(state="open")

    page = client.get(poll.get_absolute_url()).content.decode()

    address = re.search(r'href="(/theme-\w+/voting\.css)"', page)[1]
    css = client.get(address).content.decode()
    assert "@layer" not in css
    assert "--soft:" in css
    assert css.count("{") == css.count("}")
