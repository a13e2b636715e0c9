"""The measurements follow the code that they measure."""

import subprocess
import sys

from django.conf import settings

IMPORT_ALL = """
import importlib, os, pkgutil
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-check-0123456789-0123456789-0123456789")
import django
django.setup()
import bench
for module in pkgutil.walk_packages(bench.__path__, "bench."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""


def test_every_measurement_finds_what_it_measures():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "bench.publishing" in done.stdout.split()
