"""Our own web page of a note in, blocks with their parts out; as a file, or saved by a browser."""

from collections.abc import Callable
from typing import Final

from lxml import html as lxml_html
from lxml.html import HtmlElement as Element

from llex.core import languages
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.blocks import Reading
from sessions_app.importing.reading.html_reader import check_depth
from sessions_app.importing.reading.own_files import parts
from sessions_app.importing.reading.own_files.page_elements import (
    first,
    has_class,
    plain_of,
    take_out,
    targets_of,
    text_of,
)
from sessions_app.importing.reading.own_files.page_rows import AIDS, PageRows
from sessions_app.importing.reading.own_files.parts import PartWriter
from sessions_app.importing.reading.own_files.words import own_words
from sessions_app.importing.words import cleanse, count

_MARK: Final = 'class="note-title"'
_INLINE: Final = frozenset({"b", "strong", "i", "em", "a", "bdi", "abbr", "code"})
_SILENT: Final = ("script", "style", "svg", "template", "noscript", "button", "select")


def read(page: str) -> Reading | None:
    """Read *page*, or return None where it is not the page or the file of a note of ours."""
    if _MARK not in page:
        return None
    root = lxml_html.document_fromstring(
        cleanse(page).replace("\f", " ").encode(), parser=_parser()
    )
    articles = root.xpath("//article[contains(concat(' ', @class, ' '), ' note ')]")
    language = articles[0].get("lang", "") if articles else ""
    if language not in languages.CODES:
        return None
    check_depth(root)
    for element in root.xpath("//" + " | //".join(_SILENT)):
        element.drop_tree()
    article = articles[0]
    _part_words(root)
    writer = PartWriter(language)
    body = root.find("body")
    body = root if body is None else body
    writer.reading.words += count(["".join(body.itertext())])
    _PageReader(writer, article).read()
    article.drop_tree()
    writer.out(parts.around(), "".join(body.itertext()))
    return writer.close()


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)


def _part_words(root: Element) -> None:
    """Set a space around what begins on a new line or is set apart, as a reader sees it."""
    for element in root.iter("*"):
        if element.tag not in _INLINE:
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"


