"""The head of a page: theme, icons, feeds, the address in any language."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from llex.core import languages
from llex.core.linked_data.schema_org import page_exists
from llex.core.sharing.pictures import HEIGHT, WIDTH, SharePicture
from llex.core.sharing.registry import SITE, site_picture
from llex.core.templatetags.pages import LanguageLink

register = template.Library()


@register.simple_tag
def theme_stylesheet(small: bool = False) -> SafeString:
    """Link the stylesheet of the theme, after that of the program; nothing for its own look.

    The *small* one is that of the voting page.
    """
    if not settings.THEME.stylesheet:
        return SafeString("")
    name = "small_theme_stylesheet" if small else "theme_stylesheet"
    address = reverse(name, args=[settings.THEME.digest])
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.simple_tag
def theme_logo() -> str:
    """Return the path of the logo, or nothing where there is only the program's mark."""
    theme = settings.THEME
    return reverse("theme_logo", args=[theme.digest]) if theme.logo else ""


@register.simple_tag
def theme_colours() -> SafeString:
    """Tell browsers the colour of the paper in both schemes."""
    tag = '<meta name="theme-color" content="{}" media="(prefers-color-scheme: {})">'
    light, dark = settings.THEME.schemes
    return format_html(tag + tag, light.paper, light.name, dark.paper, dark.name)


@register.simple_tag
def share_image(
    picture: SharePicture | None = None, kind: str = SITE, key: str = SITE
) -> SafeString:
    """Name the picture that other sites show beside a link to this page."""
    language = get_language() or languages.DEFAULT
    shown = picture or site_picture(language)
    path = reverse("share_picture", args=[language, kind, key, shown.digest])
    values = (
        ("og:image", settings.SITE_URL + path),
        ("og:image:type", "image/png"),
        ("og:image:width", WIDTH),
        ("og:image:height", HEIGHT),
        ("og:image:alt", shown.alternative),
    )
    properties = format_html_join("\n  ", '<meta property="{}" content="{}">', values)
    card = '<meta name="twitter:card" content="summary_large_image">'
    return format_html("{}\n  {}", properties, SafeString(card))


@register.simple_tag
def search_address() -> str:
    """Return the path of the page to search on, or nothing on a site without it."""
    path = f"/{get_language() or languages.DEFAULT}/search/"
    return path if page_exists(path) else ""


@register.simple_tag
def site_name() -> str:
    """Return the name of the site."""
    return str(settings.SITE_NAME)


@register.simple_tag
def alternate_links(links: Iterable[LanguageLink]) -> SafeString:
    """Link this page in each language that it has content in, and without one: the reader's own."""
    pairs = [(link.code, link.path.partition("?")[0]) for link in links if link.available]
    if pairs:
        pairs.append(("x-default", _unprefixed(*pairs[0])))
    tag = '<link rel="alternate" hreflang="{}" href="{}{}">'
    return format_html_join(
        "\n    ", tag, ((code, settings.SITE_URL, path) for code, path in pairs)
    )


@register.simple_tag(takes_context=True)
def canonical_path(context: Context) -> str:
    """Return the path of this page without filters; each part of a list is a page of its own."""
    request = context.get("request")
    if request is None:
        return "/"
    number = request.GET.get("page", "")
    is_later = number.isdecimal() and number.isascii() and number.lstrip("0") not in ("", "1")
    return f"{request.path}?page={number.lstrip('0')}" if is_later else request.path


@register.simple_tag
def icon_links() -> SafeString:
    """Link the icons and the manifest."""
    links = [format_html('<link rel="icon" href="{}" sizes="32x32">', reverse("favicon"))]
    if not settings.THEME.has_own_mark:
        drawing = format_html(
            '<link rel="icon" href="{}" type="image/svg+xml">', static("img/mark.svg")
        )
        links.append(drawing)
    links.append(format_html('<link rel="apple-touch-icon" href="{}">', reverse("touch_icon")))
    links.append(format_html('<link rel="manifest" href="{}">', reverse("manifest")))
    return format_html_join("\n  ", "{}", ((link,) for link in links))


def _unprefixed(code: str, path: str) -> str:
    """Return a path without its language: it leads to the reader's own."""
    return f"/{path.removeprefix(f'/{code}/')}"
