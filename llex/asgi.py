"""The ASGI entry point: pages, votes and the live stream in one process, as in `make demo`.

In production the pages are served by `llex.wsgi` and the stream by `llex.stream`.
"""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "llex.settings")

# Files are handed over in one piece here, which is what Django warns of; ours are small.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iter")

# Loads the applications, which the stream's models are part of.
pages = get_asgi_application()

from priorities.live.stream import Stream  # noqa: E402
from priorities.live.stream.asgi import Receive, Scope, Send  # noqa: E402

stream = Stream()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer the stream's addresses and the server's own messages here, all else by Django."""
    if scope["type"] == "lifespan" or stream.answers(scope):
        await stream(scope, receive, send)
    else:
        await pages(scope, receive, send)
