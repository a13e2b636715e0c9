"""Voting: short addresses that can be read aloud."""

from typing import Any

app_name = "voting"

urlpatterns: list[Any] = []
