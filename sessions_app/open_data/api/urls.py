"""The addresses of the API: its operations, its description, and a problem for all others."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext as _

from sessions_app.open_data.api.document import openapi
from sessions_app.open_data.api.gateway import gateway
from sessions_app.open_data.api.operations import api
from sessions_app.open_data.api.problems import problem
from sessions_app.open_data.catalogue import TABLES

app_name = "api"


@gateway
def root(request: HttpRequest) -> HttpResponse:
    """Say where the lists are, and what describes them."""
    here = f"{settings.SITE_URL}{reverse('api:root')}"
    lists = {name: f"{here}{name}" for name in TABLES}
    about = {
        "openapi": f"{settings.SITE_URL}{reverse('api:openapi')}",
        "licence": settings.LICENCE.name,
        "licence_url": settings.LICENCE.address,
    }
    return JsonResponse(lists | about)


@gateway
def description(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document."""
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


@gateway
def missing(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing at an address."""
    return problem(request, HTTPStatus.NOT_FOUND, _("There is nothing here."))


urlpatterns = [
    path("", root, name="root"),
    path("openapi.json", description, name="openapi"),
]
for pattern in api.urls[0]:
    if isinstance(pattern, URLPattern) and pattern.name != "api-root":
        pattern.callback = gateway(pattern.callback)
        urlpatterns.append(pattern)
urlpatterns.append(re_path("", missing, name="missing"))
