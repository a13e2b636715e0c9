"""Drawings that are the same in every language."""

from django.urls import path

from cities.views import public

app_name = "maps"

urlpatterns = [
    path("land-<slug:digest>.svg", public.map_land, name="land"),
]
