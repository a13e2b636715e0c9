"""The page of a consultation's words in the admin."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from priorities.admin.console import existing_key
from priorities.kinds import kind_of
from priorities.kinds.words import Words
from priorities.views.words import words


class WordsMixin:
    """Add the page on which words are merged to the admin of consultations that ask for words."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(words, admin=self))
        own = path("<int:pk>/words/", view, name="priorities_consultation_words")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        offered = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        consultation = self.get_object(request, str(object_id))  # type: ignore[attr-defined]
        if consultation and isinstance(kind_of(consultation), Words):
            return offered
        return [item for item in offered if item.method.original_function_name != "to_words"]

    @action(
        description=_("Merge words"), permissions=["view"], url_path="to-words", icon="merge_type"
    )
    def to_words(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the words."""
        return redirect(
            "admin:priorities_consultation_words", pk=existing_key(self, request, object_id)
        )
