"""Cities as readers see them, and the pages of their officers."""

from django.urls import path

from cities.views import lookup, open_call

app_name = "cities"

urlpatterns = [
    # contribute/places/
    path("contribute/places/", lookup.place_lookup, name="place_lookup"),
    # contribute/open/<session>/
    path("contribute/open/<slug:slug>/", open_call.open_call, name="open_call"),
    path("contribute/open/<slug:slug>/code/", open_call.open_call_code, name="open_call_code"),
    path("contribute/open/<slug:slug>/city/", open_call.open_call_city, name="open_call_city"),
    path("contribute/open/<slug:slug>/sent/", open_call.open_call_sent, name="open_call_sent"),
]
