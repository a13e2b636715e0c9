"""Cities as readers see them, and the pages of their officers."""

from typing import Any

app_name = "cities"

urlpatterns: list[Any] = []
