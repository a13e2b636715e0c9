"""Drawings that are the same in every language."""

from django.urls import path

from cities.views import published

app_name = "maps"

urlpatterns = [
    path("land-<slug:digest>.svg", published.map_land, name="land"),
]
