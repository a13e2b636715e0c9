"""The addresses of passages within the page of a note."""

from sessions_app.briefing.document import Axis, Document, Quotation


def axis_anchor(axis: Axis) -> str:
    """Return the address of a theme within the note."""
    return f"axis-{axis.number}"


def quotation_anchor(document: Document, quotation: Quotation) -> str:
    """Return the address of a quotation within the note.

    It is the same in all languages and editions, except those of before quotations had an id.
    """
    if quotation.id:
        return f"quote-{quotation.id}"
    number = next((n for n, one in enumerate(document.quotations, 1) if one is quotation), 0)
    return f"quotation-{number}"
