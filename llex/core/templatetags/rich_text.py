"""Texts as HTML: nodes are walked, and every character of theirs is escaped."""

from dataclasses import replace
from typing import Any, Final

from django import template
from django.db.models import Model
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from llex.core.languages import DEFAULT, direction, fallbacks, name_of, only_in
from llex.core.languages.translation_marks import first_text
from llex.core.text import (
    Block,
    Break,
    Bullets,
    Emphasis,
    Inline,
    Link,
    Paragraph,
    Phrase,
    RichText,
    Run,
    Strong,
    Table,
    to_plain,
)
from llex.core.text.links import href_of, is_safe_address
from llex.core.text.parse import link_addresses, parse, shows_address

register = template.Library()

# A text of so many characters is not folded.
_SHORT: Final = 280


@register.simple_tag(takes_context=True)
def rich(context: Context, text: RichText | None, notice: bool = True) -> SafeString:
    """Print a rich text; one in another language than its surroundings carries it and says so."""
    if not text:
        return SafeString("")
    html = blocks_to_html(text.blocks)
    if text.language == _surroundings(context):
        return html
    said = format_html('<p class="only-in">{}</p>', only_in(text.language)) if notice else ""
    return format_html(
        '{}<div lang="{}" dir="{}">{}</div>', said, text.language, direction(text.language), html
    )


@register.filter
def opening(text: RichText | None) -> RichText | None:
    """Return the first block of a text, or all of a short one."""
    return replace(text, blocks=text.blocks[: _opening(text)]) if text else None


@register.filter
def remainder(text: RichText | None) -> RichText | None:
    """Return what follows the `opening` of a text, which may be nothing."""
    return replace(text, blocks=text.blocks[_opening(text) :]) if text else None


def _opening(text: RichText) -> int:
    return 1 if len(to_plain(text)) > _SHORT else len(text.blocks)


@register.simple_tag(takes_context=True)
def phrase(context: Context, text: Phrase | None, notice: bool = False) -> SafeString:
    """Print a phrase; one in another language carries it and, with *notice*, names that language.

    Names of cities and organisations go without a notice: they are read in any language.
    """
    if not text:
        return SafeString("")
    if text.language == _surroundings(context):
        return format_html("{}", text.text)
    html = format_html(
        '<span lang="{}" dir="{}">{}</span>', text.language, direction(text.language), text.text
    )
    if not notice:
        return html
    return format_html(
        '{} <span class="only-in" lang="{}" dir="{}">({})</span>',
        html,
        text.language,
        direction(text.language),
        name_of(text.language),
    )


@register.simple_tag
def phrase_of(subject: Model, field: str, first: str = DEFAULT) -> Phrase | None:
    """Return a translated field in the page's language, else in *first*, else in any."""
    found = first_text(subject, field, fallbacks(get_language() or DEFAULT, first))
    return Phrase(*found) if found else None


@register.simple_tag
def rich_of(subject: Model, field: str, first: str = DEFAULT) -> RichText | None:
    """Return a translated field as rich text, looked for as `phrase_of` does."""
    found = first_text(subject, field, fallbacks(get_language() or DEFAULT, first))
    return parse(found[1], found[0]) if found else None


def blocks_to_html(blocks: tuple[Block, ...]) -> SafeString:
    """Return paragraphs and lists as HTML."""
    return format_html_join("", "{}", ((_block(block),) for block in blocks))


def inlines_to_html(nodes: tuple[Inline, ...]) -> SafeString:
    """Return the content of a paragraph as HTML."""
    return format_html_join("", "{}", ((_inline(node),) for node in nodes))


@register.filter
def linked(text: str) -> SafeString:
    """Return a line without markup as HTML, the addresses in it as links."""
    return inlines_to_html(link_addresses(text))


register.filter("href_of", href_of)


def _surroundings(context: Context) -> str:
    document: Any = context.get("document")
    return document.language if document else get_language() or DEFAULT


def _block(block: Block) -> SafeString:
    if isinstance(block, Paragraph):
        return format_html("<p>{}</p>", inlines_to_html(block.children))
    if isinstance(block, Table):
        return _table(block)
    return _list(block)


def _table(table: Table) -> SafeString:
    head, body = (table.rows[:1], table.rows[1:]) if table.has_head else ((), table.rows)
    names = format_html_join("", "<thead><tr>{}</tr></thead>", ((_cells(r, "th"),) for r in head))
    rows = format_html_join("", "<tr>{}</tr>", ((_cells(row, "td"),) for row in body))
    # A wide one is scrolled within the page, by keyboard too.
    return format_html(
        '<div class="text-table" role="region" aria-label="{}" tabindex="0">'
        "<table>{}<tbody>{}</tbody></table></div>",
        _("Table"),
        names,
        rows,
    )


def _cells(row: tuple[tuple[Inline, ...], ...], element: str) -> SafeString:
    start = '<th scope="col">{}</th>' if element == "th" else "<td>{}</td>"
    return format_html_join("", start, ((inlines_to_html(cell),) for cell in row))


def _list(block: Bullets) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((_item(item.blocks),) for item in block.items))
    if block.start is None:
        return format_html("<ul>{}</ul>", items)
    if block.start == 1:
        return format_html("<ol>{}</ol>", items)
    return format_html('<ol start="{}">{}</ol>', block.start, items)


def _item(blocks: tuple[Block, ...]) -> SafeString:
    """Return an item's content; its first paragraph needs no element of its own."""
    match blocks:
        case (Paragraph(children=children), *rest):
            return format_html("{}{}", inlines_to_html(children), blocks_to_html(tuple(rest)))
    return blocks_to_html(blocks)


def _inline(node: Inline) -> SafeString:
    match node:
        case Run():
            return format_html("{}", node.text)
        case Break():
            return SafeString("<br>")
        case Emphasis():
            return format_html("<em>{}</em>", inlines_to_html(node.children))
        case Strong():
            return format_html("<strong>{}</strong>", inlines_to_html(node.children))
        case Link():
            return _link(node)


def _link(node: Link) -> SafeString:
    children = inlines_to_html(node.children)
    # Editions are read back from storage, so the address is checked here once more.
    if not is_safe_address(node.href):
        return children
    # The signs of an address keep their sides in Arabic, too.
    ltr = SafeString(' dir="ltr"') if shows_address(node) else ""
    return format_html('<a href="{}"{}>{}</a>', node.href, ltr, children)
