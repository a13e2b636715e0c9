"""Measure lists, map, filters and city pages at 100,000 contributions, with 1,000 beside them.

Needs PostgreSQL: DATABASE_URL says where. Two databases are made there, `<name>_bench_few` and
`<name>_bench_many`, and dropped again unless KEEP=true. Each is asked by a process of its own, in
turns, so that both meet the same machine.
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench.cities.report import report

SIZES = {"few": (100, 1_000), "many": (10_000, 100_000)}


def main() -> int:
    """Make the data, measure, report. Return 1 when a budget is exceeded, 2 without PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith(("postgres://", "postgresql://")):
        print("These measurements need PostgreSQL: set DATABASE_URL.", file=sys.stderr)
        return 2
    databases = {size: f"{urlsplit(url).path[1:]}_bench_{size}" for size in SIZES}
    with tempfile.TemporaryDirectory(prefix="llex-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        rounds = _rounds(url, databases)
    return 0 if report(rounds) else 1


def _rounds(url: str, databases: dict[str, str]) -> list[dict[str, str]]:
    try:
        for size, name in databases.items():
            _create(url, name)
            _run(url, name, "bench.cities.generate", *map(str, SIZES[size]))
        _run(url, databases["few"], "manage", "collectstatic", "--no-input", "--verbosity", "0")
        return [_measure(url, databases) for _ in range(int(os.environ.get("ROUNDS", "2")))]
    finally:
        if os.environ.get("KEEP", "").lower() != "true":
            for name in databases.values():
                _administer(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _measure(url: str, databases: dict[str, str]) -> dict[str, str]:
    return {size: _run(url, name, "bench.cities.measure") for size, name in databases.items()}


def _create(url: str, name: str) -> None:
    _administer(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _administer(url, "CREATE DATABASE {}", name)


def _administer(url: str, statement: str, name: str) -> None:
    with psycopg.connect(_at(url, "postgres"), autocommit=True) as own:
        own.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _at(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, parts.fragment))


def _run(url: str, name: str, *module: str) -> str:
    """Run a module on a database. Return its output."""
    environment = os.environ | {
        "DATABASE_URL": _at(url, name),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DEBUG": "false",
        "HTTPS": "false",
        "EMAIL_URL": "dummy://",
        "MAIL_WITHOUT_SERVER": "true",
        "LOG_LEVEL": "ERROR",
        "SECRET_KEY": "only-for-the-bench-0123456789-0123456789-0123456789",
    }
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


sys.exit(main())