class _PageReader(PageRows):
    def __init__(self, writer: PartWriter, article: Element) -> None:
        super().__init__(writer)
        self.article = article
        self.words = own_words(writer.language)

    def read(self) -> None:
        """Read the article from its title to its colophon."""
        for child in self.article.iterchildren("*"):
            if has_class(child, "note-title"):
                self._front(child)
            elif has_class(child, "note-body"):
                for section in child.iterchildren("*"):
                    self._section(section)
            else:
                self.aid(child)

    def _front(self, header: Element) -> None:
        for child in header.iterchildren("*"):
            if has_class(child, "kicker"):
                self._kicker(child)
            elif child.tag == "h1":
                self.writer.put("title", text_of(child))
            elif has_class(child, "note-series"):
                tagline = first(child, "note-tagline")
                taken = text_of(tagline) if tagline is not None else FormattedText()
                take_out(tagline)
                self.writer.put("series", text_of(child))
                self.writer.put("tagline", taken)
            elif has_class(child, "note-facts"):
                self._facts(child)
            elif has_class(child, "figures"):
                self.writer.figures(plain_of(item) for item in child.iterchildren("li"))
            else:
                self.out(parts.of_edition(), child)

    def _kicker(self, kicker: Element) -> None:
        number = first(kicker, "whole")
        said = text_of(number) if number is not None else FormattedText()
        take_out(number)
        self.writer.put("publication", text_of(kicker))
        found = self.words.part_of(str(said))
        self.writer.put("number", said, found[1] if found else "")

    def _facts(self, facts: Element) -> None:
        for row in facts.iterchildren("*"):
            time, conveners = row.find(".//time"), first(row, "run-on")
            label = row.find("dt")
            if time is not None:
                self.writer.put("date", text_of(time), time.get("datetime", ""))
                self.out(parts.computed(), label)
            elif conveners is not None:
                self.out(parts.computed(), label)
                for item in conveners.iterchildren("li"):
                    name = item.find(".//abbr")
                    link = item.find(".//a")
                    value = (
                        f"{link.get('href', '') if link is not None else ''}\n"
                        f"{name.get('title', '') if name is not None else ''}"
                    )
                    self.writer.put("convener", text_of(item), value)
            else:
                self.out(parts.of_edition(), row)

    # --- Sections ---------------------------------------------------------------------------------

    def _section(self, section: Element) -> None:
        name = section.get("id", "")
        if has_class(section, "participants"):
            self._people(section)
        elif name in self.words.sections.values():
            self._children(section, name)
        else:
            self._colophon(section)

    def _children(self, parent: Element, section: str) -> None:
        """Read what is in a section, element by element."""
        readers: dict[str, Callable[[Element], None]] = {
            "prose": lambda child: self.writer.prose("text", self.prose(child), section),
            "summary-findings": lambda child: self._children(child, section),
            "summary": lambda child: self._children(child, section),
            "consultation": self._consultation,
            "cities": self.cities,
            "quotation": lambda child: self._quotation(child, section),
            "theme": self._theme,
            "axes": self._axes,
            "photographs": lambda child: self.out(parts.photograph(), child),
        } | dict.fromkeys(AIDS, self.aid)
        for child in parent.iterchildren("*"):
            read_child = next((readers[name] for name in readers if has_class(child, name)), None)
            if child.tag == "h2":
                self.writer.put("heading", text_of(child), section)
            elif child.tag == "details" and first(child, "axes") is not None:
                self.aid(child.find("summary"))
                self._axes(child.find("ol"))
            elif read_child:
                read_child(child)
            else:
                self.out(parts.computed(), child)

    def _consultation(self, figure: Element) -> None:
        question = figure.find(".//h3")
        if question is not None:
            self.writer.put("question", text_of(question))
            take_out(question)
        self.out(parts.result(), figure)

    def _axes(self, axes: Element | None) -> None:
        for item in axes.iterchildren("li") if axes is not None else ():
            self._number_out(item)
            self.writer.put("axis", text_of(item).strip())

    def _number_out(self, parent: Element) -> None:
        number = first(parent, "axis-number")
        if number is not None:
            self.aid(number)
            take_out(number)

    def _theme(self, theme: Element) -> None:
        for child in self.unfolded(theme):
            if child.tag == "h3":
                self._number_out(child)
                number = theme.get("id", "").removeprefix("axis-")
                self.writer.put("theme", text_of(child), number)
            elif has_class(child, "prose"):
                self.writer.prose("theme_text", self.prose(child))
            elif has_class(child, "points"):
                for point in child.iterchildren("li"):
                    self._point(point)
            else:
                self.out(parts.computed(), child)

    def _point(self, point: Element) -> None:
        key, begins = point.get("id", "").removeprefix("point-"), True
        for child in point.iterchildren("*"):
            if child.tag == "h4":
                self.writer.put("lead", text_of(child), key, begins=True)
            elif has_class(child, "prose"):
                self.writer.prose("point", self.prose(child), key, begins=begins)
            elif has_class(child, "evidence"):
                self.writer.put("evidence", plain_of(child), targets_of(child, "response"))
            else:
                self.out(parts.computed(), child)
            begins = False

    def _quotation(self, figure: Element, section: str) -> None:
        for child in figure.iterchildren("*"):
            if child.tag == "blockquote":
                self.writer.prose("quote", self.prose(child), section, begins=True)
        speaker, position = first(figure, "speaker"), first(figure, "position")
        if speaker is not None:
            self.writer.put("speaker", text_of(speaker))
        if position is not None:
            self.writer.put("speaker_position", text_of(position))

    # --- People, colophon -------------------------------------------------------------------------

    def _people(self, section: Element) -> None:
        for child in self.unfolded(section):
            if child.tag == "h2":
                self.writer.put("people", text_of(child))
            elif has_class(child, "people"):
                for group in child.iterchildren("*"):
                    self._group(group)
            else:
                self.out(parts.computed(), child)

    def _group(self, group: Element) -> None:
        heading = group.find("h3")
        if heading is not None:
            title = text_of(heading)
            self.writer.put("group", title, self.words.group_called(str(title)))
        for item in group.iter("li"):
            person, details = first(item, "person"), first(item, "position")
            if person is not None:
                self.writer.put("person", plain_of(person))
            if details is not None:
                self.writer.put("person_details", text_of(details))

    def _colophon(self, footer: Element) -> None:
        for line in footer.iterchildren("*"):
            link, tag = line.find(".//a"), first(line, "hashtag")
            address = link.get("href", "") if link is not None else ""
            if tag is not None:
                self.writer.put("hashtag", plain_of(line), str(text_of(tag)))
            elif address.startswith("mailto:"):
                self.writer.put("contact", plain_of(line), address)
            elif address.startswith("http") and line.tag == "p":
                self.writer.put("recording", text_of(line), address)
            else:
                self.out(parts.of_edition(), line)
