"""Running calls at once, each in a thread and on a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

on_postgresql = pytest.mark.skipif(
    "__import__('django.db').db.connection.vendor != 'postgresql'",
    reason="Only PostgreSQL has several writers.",
)


def together(*calls):
    """Run all at once; return what each returned or raised."""

    def run(call):
        try:
            return call()
        except Exception as problem:  # noqa: BLE001 - what was raised is the result
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
