"""Two addresses for those who watch over the server."""

from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process is there."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database and the cache can be used, else 503 and which cannot."""
    problems = [name for name, check in _CHECKS.items() if not check()]
    if problems:
        return HttpResponse("\n".join(problems), content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _cache_answers() -> bool:
    caches["shared"].set("readyz", "ok", 5)
    return bool(caches["shared"].get("readyz") == "ok")


_CHECKS = {"database": _database_answers, "cache": _cache_answers}
