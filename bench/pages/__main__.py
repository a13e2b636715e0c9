"""Measure every kind of public page, warm, and fail where one makes less than half of a constant.

    python -m bench.pages [SESSIONS]

DATABASE_URL says where the data is made, which must be empty; without it in a file of SQLite. Rates
are those of one process of granian that 8 connections ask, page after page and the constant between
them, so that all meet the same machine. Behind nginx, where it is installed, a static file is
measured, and what readers get once the application has stopped.
"""

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

SESSIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
FOLDER = tempfile.mkdtemp(prefix="llex-bench-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "bench.settings",
    "SECRET_KEY": "only-for-the-bench-0123456789-0123456789-0123456789",
    "DEBUG": "false",
    "DEMO": "true",
    "HTTPS": "false",
    "EMAIL_URL": "dummy://",
    "LOG_LEVEL": "ERROR",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "VAR_DIR": FOLDER,
    "MEDIA_ROOT": f"{FOLDER}/media",
    "BENCH_FOLDER": FOLDER,
}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/bench.sqlite3")


def main() -> int:
    """Make the data, measure, report. Return 1 where a budget is not kept."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.pages.filling import fill, one_of_each
    from bench.pages.measuring import measure

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", "--no-places", stdout=io.StringIO(), verbosity=0)
    seconds = fill(SESSIONS)
    print(f"{connection.vendor}, {SESSIONS:,} sessions, made in {seconds:.0f} s")
    paths = one_of_each()
    connection.close()
    return 0 if measure(paths, Path(FOLDER)) else 1


try:
    code = main()
finally:
    shutil.rmtree(FOLDER, ignore_errors=True)
sys.exit(code)
