"""Addresses of pages that a list has many of, each made once."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def page_address(view: str, slug: str) -> str:
    """Return the address of the page of *slug* in the active language.

    As `reverse`, which takes a tenth of the time of a list of links.
    """
    return _address(view, slug, get_language(), get_script_prefix())


@lru_cache(maxsize=20_000)
def _address(view: str, slug: str, _language: str | None, _prefix: str) -> str:
    return reverse(view, args=[slug])
