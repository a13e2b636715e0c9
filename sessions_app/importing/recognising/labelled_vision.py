"""Put axes, themes and key points with a label into the shared vision."""

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Paragraph
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedFact,
    RecognisedPoint,
    RecognisedTheme,
)
from sessions_app.importing.recognising.outline import without_number
from sessions_app.importing.recognising.run_in_headings import lead_of
from sessions_app.importing.recognising.similarity import likeness

# How alike an axis and a theme's heading must be to be one, as in the recogniser of the vision.
_ALIKE = 0.3
_AXIS_EDGES = " ;.,"


def put_axis(note: ImportedNote, text: FormattedText, where: int) -> None:
    """Give an axis to the theme without one that is most like it, or add it alone."""
    statement = note.line(text.strip(_AXIS_EDGES), "vision", where)
    bare = [theme for theme in note.themes if theme.heading and not theme.statement]
    theme = max(bare, key=lambda one: likeness(statement, one.heading), default=None)
    if theme and likeness(statement, theme.heading) >= _ALIKE:
        theme.statement = statement
    else:
        _insert(note, RecognisedTheme(statement=statement, where=where))


def put_theme(note: ImportedNote, text: FormattedText, where: int) -> None:
    """Add a theme; the points and paragraphs after its heading are its own from now on."""
    line = note.line(text, "vision", where)
    heading = without_number(line)
    if number := line[: len(line) - len(heading)].strip():
        note.facts.append(RecognisedFact("number", number, where))
    theme = RecognisedTheme(heading=heading, where=where)
    if before := _theme_before(note, where):
        theme.points = [point for point in before.points if point.where > where]
        theme.blocks = [block for block in before.blocks if block.where > where]
        before.points = [point for point in before.points if point.where < where]
        before.blocks = [block for block in before.blocks if block.where < where]
    _insert(note, theme)


def put_point(note: ImportedNote, text: FormattedText, where: int) -> bool:
    """Add a key point to the theme before it. Return whether there is one."""
    theme = _theme_before(note, where)
    if theme is None:
        return False
    lead, rest = lead_of(text, listed=True) or (FormattedText(), text)
    if not rest:
        lead, rest = FormattedText(), text
    point = RecognisedPoint(note.line(lead, "vision", where), [Paragraph(rest, where)], where)
    theme.points.append(point)
    theme.points.sort(key=lambda one: one.where)
    return True


def _theme_before(note: ImportedNote, where: int) -> RecognisedTheme | None:
    """Return the theme whose heading is the last before *where*, else the last axis."""
    before = [theme for theme in note.themes if theme.where < where]
    headed = [theme for theme in before if theme.heading]
    return max(headed or before, key=lambda theme: theme.where, default=None)


def _insert(note: ImportedNote, theme: RecognisedTheme) -> None:
    themes = note.themes
    at = next((i for i, one in enumerate(themes) if one.where > theme.where), len(themes))
    themes.insert(at, theme)
