"""No line of the log holds a personal link."""

import logging
import re
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import get_resolver

from llex.core.monitoring.logs import WithoutLinks, configuration, without_links

ADDRESS = "/fr/contribute/invitations/0b8d0a1e-0000-4000-8000-000000000000/secret-token/"


VALUES = {"uuid:key": str(UUID(int=12)), "int:pk": "12", "str:token": "secret-token"}


def line(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert WithoutLinks().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("Not Found: %s", (ADDRESS,)),
        ('"%s" %s', (f"GET {ADDRESS}?to=wording HTTP/1.1", 200)),
        (f"Forbidden (no token): {ADDRESS}", ()),
    ],
)
def test_secret_part_of_a_link_is_taken_out(message, args):
    assert "secret-token" not in line(message, *args)
    assert "/invitations/0b8d0a1e" in line(message, *args)


def test_secret_part_of_a_link_to_a_draft_is_taken_out():
    address = "/ar/draft/0b8d0a1e-0000-4000-8000-000000000000/1.secret-token/en/draft.pdf"

    assert line("Gone: %s", address) == (
        "Gone: /ar/draft/0b8d0a1e-0000-4000-8000-000000000000/…/en/draft.pdf"
    )


def addresses_with_a_token(patterns, before=""):
    """Return an address of each page that has the parameter `token`."""
    for one in patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from addresses_with_a_token(one.url_patterns, route)
        elif "<str:token>" in route:
            yield "/" + re.sub(r"<([^>]+)>", lambda found: VALUES.get(found[1], "some"), route)


def test_token_of_each_page_is_taken_out():
    addresses = list(addresses_with_a_token(get_resolver().url_patterns))

    assert len(addresses) > 25
    assert [one for one in addresses if "secret-token" in line("Not Found: %s", one)] == []


def test_secret_part_of_a_voting_link_is_taken_out():
    assert line("Not Found: %s", "/v/homes/k3yOfAVoter/") == "Not Found: /v/homes/…/"


@pytest.mark.parametrize("page", ["", "screen/", "rehearsal/", "stream", "state.json"])
def test_pages_of_a_consultation_are_named(page):
    assert without_links(f"GET /v/homes/{page} 200") == f"GET /v/homes/{page} 200"


def test_other_lines_stay_as_they_are():
    assert line("Sent to %s", "somebody") == "Sent to somebody"
    assert without_links("/en/contribute/12/") == "/en/contribute/12/"


def test_every_handler_has_the_filter_and_none_of_djangos_own_is_left():
    made = configuration(logging.INFO)

    assert all("links" in handler["filters"] for handler in made["handlers"].values())
    assert made["loggers"]["django"]["handlers"] == []
    assert settings.LOGGING["loggers"] == made["loggers"]


def test_level_holds_for_the_lines_of_django_too():
    # A record from below asks its own logger and the handlers for their level, never the root.
    made = configuration(logging.ERROR)

    assert all(handler["level"] == logging.ERROR for handler in made["handlers"].values())


@pytest.mark.parametrize("path", ["/v/rain5/screen/", "/v/rain5/state.json", "/v/rain5/stream"])
def test_link_of_one_voter_is_taken_out_and_other_pages_stay(path):
    assert "secret-token" not in line("Forbidden: %s", "/v/rain5/secret-token/")
    assert line("Not Found: %s", path) == f"Not Found: {path}"
