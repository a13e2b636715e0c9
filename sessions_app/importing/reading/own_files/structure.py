"""The body of a note in a file without classes: Markdown and Word have the same order of nodes."""

import re
from collections.abc import Iterable, Iterator

from sessions_app.importing.formatted_text import EDGES, FormattedText
from sessions_app.importing.reading.blocks import Part
from sessions_app.importing.reading.own_files import parts
from sessions_app.importing.reading.own_files.nodes import Node
from sessions_app.importing.reading.own_files.parts import PartWriter
from sessions_app.importing.words import fold

_NUMBER = re.compile(r"\s*\d{1,2}\s*[.)]?\s+")
_TARGET = re.compile(r"#(?:response|challenge)-(?P<id>\d+)")
_SPEAKER = "—"
# The key of a heading that is no city, but the head of the column of cities.
HEAD = "head"
Chapter = tuple[Node | None, list[Node]]


def chapters(nodes: Iterable[Node], level: int) -> Iterator[Chapter]:
    """Yield what is before the first heading of *level*, then each with what is under it."""
    heading: Node | None = None
    under: list[Node] = []
    for node in nodes:
        if node.kind == "heading" and node.level == level:
            yield heading, under
            heading, under = node, []
        else:
            under.append(node)
    yield heading, under


def labelled(writer: PartWriter, line: FormattedText) -> tuple[Part, FormattedText] | None:
    """Return what a line is that begins with a bold label of ours, and the rest of it."""
    runs = line.bold_runs()
    if not runs or runs[0][0]:
        return None
    part = writer.words.labels.get(fold(str(line.cut(0, runs[0][1]))))
    return (part, line.cut(runs[0][1]).strip()) if part else None


def targets(line: FormattedText) -> str:
    """Return the ids of the entries that the links in a line lead to."""
    found = (match for href in line.addresses if (match := _TARGET.fullmatch(href)))
    return " ".join(match["id"] for match in found)


def put_fact(writer: PartWriter, line: FormattedText) -> bool:
    """Add a line of facts beneath an entry. Return whether it is one."""
    if found := labelled(writer, line):
        part, rest = found
        if part not in ("services", "source"):
            return False
        value = (rest.addresses or [str(rest)])[0] if part == "source" else str(rest)
        writer.put(part, line, value)
        return True
    computed = writer.words.part_of(str(line))
    if computed is None or computed[0] in ("number", "evidence"):
        return False
    part, said = computed
    said = targets(line) or said
    if part in ("out", "update"):
        writer.out(parts.update() if part == "update" else parts.computed(), line)
    else:
        writer.put(part, line, said)
    return True


