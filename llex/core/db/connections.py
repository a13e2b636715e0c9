"""Connections to databases and services, as their URLs describe them. Imported by the settings."""

from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from environs import EnvError

# Seconds for which a connection is kept between requests.
_KEPT: Final = 60
_ESCAPES: Final = "/ as %2F, ? as %3F, # as %23, [ as %5B, ] as %5D and % as %25"


def with_options(database: dict[str, Any], *, password: str = "") -> dict[str, Any]:
    """Return the settings of a *database*, parsed from its URL, with the options of its kind.

    A separate *password* needs no escaping, unlike one in the URL.
    """
    if password:
        database = database | {"PASSWORD": password}
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(database)
    return _postgresql(database)


def _sqlite(database: dict[str, Any]) -> dict[str, Any]:
    # Readers do not wait for the writer (WAL), and a writer takes its lock at once instead of
    # failing half-way through a transaction.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    return database | {"OPTIONS": database.get("OPTIONS", {}) | options}


def _postgresql(database: dict[str, Any]) -> dict[str, Any]:
    # At the first call already: only `prepared_cursor` asks for statements that stay prepared.
    options = {"prepare_threshold": 0} | database.get("OPTIONS", {})
    # Connecting takes longer than a ballot; the address has been read as if none were kept.
    return database | {"CONN_MAX_AGE": _KEPT, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def check_url(name: str, url: str) -> None:
    """Raise EnvError for a *url* with an unescaped character in its password.

    Parsed, it would name another host, and the error would come much later and be about a port.
    """
    if "@" not in url or url.startswith("sqlite:"):
        return
    try:
        parts = urlsplit(url)
        is_whole = _is_whole(parts)
    except ValueError:
        is_whole = False
    if not is_whole:
        # The address itself is not repeated: it holds a password.
        raise EnvError(f"{name} cannot be read. In its user and password, write {_ESCAPES}.")


def _is_whole(parts: SplitResult) -> bool:
    # Reading the port raises ValueError if it is not a number.
    has_host = parts.port is not None or bool(parts.hostname)
    return has_host and "@" not in f"{parts.path}{parts.query}{parts.fragment}"
