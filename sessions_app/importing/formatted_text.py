"""Prose: the text of one paragraph with its marks, which can be cut and joined like a string."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from llex.core.text import (
    Break,
    Emphasis,
    Inline,
    Link,
    Paragraph,
    RichText,
    Run,
    Strong,
    parse,
    parse_inline,
    to_markdown,
    to_plain,
)
from llex.core.text.normalization import even_spaces
from sessions_app.importing.words import cleanse, fold

# What may stand before or after a text without belonging to it.
EDGES = " \t:;,.|–—-،؛"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters that are marked alike. *href* is a safe address or empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class FormattedText:
    """One paragraph: marked spans, one space between words, none at the ends."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> FormattedText:
        """Make prose of *spans*: cleansed, spaces evened, neighbours that are alike joined."""
        clean = [replace(span, text=cleanse(span.text)) for span in spans]
        beside = ["", *(span.text for span in clean), ""]
        return cls._trimmed(
            replace(span, text=_evened(span.text, before[-1:].strip(), after[:1].strip()))
            for span, before, after in zip(clean, beside, beside[2:], strict=False)
        )

    @classmethod
    def _trimmed(cls, spans: Iterable[Span]) -> FormattedText:
        tidy: list[Span] = []
        for span in spans:
            text = span.text
            if not tidy or tidy[-1].text.endswith(" "):
                text = text.lstrip(" ")
            if text:
                tidy.append(replace(span, text=text))
        while tidy and not tidy[-1].text.strip(" "):
            tidy.pop()
        if tidy:
            tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip(" "))
        return cls(tuple(_joined(tidy)))

    @classmethod
    def plain(cls, text: str) -> FormattedText:
        """Make prose of *text*, every character of which means itself."""
        return cls.of([Span(text)])

    @classmethod
    def marked(cls, source: str) -> FormattedText:
        """Make prose of a paragraph of Markdown."""
        return cls.of_nodes(parse_inline(source, is_file=True))

    @classmethod
    def of_nodes(cls, nodes: Iterable[Inline]) -> FormattedText:
        """Make prose of what is inside a paragraph of a rich text."""
        return cls.of(_spans(nodes, Span("")))

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __add__(self, other: FormattedText) -> FormattedText:
        if not self or not other:
            return self or other
        # Both are tidy, so only where they meet is looked at: long texts are joined piece by piece.
        seam = _joined((self.spans[-1], Span(" "), other.spans[0]))
        return FormattedText((*self.spans[:-1], *seam, *other.spans[1:]))

    def cut(self, start: int = 0, end: int | None = None) -> FormattedText:
        """Return the characters from *start* to *end*, trimmed."""
        end = len(str(self)) if end is None else end
        pieces, offset = [], 0
        for span in self.spans:
            first, last = max(start - offset, 0), max(end - offset, 0)
            pieces.append(replace(span, text=span.text[first:last]))
            offset += len(span.text)
        return FormattedText._trimmed(pieces)

    def strip(self, characters: str = EDGES) -> FormattedText:
        """Return the prose without *characters* at its ends."""
        text = str(self)
        start = len(text) - len(text.lstrip(characters))
        return self.cut(start, max(len(text.rstrip(characters)), start))

    def with_bold(self, end: int) -> FormattedText:
        """Return the text with everything before *end* strong."""
        head = (replace(span, strong=True) for span in self.cut(0, end).spans)
        return FormattedText(tuple(head)) + self.cut(end)

    def without_bold(self) -> FormattedText:
        """Return the text with nothing strong."""
        return FormattedText(tuple(_joined(replace(span, strong=False) for span in self.spans)))

    def bold_runs(self) -> list[tuple[int, int]]:
        """Return where strong text starts and ends."""
        runs: list[tuple[int, int]] = []
        offset = 0
        for strong, group in groupby(self.spans, key=lambda span: span.strong):
            length = sum(len(span.text) for span in group)
            if strong:
                runs.append((offset, offset + length))
            offset += length
        return runs

    @property
    def is_bold(self) -> bool:
        """Return whether every letter is strong."""
        return bool(self) and not any(fold(span.text) for span in self.spans if not span.strong)

    @property
    def addresses(self) -> list[str]:
        """Return where its links lead."""
        return list(dict.fromkeys(span.href for span in self.spans if span.href))

    def bold(self) -> FormattedText:
        """Return the same words, all strong."""
        return FormattedText.of(replace(span, strong=True) for span in self.spans)

    def paragraph(self) -> Paragraph:
        """Return the node of this paragraph, without marks where Markdown could not keep them."""
        node = Paragraph(tuple(_linked(self.spans)))
        text = RichText("", (node,))
        whole = to_plain(parse(to_markdown(text), "")) == str(self)
        return node if whole else Paragraph((Run(str(self)),))


def _evened(text: str, before: str, after: str) -> str:
    """Return *text* with its spaces evened, as they are between its neighbours."""
    whole = even_spaces(f"{before}{text}{after}")
    return whole[len(before) : len(whole) - len(after)]


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    for bare, group in groupby(spans, key=lambda span: replace(span, text="")):
        yield replace(bare, text="".join(span.text for span in group))


def _spans(nodes: Iterable[Inline], marks: Span) -> Iterator[Span]:
    for node in nodes:
        match node:
            case Run():
                yield replace(marks, text=node.text)
            case Break():
                yield replace(marks, text=" ")
            case Strong():
                yield from _spans(node.children, replace(marks, strong=True))
            case Emphasis():
                yield from _spans(node.children, replace(marks, emphasis=True))
            case Link():
                yield from _spans(node.children, replace(marks, href=node.href))


def _linked(spans: Iterable[Span]) -> Iterator[Inline]:
    for href, group in groupby(spans, key=lambda span: span.href):
        nodes = tuple(_marked(list(group)))
        if href:
            yield Link(href, nodes)
        else:
            yield from nodes


def _marked(spans: list[Span]) -> Iterator[Inline]:
    for (strong, emphasis), group in groupby(spans, key=lambda span: (span.strong, span.emphasis)):
        text = "".join(span.text for span in group)
        inner = text.strip(" ")
        if not inner or not (strong or emphasis):
            yield Run(text)
            continue
        # Markdown does not know marks that begin or end with a space.
        node: Inline = Emphasis((Run(inner),)) if emphasis else Run(inner)
        node = Strong((node,)) if strong else node
        if text.startswith(" "):
            yield Run(" ")
        yield node
        if text.endswith(" "):
            yield Run(" ")
