"""What every test starts from."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.utils import translation


def pytest_sessionstart(session):
    """Compile the catalogues, so that a test never reads yesterday's translations."""
    if not hasattr(session.config, "workerinput"):
        call_command("compilemessages", verbosity=0)


@pytest.fixture(autouse=True)
def clean_slate():
    """Begin with an empty cache and the default language, whatever the test before left behind."""
    for cache in caches.all():
        cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)
