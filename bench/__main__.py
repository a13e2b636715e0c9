"""Measure the budgets of docs/architecture.md, on the demo, and fail where one is exceeded.

The pages are asked of the WSGI application itself, without a server in between: what a server adds
is the same for every page, and would only make ours look nearer to the constant one.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "false", "HTTPS": "false"}
os.environ |= {"DEMO": "true", "EMAIL_URL": "dummy://", "LOG_LEVEL": "ERROR"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")


def main() -> int:
    """Measure on data of our own, and return 1 when a budget is exceeded."""
    with tempfile.TemporaryDirectory(prefix="llex-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["MEDIA_ROOT"] = str(Path(folder) / "media")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        from bench.measures import measure_all, prepare

        prepare()
        results = list(measure_all())
    for result in results:
        print(result)
    return 0 if all(result.kept for result in results) else 1


sys.exit(main())
