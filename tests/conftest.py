"""Fixtures and settings of all tests."""

import gc
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from cities.directory import gazetteer_loading
from llex.core.cache import recent_answers
from llex.core.http import finished_pages
from sessions_app.briefing.render import Format

# The fixtures that open a database.
_DATABASE = {"db", "transactional_db", "live_server"}
_BROWSER = Path(__file__).parent / "browser"
# Neither has a deadline: how long an example takes says more about the machine than about the code.
_STEADY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("developer", max_examples=50, **_STEADY)
hypothesis_settings.register_profile("ci", max_examples=100, print_blob=True, **_STEADY)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "developer"))


def pytest_sessionstart(session):
    """Compile the catalogues, so that no test reads old translations."""
    if not hasattr(session.config, "workerinput"):
        call_command("compilemessages", verbosity=0)


def pytest_collection_modifyitems(items):
    """Mark the tests that ask the database, and the browser's, which are run with it alone.

    What the others find is the same with each database.
    """
    for item in items:
        asks = item.get_closest_marker("django_db") or _DATABASE.intersection(item.fixturenames)
        if asks or item.path.is_relative_to(_BROWSER):
            item.add_marker("services")


@pytest.fixture(autouse=True)
def pages_as_they_are(monkeypatch):
    """Ask the database for each page whether it is still right, since tests commit nothing."""
    monkeypatch.setattr(finished_pages, "BELIEVED", 0)
    monkeypatch.setattr(recent_answers, "SECONDS", 0)


@pytest.fixture(autouse=True)
def clean_slate():
    """Begin with an empty cache and the default language, whatever the test before left behind."""
    for cache in caches.all():
        cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


def pytest_collection_finish(session):
    """Spare the collector what stays: a fifth of the time that the tests take."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture
def large_places_only(monkeypatch):
    """Let a site that loads the gazetteer take the largest places, not ninety thousand."""
    every_place = gazetteer_loading._places
    monkeypatch.setattr(gazetteer_loading, "_places", lambda minimum: every_place(390_000))


@pytest.fixture
def empty_print_files(monkeypatch):
    """Publish with empty PDF and Word files, which take most of the time of a publication."""
    render = Format.render

    def without_printing(form, document, stamp=None):
        return b"" if form.name in ("pdf", "docx") else render(form, document, stamp)

    monkeypatch.setattr(Format, "render", without_printing)
