"""The ASGI entry point of the live stream alone: one small process beside those for pages."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "llex.settings")
django.setup()

from priorities.stream import Stream  # noqa: E402

application = Stream()
