"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from llex.core.web_workers.memory import spare_collector
from llex.core.web_workers.signs import watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "llex.settings")

application = watched(get_wsgi_application())
spare_collector()
