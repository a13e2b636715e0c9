"""django-eventstream, in its own process without Redis or a database."""

import threading
import time
from typing import Any

from django.core.asgi import get_asgi_application
from django.urls import include, path

from bench.streams.common import configure, now

configure(urls=__name__, INSTALLED_APPS=["django_eventstream"])
django_application = get_asgi_application()

from django_eventstream import send_event  # noqa: E402

urlpatterns = [path("", include("django_eventstream.urls"), {"channels": ["hall"]})]
clock: list[Any] = []


def tick() -> None:
    while True:
        time.sleep(1)
        send_event("hall", "message", now())


async def application(scope: Any, receive: Any, send: Any) -> None:
    if not clock:
        clock.append(threading.Thread(target=tick, daemon=True))
        clock[0].start()
    await django_application(scope, receive, send)
