"""What the HTML of a mail may not have, as Outlook for Windows, Gmail or a phone drops it."""

import re

from lxml import html

# What is wrong, and the elements that are: an XPath of each.
ELEMENTS = {
    "style sheet, script, form or frame": "//style|//script|//link|//form|//input|//iframe|//svg",
    "address that is relative or carries its data": (
        "//@href[not(starts-with(., 'http') or starts-with(., 'mailto:'))]"
        "|//@src[not(starts-with(., 'https:'))]|//@background"
    ),
    "table without a width": "//table[not(@width)]",
    "table that screen readers take for data": "//table[not(@role='presentation')]",
    "image without a text instead": "//img[not(@alt)]",
    "image without a width": "//img[not(@width)]",
    "handler": "//@*[starts-with(name(), 'on')]",
    "class or id without a style sheet": "//@class|//@id",
    "text outside of the table": "//body/text()[normalize-space()]|//body/*[not(self::table)]",
}
# What is wrong, and the declarations that are.
DECLARATIONS = {
    "layout that Outlook does not know": r"display\s*:|position\s*:|float\s*:|\bflex|\bgrid",
    "picture behind the text": r"background-image|background\s*:|url\(",
    "value that is computed": r"var\(|calc\(|@",
    "space that Outlook drops outside of cells": r"margin-inline|padding-inline|inset",
}


def faults(page: str) -> list[str]:
    """Return what is wrong with the HTML of a mail, with the element."""
    tree = html.document_fromstring(page)
    found = [
        f"{rule}: {_named(one)}" for rule, path in ELEMENTS.items() for one in tree.xpath(path)
    ]
    for element in tree.xpath("//*[@style]"):
        style = element.get("style")
        found += [
            f"{rule}: {style}"
            for rule, pattern in DECLARATIONS.items()
            if re.search(pattern, style)
        ]
        if "max-width" in style and not element.get("width"):
            found.append(f"width that Outlook does not know: {style}")
    return found


def _named(one: object) -> str:
    return str(one) if isinstance(one, str) else html.tostring(one, encoding="unicode")[:120]
