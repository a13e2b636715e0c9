"""Put blocks with a label into the note, where they belong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from django.utils.translation import gettext as _

from sessions_app.briefing.document import Section
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import (
    Block,
    Dropped,
    Heading,
    Item,
    Paragraph,
    Row,
    plain,
)
from sessions_app.importing.recognising.city_lines import city_line
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedAttendee,
    RecognisedCityRow,
    RecognisedFact,
    RecognisedPoint,
    RecognisedQuestion,
    RecognisedTheme,
)
from sessions_app.importing.recognising.labelled_vision import put_axis, put_point, put_theme
from sessions_app.importing.recognising.labels import Label, Labels
from sessions_app.importing.recognising.outline import Part, section_at
from sessions_app.importing.recognising.persons import is_name, person_of
from sessions_app.importing.recognising.quotations import take_labelled
from sessions_app.importing.recognising.table_heads import USUAL
from sessions_app.importing.recognising.table_shapes import as_item
from sessions_app.importing.recognising.tables import TableReader
from sessions_app.importing.recognising.title_page import take_date
from sessions_app.importing.vocabulary import language_of

_FRONT: Final = ("title", "date", "series", "tagline")


def put_front(note: ImportedNote, blocks: Iterable[Block], labels: Labels) -> None:
    """Take title, date, series and tagline from the blocks that are said to be these."""
    for block in blocks:
        label = labels.blocks.get(block.where)
        if label is None or label.kind not in _FRONT:
            continue
        text = _prose(block)
        if label.kind == "date":
            if not any(dates_in(str(text))):
                note.remarks.append(_("There is no date in “%(text)s”.") % {"text": text})
            note.held_on = None
            if rest := take_date(note, text, block.where):
                _keep(note, "introduction", Paragraph(rest, block.where))
            continue
        name = "series_title" if label.kind == "series" else label.kind
        if former := getattr(note, name):
            _keep(note, "introduction", Paragraph(FormattedText.plain(former), block.where))
        setattr(note, name, note.line(text, "introduction", block.where))


def put_in_place(
    note: ImportedNote,
    blocks: Iterable[Block],
    labels: Labels,
    parts: list[Part],
    tables: TableReader,
) -> None:
    """Put every other block with a label where it belongs, in the order of the file."""
    placing = _Placing(note, tables, labels)
    for block in blocks:
        label = labels.blocks.get(block.where)
        if label and label.kind not in _FRONT and not labels.leaves_alone(block.where):
            placing.put(block, label, section_at(parts, block.where))
    note.rows.sort(key=lambda row: row.where)


def put_typed(note: ImportedNote, labels: Labels) -> None:
    """Put what was typed in the place of the title and date that the note gives."""
    if labels.title and labels.title != note.title:
        if note.title:
            note.dropped.append(Dropped(_("replaced by the title that was typed"), note.title, 0))
        note.title = labels.title
    if labels.held_on and labels.held_on != note.held_on:
        note.held_on = labels.held_on
        for fact in [fact for fact in note.facts if fact.kind == "date"]:
            if all(found.day != labels.held_on for found in dates_in(fact.text)):
                note.facts.remove(fact)
                reason = _("replaced by the date that was typed")
                note.dropped.append(Dropped(reason, fact.text, fact.where))


@dataclass
class _Placing:
    """The note and what its blocks are put into."""

    note: ImportedNote
    tables: TableReader
    labels: Labels

    def put(self, block: Block, label: Label, section: Section) -> None:
        """Put one block in its place."""
        if label.kind == "text":
            self._text(block, label.section)
        else:
            getattr(self, f"_{label.kind}")(block, section)

    def _text(self, block: Block, section: Section) -> None:
        if isinstance(block, Heading):
            block = Paragraph(block.text, block.where)
        _insert(self.note.texts[section], as_item(block) if isinstance(block, Row) else block)

    def _out(self, block: Block, section: Section) -> None:
        addresses = [unquote(address) for text in _texts(block) for address in text.addresses]
        said = " ".join([plain(block), *addresses])
        self.note.dropped.append(Dropped(_("left out by hand"), said, block.where))

    def _more(self, block: Block, section: Section) -> None:
        """Add a block to what is before it."""
        owners: list[RecognisedCityRow | RecognisedTheme | RecognisedPoint] = [*self.note.rows]
        for theme in self.note.themes:
            owners += [theme, *theme.points]
        before = [one for one in owners if one.where < block.where]
        owner = max(before, key=lambda one: one.where, default=None)
        ends = {
            name: max((one.where for one in texts if one.where < block.where), default=0)
            for name, texts in self.note.texts.items()
        }
        last: Section = max(ends, key=lambda name: ends[name])
        if owner is None or ends[last] > owner.where:
            self._text(block, last if ends[last] else section)
        elif isinstance(owner, RecognisedCityRow):
            _go_on(owner, _prose(block))
        else:
            owner.blocks.append(_flat(block))

    # --- Cities -----------------------------------------------------------------------------------

    def _city(self, block: Block, section: Section) -> None:
        if isinstance(block, Row):
            width = len(block.cells)
            known = self.tables.columns if len(self.tables.columns) == width else ()
            self.tables.columns = (
                self.labels.columns.get(block.where) or known or USUAL.get(width, ("city",))
            )
            left = list(self.tables.row(block, "front_line"))
        else:
            cells = city_line(block.text)
            named = "representative" in cells
            left = list(self.tables.add(cells, block.where, "front_line", named=named))
        for one in left:
            _insert(self.note.texts["front_line"], one)

    def _head(self, block: Block, section: Section) -> None:
        if isinstance(block, Row):
            self.tables.note_heads(block)
        else:
            self.note.facts.append(RecognisedFact("column", plain(block), block.where))

    def _representative(self, block: Block, section: Section) -> None:
        row = self._row_before(block)
        if row is None or row.representative.name:
            self._participant(block, section)
        else:
            row.representative = person_of([str(_prose(block))])

    def _response(self, block: Block, section: Section) -> None:
        if row := self._row_before(block):
            row.responses += (_prose(block),)
        else:
            self._without_city(block)

    def _challenge(self, block: Block, section: Section) -> None:
        if row := self._row_before(block):
            row.challenges += (_prose(block),)
        else:
            self._without_city(block)

    def _without_city(self, block: Block) -> None:
        _keep(self.note, "front_line", _flat(block))
        self.note.remarks.append(
            _("No city comes before “%(text)s”; it stays as text.") % {"text": _short(block)}
        )

    def _row_before(self, block: Block) -> RecognisedCityRow | None:
        before = [row for row in self.note.rows if row.where < block.where]
        return max(before, key=lambda row: row.where, default=None)

    # --- People, question -------------------------------------------------------------------------

    def _participant(self, block: Block, section: Section) -> None:
        person = person_of([str(text) for text in _texts(block)])
        if not person.name:
            _keep(self.note, section, _flat(block))
            self.note.remarks.append(
                _("No name was found in “%(text)s”; it stays as text.") % {"text": _short(block)}
            )
            return
        if not is_name(person.name):
            self.note.remarks.append(
                _("Is “%(name)s” the name of a person?") % {"name": person.name}
            )
        self.note.attendees.append(
            RecognisedAttendee(person, "participant", block.where, listed=True)
        )

    def _quote(self, block: Block, section: Section) -> None:
        taken = take_labelled(self.note, _prose(block), block.where, section)
        if not taken:
            _keep(self.note, section, _flat(block))
            self.note.remarks.append(
                _("No speaker was found for “%(text)s”; it stays as text.")
                % {"text": _short(block)}
            )

    def _question(self, block: Block, section: Section) -> None:
        text = self.note.line(_prose(block), "priorities", block.where)
        language = language_of(text) or self.note.language
        self.note.questions.append(RecognisedQuestion(text, language, block.where))

    # --- Shared vision ----------------------------------------------------------------------------

    def _axis(self, block: Block, section: Section) -> None:
        put_axis(self.note, _prose(block), block.where)

    def _theme(self, block: Block, section: Section) -> None:
        put_theme(self.note, _prose(block), block.where)

    def _point(self, block: Block, section: Section) -> None:
        if not put_point(self.note, _prose(block), block.where):
            _keep(self.note, "vision", _flat(block))
            self.note.remarks.append(
                _("No theme comes before “%(text)s”; it stays as text.") % {"text": _short(block)}
            )


def _go_on(row: RecognisedCityRow, text: FormattedText) -> None:
    """Add a paragraph to the last column of a row."""
    if row.challenges:
        row.challenges += (text,)
    else:
        row.responses += (text,)


def _keep(note: ImportedNote, section: Section, block: Block) -> None:
    _insert(note.texts[section], note.keep(section, block))


def _insert(blocks: list[Block], block: Block) -> None:
    """Insert *block* behind those that come before it in the file."""
    at = next((i for i, one in enumerate(blocks) if one.where > block.where), len(blocks))
    blocks.insert(at, block)


def _texts(block: Block) -> list[FormattedText]:
    if isinstance(block, Row):
        return [text for cell in block.cells for text in cell]
    return [block.text]


def _prose(block: Block) -> FormattedText:
    return as_item(block).text if isinstance(block, Row) else block.text


def _flat(block: Block) -> Block:
    """Return a block that a text may hold: a heading as a paragraph, a row as an item."""
    if isinstance(block, Item):
        return replace(block)
    return as_item(block) if isinstance(block, Row) else Paragraph(block.text, block.where)


def _short(block: Block, most: int = 80) -> str:
    text = plain(block)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
