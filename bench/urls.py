"""The site map, and a constant to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from llex.urls import urlpatterns as site


def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"constant")


urlpatterns = [path("constant", constant), *site]
