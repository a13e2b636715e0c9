"""The project's settings for tests: nothing of the developer's `.env`, nothing slow, nothing kept.

DATABASE_URL and REDIS_URL are taken from the environment, so that the same tests run on SQLite and
on the database and cache of production.
"""

import os
import tempfile
from pathlib import Path

scratch = tempfile.TemporaryDirectory(prefix="llex-tests-")
# WhiteNoise warns of a folder that is not there, at every request.
Path(scratch.name, "static").mkdir()
# The environment wins over `.env`; a worker of pytest-xdist inherits it, so the folder is set anew.
os.environ.update(
    SECRET_KEY="tests-only-" + "0123456789" * 4,
    SECRET_KEY_FALLBACKS="",
    DEBUG="false",
    DEMO="true",
    ALLOWED_HOSTS="localhost,127.0.0.1,[::1],testserver",
    SITE_URL="http://testserver",
    SITE_NAME="LLEX",
    LICENCE="",
    THEME_LOGO="",
    THEME_ACCENT="",
    THEME_ACCENT_DARK="",
    THEME_WARM="",
    THEME_WARM_DARK="",
    THEME_SANS="",
    THEME_SERIF="",
    CONTACT_EMAIL="",
    SECURITY_CONTACT="",
    HTTPS="false",
    CSRF_TRUSTED_ORIGINS="",
    BEHIND_PROXY="false",
    LANGUAGES="en,fr,es,ar",
    TIME_ZONE="UTC",
    VAR_DIR=scratch.name,
    MEDIA_ROOT=str(Path(scratch.name) / "media"),
    TASKS_BACKEND="django_tasks.backends.immediate.ImmediateBackend",
    DEFAULT_FROM_EMAIL="LLEX <llex@testserver>",
    LOG_LEVEL="WARNING",
    BACKUP_KEY="",
)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("REDIS_URL", "")
if os.environ["REDIS_URL"] and (worker := os.environ.get("PYTEST_XDIST_WORKER")):
    # Each worker empties its cache before each test: to each a Redis database of its own.
    server, _, number = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{server}/{int(number) + 1 + int(worker.removeprefix('gw'))}"

from llex.settings import *  # noqa: E402

# A browser holds the line, and the thread behind it its connection, until after the tests.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "tests.postgresql"
    # A test's rows need not outlive a power cut.
    DATABASES["default"]["OPTIONS"] |= {"options": "-c synchronous_commit=off"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A page must not depend on collectstatic having been run; its own test covers the manifest.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
