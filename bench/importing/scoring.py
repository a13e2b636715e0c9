"""Compare what was found of a note with what is in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Self

from bench.importing.corpus import PARTS, City, Note
from llex.core.text.name_keys import normalize_key
from sessions_app.importing.reading import plain
from sessions_app.importing.recognising import ImportedNote, RecognisedCityRow, RecognisedTheme

KINDS: Final = ("titles", "dates", "texts", "rows", "themes", "points", "quotes")
_SECTIONS: Final = ("introduction", "priorities", "front_line", "vision", "closing")


@dataclass(slots=True)
class Score:
    """How many of each kind are right, of how many; and, in words, what is not."""

    right: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: str, *, is_right: bool, said: object, found: object = "") -> None:
        self.expected[kind] += 1
        self.right[kind] += is_right
        if not is_right:
            self.wrong.append(f"{kind}: {said!s:.90} ← {found!s:.160}")

    def __iadd__(self, other: "Score") -> Self:
        self.right += other.right
        self.expected += other.expected
        return self


def same(one: object, other: object) -> bool:
    """Return whether two texts are the same but for case, accents and marks."""
    return normalize_key(str(one)) == normalize_key(str(other))


def score(note: Note, found: ImportedNote | None) -> Score:
    """Compare what was found in *note*, None where it was refused, with what is in it."""
    result = Score()
    found = found or ImportedNote(note.language)
    result.add("titles", is_right=same(found.title, note.title), said=note.title, found=found.title)
    result.add("dates", is_right=found.held_on == note.day, said=note.day, found=found.held_on)
    _score_texts(note, found, result)
    _score_rows(note, found, result)
    _score_themes(note, found, result)
    quotes = [(str(one.text), one.speaker.name) for one in found.quotations]
    for text, speaker, _position in note.says["quotes"]:
        right = any(same(one, text) and same(name, speaker) for one, name in quotes)
        result.add("quotes", is_right=right, said=f"{speaker}: {text}", found=quotes)
    return result


def _score_texts(note: Note, found: ImportedNote, result: Score) -> None:
    """Compare each section, which has its text and no other; a footnote may follow."""
    texts = note.texts()
    for part, section in zip(PARTS, _SECTIONS, strict=True):
        written = [plain(block) for block in found.texts[section]]  # type: ignore[index]
        wanted = [texts[part]] if texts[part] else []
        said, address = note.footnote or ("", "")
        right = [
            text
            for text in written
            if not (address and text.replace(address, "").strip(" .1↩[]^:") in (said, ""))
        ]
        is_right = len(right) == len(wanted) and all(map(same, right, wanted))
        result.add("texts", is_right=is_right, said=f"{part} {wanted}", found=right)


def _score_rows(note: Note, found: ImportedNote, result: Score) -> None:
    rows = {normalize_key(row.name): row for row in found.rows}
    for city in note.cities:
        row = rows.pop(normalize_key(city.name), None)
        right = row is not None and _is_right(note, city, row)
        result.add("rows", is_right=right, said=city, found=_shown(row) if row else [*rows])
    for row in rows.values():
        result.add("rows", is_right=False, said="no row", found=_shown(row))


def _is_right(note: Note, city: City, row: RecognisedCityRow) -> bool:
    person = row.representative
    countries = {city.country} if note.prints_countries else {city.country, ""}
    if row.country not in countries or not same(person.name, city.person):
        return False
    if not same(person.position, city.position):
        return False
    texts = [[*map(str, row.responses)], [*map(str, row.challenges)]]
    if note.table == "paragraphs":
        return same(" ".join(texts[0] + texts[1]), " ".join(city.responses + city.challenges))
    return all(
        same(" ".join(one), " ".join(other))
        for one, other in zip(texts, (city.responses, city.challenges), strict=True)
    )


def _shown(row: RecognisedCityRow) -> str:
    person = row.representative
    texts = (" / ".join(map(str, row.responses)), " / ".join(map(str, row.challenges)))
    return " | ".join((row.name, row.country, person.name, person.position, *texts))


def _score_themes(note: Note, found: ImportedNote, result: Score) -> None:
    themes = {normalize_key(theme.heading): theme for theme in found.themes}
    for statement, heading, points in note.says["themes"]:
        theme = themes.pop(normalize_key(heading), None)
        right = theme is not None and same(theme.statement, statement)
        result.add("themes", is_right=right, said=(heading, statement), found=theme or [*themes])
        made = [] if theme is None else [*_points(theme)]
        for lead, text in points:
            right = any(same(lead, one) and same(text, other) for one, other in made)
            result.add("points", is_right=right, said=f"{lead}: {text}", found=made)
    for theme in themes.values():
        result.add("themes", is_right=False, said="no theme", found=theme)


def _points(theme: RecognisedTheme) -> Iterator[tuple[str, str]]:
    for point in theme.points:
        yield point.lead, " ".join(map(plain, point.blocks))
