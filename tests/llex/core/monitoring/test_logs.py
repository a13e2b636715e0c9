"""No line of the log holds a personal link."""

import logging

import pytest
from django.conf import settings

from llex.core.monitoring.logs import WithoutLinks, configuration, without_links

ADDRESS = "/fr/contribute/invitations/0b8d0a1e-0000-4000-8000-000000000000/secret-token/"


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
