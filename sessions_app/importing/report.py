"""The report of an import, line by line."""

from collections import Counter
from collections.abc import Iterator

from sessions_app.importing.completeness import CompletenessCheck
from sessions_app.importing.drafting import Draft
from sessions_app.importing.reading import Reading
from sessions_app.importing.recognising import SECTIONS, ImportedNote

_LONGEST = 100


def report(
    reading: Reading, note: ImportedNote, draft: Draft, completeness: CompletenessCheck
) -> Iterator[str]:
    """Say what was recognised, what was kept as text, what is to be looked at, and what is lost."""
    yield from _recognised(note, draft)
    if note.kept:
        yield f"\nkept as text: {len(note.kept)}"
        for kept in note.kept:
            yield f"  {kept.section}, {_place(reading, kept.where)}: {_short(kept.text)}"
    if dropped_all := [*reading.dropped, *note.dropped]:
        yield f"\nleft out as no part of the note: {len(dropped_all)}"
        for dropped in dropped_all:
            yield f"  {dropped.reason}, {_place(reading, dropped.where)}: {_short(dropped.text)}"
    if reading.mended:
        wholes = ", ".join(whole for _left, _right, whole in reading.mended)
        yield f"\nwords rejoined at a line end: {len(reading.mended)} ({wholes})"
    if note.remarks:
        yield f"\nplease look at: {len(note.remarks)}"
        yield from (f"  {remark}" for remark in note.remarks)
    yield ""
    yield f"words in the file: {completeness.words}, of which left out: {completeness.dropped}"
    lost = completeness.lost.total()
    yield f"words lost: {lost}" + (f" ({_counted(completeness.lost)})" if lost else "")
    yield f"session: {draft.session.slug}"


def _recognised(note: ImportedNote, draft: Draft) -> Iterator[str]:
    series = draft.session.series
    new = " (new)" if draft.is_new_series else ""
    yield f"series: {series.slug}{new}: {_short(getattr(series, f'title_{note.language}') or '–')}"
    yield f"title: {note.title}"
    yield f"date: {note.held_on:%A %d %B %Y}"
    if note.number is not None:
        yield f"number: {note.number}"
    if note.hashtag:
        yield f"hashtag: #{note.hashtag}"
    if note.attendance is not None:
        yield f"participants counted: {note.attendance}"
    lengths = [f"{name} {len(note.texts[name])}" for name in SECTIONS if note.texts[name]]
    yield f"paragraphs: {', '.join(lengths) or 'none'}"
    yield from _listed("questions", [_short(question.text) for question in note.questions])
    yield from _rows(note)
    yield from _vision(note)
    yield from _listed(
        "quotations",
        [f"{quote.speaker.name}: {_short(str(quote.text))}" for quote in note.quotations],
    )
    people = draft.session.participants.select_related("person")
    yield from _listed(
        "people", [f"{participant.person.name} ({participant.role})" for participant in people]
    )


def _rows(note: ImportedNote) -> Iterator[str]:
    yield from _listed(
        "city rows",
        [
            f"{row.name} ({row.country or 'country?'}): {row.representative.name or 'nobody'}"
            f"{', ' + row.representative.position if row.representative.position else ''};"
            f" responses: {len(row.answers('response'))},"
            f" challenges: {len(row.answers('challenge'))}"
            for row in note.rows
        ],
    )


def _vision(note: ImportedNote) -> Iterator[str]:
    axes = sum(bool(theme.statement) for theme in note.themes)
    themes = sum(bool(theme.heading) for theme in note.themes)
    points = [point for theme in note.themes for point in theme.points]
    if not note.themes:
        return
    yield f"axes: {axes}, themes: {themes}"
    for number, theme in enumerate(note.themes, start=1):
        leads_to = f" → {theme.heading}" if theme.heading and theme.statement else ""
        line = f"{number}. {theme.statement or theme.heading}{leads_to}"
        yield f"  {line} (key points: {len(theme.points)})"
    yield f"key points: {len(points)}, with a lead: {sum(bool(point.lead) for point in points)}"


def _listed(name: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{name}: {len(lines)}"
        yield from (f"  {line}" for line in lines)


def _place(reading: Reading, where: int) -> str:
    return f"{reading.unit} {where}" if where else "title page"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _counted(words: Counter[str]) -> str:
    return ", ".join(f"{word} ×{n}" if n > 1 else word for word, n in words.most_common(20))
