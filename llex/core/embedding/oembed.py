"""oEmbed 1.0 (https://oembed.com): which embed shows what is at an address of this site."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import resolve, reverse
from django.utils.translation import get_language, get_language_from_path, override
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.embedding.kinds import WIDTH, Embed, EmbedKind, embed_kinds
from llex.core.http.error_pages import Gone
from llex.core.http.finished_pages import finished
from llex.core.sharing import pictures
from llex.core.sharing.registry import SITE, find_picture, site_picture

View = Callable[..., HttpResponseBase]

_LONGEST: Final = 2000
# Seconds for which a page of another site may keep the answer.
_AGE: Final = 3600


def open_to_all(view: View) -> View:
    """Allow scripts of all sites to read the answers."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


@open_to_all
@require_safe
@finished("url", "maxwidth", "maxheight", "format")
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer with the embed of a page of this site."""
    write = _FORMATS.get(request.GET.get("format") or "json")
    if write is None:
        return _refusal("The formats are json and xml.", HTTPStatus.NOT_IMPLEMENTED)
    try:
        widest, tallest = (_pixels(request.GET.get(name)) for name in ("maxwidth", "maxheight"))
    except ValueError:
        problem = "maxwidth and maxheight are whole numbers of pixels, 1 or more."
        return _refusal(problem, HTTPStatus.BAD_REQUEST)
    try:
        found = find_embed(request.GET.get("url", ""))
    except Gone as problem:
        return _refusal(
            problem.explanation or "What was at this url is withdrawn.", HTTPStatus.GONE
        )
    except Http404:
        return _refusal("No page of this site with this url can be embedded.", HTTPStatus.NOT_FOUND)
    language, embed = found
    with override(language):
        return write(_answer(embed, widest, tallest))


def find_embed(url: str) -> tuple[str, Embed]:
    """Return the embed for the address of a page, and its language. Raise Http404 or Gone."""
    try:
        parts = urlsplit(url[: _LONGEST + 1])
    except ValueError as problem:
        raise Http404 from problem
    here = urlsplit(settings.SITE_URL).netloc.lower()
    is_ours = parts.scheme in ("http", "https") and parts.netloc.lower() == here
    if not is_ours or len(url) > _LONGEST:
        raise Http404
    path = unquote(parts.path)
    language = get_language_from_path(path)
    # An address without a language leads to the reader's own; a program has none.
    path, language = (path, language) if language else _in_default_language(path)
    with override(language):
        match = resolve(path)
        for kind in embed_kinds():
            if match.view_name not in kind.pages:
                continue
            asked = kind.claims(match.kwargs, QueryDict(parts.query), unquote(parts.fragment))
            if asked is not None:
                return language, _present(kind, asked)
    raise Http404


def _present(kind: EmbedKind, asked: Mapping[str, str]) -> Embed:
    """Return the embed that is asked for, also by a slug of before."""
    try:
        return kind.show(**asked).embed
    except Http404:
        slug = kind.slug_now(asked.get("slug", ""))
        if slug is None:
            raise
        return kind.show(**{**asked, "slug": slug}).embed


def _in_default_language(path: str) -> tuple[str, str]:
    return f"/{languages.DEFAULT}/{path.removeprefix('/')}", languages.DEFAULT


def _pixels(text: str | None) -> int | None:
    """Read a length. Raise ValueError for what is none."""
    if not text:
        return None
    number = int(text) if len(text) < len(str(_LONGEST)) * 2 else 0
    if number < 1:
        raise ValueError(text)
    return number


def _answer(embed: Embed, widest: int | None, tallest: int | None) -> dict[str, str | int]:
    width = min(WIDTH, widest or WIDTH)
    height = min(embed.height(width), tallest or embed.height(width))
    return {
        "type": "rich",
        "version": "1.0",
        "title": embed.title,
        "author_name": embed.author or settings.SITE_NAME,
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": _AGE,
        **_thumbnail(embed, widest, tallest),
        "html": str(embed.code(width, height)),
        "width": width,
        "height": height,
    }


def _thumbnail(embed: Embed, widest: int | None, tallest: int | None) -> dict[str, str | int]:
    """Return the share picture of the page, unless it is larger than what is asked for."""
    if (widest or pictures.WIDTH) < pictures.WIDTH or (
        tallest or pictures.HEIGHT
    ) < pictures.HEIGHT:
        return {}
    language = get_language() or languages.DEFAULT
    kind, key = embed.kind.pictures, embed.asked.get("slug", "")
    picture = find_picture(kind, key) if kind else None
    if picture is None:
        kind, key, picture = SITE, SITE, site_picture(language)
    path = reverse("share_picture", args=[language, kind, key, picture.digest])
    return {
        "thumbnail_url": f"{settings.SITE_URL}{path}",
        "thumbnail_width": pictures.WIDTH,
        "thumbnail_height": pictures.HEIGHT,
    }


def _refusal(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _as_json(answer: Mapping[str, str | int]) -> HttpResponse:
    content = json.dumps(answer, ensure_ascii=False, indent=1)
    return HttpResponse(content, content_type="application/json; charset=utf-8")


def _as_xml(answer: Mapping[str, str | int]) -> HttpResponse:
    root = ET.Element("oembed")
    for name, value in answer.items():
        ET.SubElement(root, name).text = str(value)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="text/xml; charset=utf-8")


_FORMATS: Final = {"json": _as_json, "xml": _as_xml}
