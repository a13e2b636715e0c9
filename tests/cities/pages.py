"""A stand-in for the page on which officers write, where it is not there yet."""

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, clear_url_caches, path, reverse

from cities import urls


@pytest.fixture
def edit_page_exists():
    try:
        reverse("cities:contribution_edit", args=[1])
    except NoReverseMatch:
        page = path("<int:pk>/", lambda request, pk: HttpResponse(), name="contribution_edit")
        urls.officers.append(page)
        clear_url_caches()
