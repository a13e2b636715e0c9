"""A worker's garbage collector leaves out what stays."""

import json
import subprocess
import sys

LOOK = """
import gc, json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import llex.wsgi
from llex import urls
urls_are_frozen = not any(one is urls.urlpatterns for one in gc.get_objects())
print(json.dumps([gc.get_freeze_count(), len(gc.get_objects()), urls_are_frozen]))
"""


def test_what_is_loaded_at_the_start_is_looked_at_no_more():
    run = [sys.executable, "-c", LOOK]
    answer = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    frozen, left, urls_are_frozen = json.loads(answer.splitlines()[-1])
    assert frozen > 100_000 > left * 10
    assert urls_are_frozen
