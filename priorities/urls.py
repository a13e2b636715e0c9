"""Public services: how they were rated over time."""

from django.urls import path

from priorities.views import services

app_name = "priorities"

urlpatterns = [
    # priorities/
    path("priorities/", services.service_list, name="service_list"),
    path("priorities/<slug:slug>/", services.service_detail, name="service_detail"),
]
