"""Cities as readers see them, and the pages of their officers."""

from django.urls import path

from cities.views import published

app_name = "cities"

urlpatterns = [
    # cities/
    path("cities/", published.city_list, name="city_list"),
    path("cities/<slug:slug>/", published.city_detail, name="city_detail"),
]
