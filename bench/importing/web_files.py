"""Notes as a plain page, as Google Docs exports a document, and as a page of a CMS."""

import html
import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from typing import Final

from bench.importing.corpus import Block, Cell, Note

_MARKS = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*")
_TAGS: Final = {
    "h1": "h1",
    "h2": "h2",
    "h3": "h3",
    "p": "p",
    "bold": "p",
    "li": "li",
    "number": "li",
}
_LISTS: Final = {"li": "ul", "number": "ol"}
_CMS: Final = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title} | Cities Network</title>
<style>.menu{{display:none}}</style></head><body class="node-type-news">
<a href="#main" class="skip">Skip to main content</a>
<header><img src="/logo.svg" alt="Cities Network">
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li>
<li><a href="/news">News</a></li><li><a href="/join">Join the network</a></li></ul></nav></header>
<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/news">News</a> &gt; {title}</div>
<main id="main"><article>{body}</article></main>
<div class="share"><a href="https://social.example.org/share">Share</a></div>
<aside class="sidebar"><h2>Related news</h2><ul><li><a href="/news/1">Call for speakers</a></li>
</ul></aside>
<footer><p>© 2020 Cities Network. All rights reserved.</p>
<ul><li><a href="/privacy">Privacy</a></li>
<li><a href="/legal">Legal notice</a></li></ul></footer>
<script>window.dataLayer = [];</script></body></html>"""
_GOOGLE: Final = """<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type">
<style type="text/css">.c1{{font-weight:700}}.c2{{font-style:italic}}ol{{margin:0}}</style></head>
<body class="c9 doc-content">{body}</body></html>"""

Inline = Callable[[str], str]


def page(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as a plain page."""
    body = _body(note, blocks, _inline)
    return f'<!DOCTYPE html><html lang="{note.language}"><body>{body}</body></html>'.encode()


def cms(note: Note, blocks: list[Block]) -> bytes:
    """Return a note within the menu, the side bar and the foot of a site."""
    body = _body(note, blocks, _inline)
    return _CMS.format(language=note.language, title=note.title, body=body).encode()


def google_docs(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as Google Docs exports it: spans with classes, lists of one item each."""
    return _GOOGLE.format(body=_body(note, blocks, _google_inline, listed=1)).encode()


def _inline(text: str) -> str:
    return _MARKS.sub(
        lambda found: f"<strong>{found[1]}</strong>" if found[1] else f"<em>{found[2]}</em>",
        html.escape(text, quote=False),
    ).replace("[^1]", '<sup><a href="#fn1" id="ref1">1</a></sup>')


def _google_inline(text: str) -> str:
    pieces = re.split(r"(\*\*.+?\*\*|\*.+?\*)", text)
    classes = {0: "c3", 1: "c2", 2: "c1"}
    return "".join(
        f'<span class="{classes[len(piece) - len(piece.lstrip("*"))]}">'
        f"{html.escape(piece.strip('*'), quote=False)}</span>"
        for piece in pieces
        if piece
    )


def _body(note: Note, blocks: Iterable[Block], inline: Inline, *, listed: int = 0) -> str:
    pieces = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        items = list(group)
        if kind == "table":
            pieces += [_table(block.grid, inline) for block in items]
            continue
        tag = _TAGS[kind]
        texts = [f"**{one.text}**" if kind == "bold" else one.text for one in items]
        written = [f"<{tag}>{inline(text)}</{tag}>" for text in texts]
        if outer := _LISTS.get(kind):
            pieces += _in_lists(written, outer, listed)
        else:
            pieces += written
    if note.footnote:
        said, address = note.footnote
        pieces.append(
            f'<hr><ol class="footnotes"><li id="fn1">{said} <a href="{address}">{address}</a> '
            f'<a href="#ref1">↩</a></li></ol>'
        )
    return "\n".join(pieces)


def _in_lists(written: list[str], outer: str, listed: int) -> list[str]:
    if not listed:
        return [f"<{outer}>{''.join(written)}</{outer}>"]
    return [
        f'<{outer} class="lst-kix_a-0" start="{number}">{item}</{outer}>'
        for number, item in enumerate(written, listed)
    ]


def _table(grid: tuple[tuple[Cell, ...], ...], inline: Inline) -> str:
    rows = "".join(f"<tr>{''.join(map(partial(_cell, inline), row))}</tr>" for row in grid)
    return f"<table><tbody>{rows}</tbody></table>"


def _cell(inline: Inline, cell: Cell) -> str:
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f"<td{spans}>{''.join(f'<p>{inline(text)}</p>' for text in cell.paragraphs)}</td>"
