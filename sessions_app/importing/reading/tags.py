"""HTML that was left over in text: tags in cells and paragraphs."""

import re

_BLOCKS = "p|div|br|li|ul|ol|table|thead|tbody|tr|td|th|h[1-6]|blockquote|section|hr"
_INLINES = "strong|b|em|i|u|span|a|sup|sub|font|small|mark|abbr"
_REST = r"(?:\s[^<>]*)?/?>"
_BLOCK = re.compile(rf"</?(?:{_BLOCKS}){_REST}", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{_INLINES}){_REST}", re.IGNORECASE)
_PAIRS = [
    (re.compile(rf"<({names}){_REST}\s*([^<>]*?)\s*</\1>", re.IGNORECASE), rf"{mark}\2{mark}")
    for names, mark in (("strong|b", "**"), ("em|i", "*"))
]


def resolved(text: str) -> list[str]:
    """Return *text* as paragraphs of Markdown, tags turned into paragraphs and marks."""
    if "<" in text:
        for pattern, replacement in _PAIRS:
            text = pattern.sub(replacement, text)
        text = _INLINE.sub("", _BLOCK.sub("\n", text))
    return [piece for line in text.split("\n") if (piece := line.strip())]


def removed(text: str) -> str:
    """Return *text* without tags, as the completeness check counts it."""
    return _INLINE.sub("", _BLOCK.sub(" ", text)) if "<" in text else text
