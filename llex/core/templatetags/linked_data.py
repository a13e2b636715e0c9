"""JSON-LD in pages."""

import json
from typing import Any, Final

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from llex.core import languages
from llex.core.linked_data import schema_org
from llex.core.linked_data.schema_org import Thing

register = template.Library()

# No text can end the element, nor begin another one.
_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def json_ld(*things: Thing | None) -> SafeString:
    """Print things as one block of data, which browsers do not run; nothing for nothing."""
    found = [one for one in things if one]
    if not found:
        return SafeString("")
    text = json.dumps(schema_org.document(*found), ensure_ascii=False, separators=(",", ":"))
    data = mark_safe(text.translate(_ESCAPED))  # noqa: S308 - no sign of markup is left in it
    return format_html('<script type="application/ld+json">{}</script>', data)


@register.simple_tag
def site_data(description: str = "") -> SafeString:
    """Print the site and the organisation behind it."""
    language = get_language() or languages.DEFAULT
    return json_ld(schema_org.website(language, description), schema_org.organization(description))


@register.simple_tag(takes_context=True)
def way_data(context: Context, *steps: Any) -> SafeString:
    """Print the way to this page: names and addresses by turns between home and its own name."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    *between, last = steps
    pairs = [(str(name), str(address)) for name, address in zip(*[iter(between)] * 2, strict=True)]
    return json_ld(schema_org.way(*pairs, (str(last), request.path)))
