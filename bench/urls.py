"""The site map, and a constant to compare with."""

import secrets

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from llex.urls import urlpatterns as site


def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"constant")


@csrf_exempt
def upsert(request: HttpRequest) -> HttpResponse:
    """Write one row as plainly as possible, into a table of `bench.ballots`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_upsert (voter, language) VALUES (%s, %s)"
            " ON CONFLICT (voter) DO UPDATE SET language = excluded.language",
            [secrets.token_urlsafe(16), request.POST["language"]],
        )
    return HttpResponse(b"stored")


urlpatterns = [path("constant", constant), path("upsert", upsert), *site]
