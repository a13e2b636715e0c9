"""Tags by which pages offer their embeds: links for programs, and code to copy."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from llex.core.embedding.kinds import WIDTH, Embed

register = template.Library()

_TYPES = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


@register.simple_tag
def oembed_links(embed: Embed) -> SafeString:
    """Link the oEmbed answers for the page of an embed."""
    address, page = settings.SITE_URL + reverse("oembed"), settings.SITE_URL + embed.page
    links = (
        (kind, f"{address}?{urlencode({'url': page, 'format': name})}", embed.title)
        for name, kind in _TYPES.items()
    )
    tag = '<link rel="alternate" type="{}" href="{}" title="{}">'
    return format_html_join("\n  ", tag, links)


@register.inclusion_tag("core/embedding/_code.html")
def embed_code(embed: Embed) -> dict[str, Any]:
    """Print the code of an embed to be copied, readable without scripts."""
    return {"embed": embed, "code": str(embed.code())}


@register.simple_tag
def embed_example(embed: Embed) -> SafeString:
    """Show an embed in a frame of our own page."""
    return format_html(
        '<iframe class="embed-example" src="{}" title="{}" width="{}" height="{}" loading="lazy">'
        "</iframe>",
        embed.path,
        embed.title,
        WIDTH,
        embed.height(),
    )
