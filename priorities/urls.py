"""Public services: how they were rated over time."""

from typing import Any

app_name = "priorities"

urlpatterns: list[Any] = []
