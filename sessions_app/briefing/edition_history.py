"""The editions of a note, as its end lists them: each with its date and what differs in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core.languages.phrases import join_items
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp, Withdrawal, from_data
from sessions_app.briefing.edition_changes import LanguageChanges, edition_changes
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.stamps import stamp
from sessions_app.models import EditionDocument, EditionFile

# So many places of a note are named where its texts differ.
_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition and, in the active language, what differs from the one before; "" in the first."""

    stamp: Stamp
    differences: str = ""


def frozen_documents(shown: EditionDocument) -> list[EditionDocument]:
    """Return the documents of all editions of a note in the language *shown*, the last first."""
    rows = EditionDocument.objects.filter(
        edition__session_id=shown.edition.session_id, language=shown.language
    )
    files = EditionFile.objects.filter(document=OuterRef("pk"))
    kept = {
        f"has_{name}": Exists(files.filter(format=name))
        for name, made in FORMATS.items()
        if not made.on_request
    }
    ordered = rows.select_related("edition__session").order_by("-edition__number")
    return list(ordered.annotate(**kept))


def formats_of(shown: EditionDocument, rows: Sequence[EditionDocument]) -> set[str]:
    """Return the names of the formats in which the document *shown*, one of *rows*, can be had."""
    row = next(one for one in rows if one.pk == shown.pk)
    return {
        name for name, made in FORMATS.items() if made.on_request or getattr(row, f"has_{name}")
    }


def withdrawn_since(document: Document, current: Document) -> tuple[Withdrawal, ...]:
    """Return the cities of an edition that are withdrawn in the *current* one."""
    there = {row.city.slug for row in document.rows}
    return tuple(one for one in current.withdrawn if one.was_in(there))


def edition_lines(rows: Sequence[EditionDocument], current: int) -> list[EditionLine]:
    """Return the editions of *rows* in their order; the texts are in the language of the note."""
    documents = [from_data(row.content) for row in rows]
    if not documents:
        return []
    with phrases.activate_language(documents[0]):
        before: list[Document | None] = [*documents[1:], None]
        return [
            EditionLine(
                stamp(row.edition, document, current=current),
                _differences(former, document) if former else "",
            )
            for row, document, former in zip(rows, documents, before, strict=True)
        ]


def _differences(before: Document, document: Document) -> str:
    """Return what differs in *document* as a sentence."""
    code = document.language
    found = edition_changes({code: before}, {code: document})[0]
    return " ".join(_sentences(found)) or _("Nothing differs in this language.")


def _sentences(found: LanguageChanges) -> Iterator[str]:
    if found.texts:
        places = list(dict.fromkeys(one.place for one in found.texts))
        named = join_items(places[:_NAMED])
        shown = f"{named} …" if len(places) > _NAMED else named
        count = len(found.texts)
        yield ngettext(
            "%(number)s text differs: %(places)s.", "%(number)s texts differ: %(places)s.", count
        ) % {"number": phrases.number(count), "places": shown}
    if found.has_other_changes:
        yield _("Names, dates or figures differ.")