class BodyReader:
    """Reads the sections of a note, the participants, and the imprint at its end."""

    def __init__(self, writer: PartWriter) -> None:
        self.writer = writer

    def read(self, nodes: Iterable[Node]) -> None:
        """Read everything behind the front of the file."""
        words = self.writer.words
        for heading, under in chapters(nodes, 2):
            if heading is None:
                self._left_out(parts.computed(), under)
                continue
            title = fold(_NUMBER.sub("", str(heading.text), count=1))
            if title in words.sections:
                section = words.sections[title]
                self.writer.put("heading", heading.text, section)
                self._section(section, under)
            elif title == words.participants:
                self.writer.put("people", heading.text)
                self._people(under)
            elif title in words.back_matter:
                self._left_out(parts.of_edition(), [heading, *under])
            else:
                self.writer.put("text", heading.text.bold(), "introduction")
                self.writer.prose("text", _flat(under), "introduction")

    def _section(self, section: str, nodes: list[Node]) -> None:
        quotes = [node for node in nodes if node.kind == "quote"]
        nodes = [node for node in nodes if node.kind != "quote"]
        (_none, text), *under = chapters(nodes, 3)
        if section == "vision":
            text, axes = _parted_axes(text) if under or _ends_in_list(text) else (text, None)
            self._text(section, text)
            for item in axes.items if axes else ():
                self.writer.put("axis", item[0].text)
            for heading, points in under:
                self._theme(heading, points)
        else:
            self._text(section, text)
            for heading, more in under:
                if section == "priorities" and heading:
                    self.writer.put("question", heading.text)
                    self._left_out(parts.result(), more)
                elif section == "front_line" and heading:
                    self._city(heading, more)
                elif heading:
                    self.writer.prose("text", [Node("paragraph", heading.lines), *more], section)
        for quote in quotes:
            self._quote(quote, section)

    def _text(self, section: str, nodes: list[Node]) -> None:
        kept = []
        for node in nodes:
            if node.kind == "paragraph" and self.writer.words.part_of(str(node.text)):
                self.writer.out(parts.computed(), node.text)
            else:
                kept.append(node)
        self.writer.prose("text", kept, section)

    # --- Cities -----------------------------------------------------------------------------------

    def _city(self, heading: Node, under: list[Node]) -> None:
        if fold(str(heading.text)) == self.writer.words.photographs:
            self._left_out(parts.photograph(), [heading, *under] if under else [])
            return
        if heading.key == HEAD:
            self.writer.put("column", heading.text)
            return
        self.writer.put("city", heading.text)
        (_none, facts), *columns = chapters(under, 4)
        for node in facts:
            if node.kind == "paragraph":
                self.put_identity(node.lines)
            else:
                self.writer.prose("text", [node], "front_line")
        for column, entries in columns:
            kind = self.writer.words.columns.get(fold(str(column.text))) if column else None
            if column and kind:
                self.writer.put("column", column.text)
            for node in entries:
                if kind and node.kind == "list":
                    for item in node.items:
                        self.put_entry(kind, item, item[0].key if item else "")
                else:
                    self._text("front_line", [node])

    def put_identity(self, lines: list[FormattedText]) -> None:
        """Add the lines under a city: its country, and in bold who spoke, with the position."""
        named = next((at for at, line in enumerate(lines) if line.is_bold), None)
        for at, line in enumerate(lines):
            if at == named:
                self.writer.put("representative", line.without_bold())
            elif named is not None and at > named:
                self.writer.put("position", line)
            elif at == 0:
                self.writer.put("country", line)
            else:
                self.writer.put("position", line)

    def put_entry(self, kind: str, nodes: list[Node], key: str = "") -> None:
        """Add a response or challenge: its title in bold, its text, and the facts below it."""
        value = f"{kind} {key}".strip()
        begins = True
        for at, node in enumerate(nodes):
            lines = node.lines
            is_fact = node.kind == "paragraph" and at > 0
            if is_fact and all(put_fact(self.writer, line) for line in lines):
                continue
            if begins and at == 0 and node.kind == "paragraph" and node.text.is_bold and nodes[1:]:
                title = node.text.without_bold()
                self.writer.put("entry_title", title, value, begins=True)
            else:
                self.writer.prose("entry", [node], value, begins=begins)
            begins = False

    # --- Shared vision ----------------------------------------------------------------------------

    def _theme(self, heading: Node | None, nodes: list[Node]) -> None:
        if heading is None:
            return
        self.writer.put("theme", heading.text, heading.key)
        at = next((i for i in range(len(nodes) - 1, -1, -1) if nodes[i].kind == "list"), None)
        text = nodes if at is None else nodes[:at]
        self.writer.prose("theme_text", text)
        if at is None:
            return
        for item in nodes[at].items:
            self.put_point(item, item[0].key if item else "")
        self._text("vision", nodes[at + 1 :])

    def put_point(self, nodes: list[Node], key: str = "") -> None:
        """Add a key point: its lead in bold, its text, and the cities it rests on."""
        begins = True
        for node in nodes:
            found = self.writer.words.part_of(str(node.text))
            if begins and node.kind == "paragraph" and node.text.is_bold and nodes[1:]:
                self.writer.put("lead", node.text.without_bold(), key, begins=True)
            elif node.kind == "paragraph" and found and found[0] == "evidence":
                self.writer.put("evidence", node.text, targets(node.text) or found[1])
            else:
                self.writer.prose("point", [node], key, begins=begins)
            begins = False

    # --- People -----------------------------------------------------------------------------------

    def _quote(self, quote: Node, section: str) -> None:
        *text, speaker = quote.inner or [Node("paragraph")]
        said = speaker.text.strip(EDGES + _SPEAKER)
        if speaker.kind != "paragraph" or not str(speaker.text).startswith(_SPEAKER):
            self.writer.prose("text", quote.inner, section)
            return
        self.writer.prose("quote", text, section, begins=True)
        self.put_person("speaker", "speaker_position", said)

    def _people(self, nodes: list[Node]) -> None:
        (_none, notes), *groups = chapters(nodes, 3)
        self._left_out(parts.computed(), notes)
        for heading, people in groups:
            if heading:
                role = self.writer.words.group_called(str(heading.text))
                self.writer.put("group", heading.text, role)
            for item in (item for node in people for item in node.items):
                if item:
                    self.put_person("person", "person_details", item[0].text)

    def put_person(self, name: Part, details: Part, line: FormattedText) -> None:
        """Add a person in bold, and what is behind the name."""
        runs = line.bold_runs()
        end = runs[0][1] if runs and not runs[0][0] else len(str(line))
        self.writer.put(name, line.cut(0, end).strip(EDGES + _SPEAKER).without_bold())
        self.writer.put(details, line.cut(end).strip())

    def _left_out(self, reason: str, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self.writer.out(reason, *_said(node))


def _ends_in_list(nodes: list[Node]) -> bool:
    return bool(nodes) and nodes[-1].kind == "list" and nodes[-1].start is not None


def _parted_axes(nodes: list[Node]) -> tuple[list[Node], Node | None]:
    """Part the text of the vision from the numbered list of axes below it."""
    if _ends_in_list(nodes):
        return nodes[:-1], nodes[-1]
    return nodes, None


def _flat(nodes: Iterable[Node]) -> list[Node]:
    """Return *nodes* with headings as paragraphs."""
    return [
        Node("paragraph", [line.bold() for line in node.lines]) if node.kind == "heading" else node
        for node in nodes
    ]


def _said(node: Node) -> Iterator[FormattedText]:
    """Yield all that a node has, with the addresses of its links."""
    yield from node.lines
    for row in node.rows:
        yield from row
    for item in (*node.items, node.inner):
        for one in item:
            yield from _said(one)
