"""The site map, the minimal view that ballots are compared with, and one that never ends."""

import os
import threading

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from llex.urls import handler500  # noqa: F401
from llex.urls import urlpatterns as site

UPSERT = """
INSERT INTO bench_upsert (voter, score) VALUES (%s, %s)
ON CONFLICT (voter) DO UPDATE SET score = excluded.score
"""


@csrf_exempt
def upsert(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [request.POST["voter"], request.POST["score"]])
    return HttpResponse(b"ok")


def hang(_request: HttpRequest, pid: int) -> HttpResponse:
    """Hold a thread of one worker for ever; the other workers answer."""
    if os.getpid() == pid:
        threading.Event().wait()
    return HttpResponse(b"not here")


urlpatterns = [path("upsert", upsert), path("hang/<int:pid>", hang), *site]
