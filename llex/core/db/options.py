"""Connection options of each kind of database. Imported by the settings."""

from typing import Any, Final

# Seconds for which a connection is kept between requests.
_KEPT: Final = 60


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
