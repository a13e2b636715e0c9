"""Tags by which pages offer their embeds: links for programs, and code to copy."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from llex.core.embedding.kinds import WIDTH, Embed

register = template.Library()


@register.simple_tag
def oembed_link(embed: Embed) -> SafeString:
    """Link the oEmbed answer for the page of an embed."""
    query = urlencode({"url": f"{settings.SITE_URL}{embed.page}"})
    tag = '<link rel="alternate" type="application/json+oembed" href="{}?{}">'
    return format_html(tag, settings.SITE_URL + reverse("oembed"), query)


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
