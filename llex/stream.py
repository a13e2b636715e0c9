"""The ASGI entry point of the live stream alone: one small process beside those for pages."""

import os
import resource

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "llex.settings")
django.setup()

from priorities.live.stream import Stream  # noqa: E402

# Each listener is an open file; systems begin with 1,024 of them and allow many more.
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (_hard, _hard))

application = Stream()
