"""The note in its formats. Each renderer takes a document and its stamp and returns a file."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final, cast

from sessions_app.briefing.document import Document, Stamp

Render = Callable[[Document, Stamp | None], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a note is kept in. *module* is imported only when the format is asked for."""

    name: str
    extension: str
    media_type: str
    module: str

    def render(self, document: Document, stamp: Stamp | None = None) -> bytes:
        """Return *document* as a file; without a stamp it is marked as a draft."""
        return cast(Render, import_module(self.module).render)(document, stamp)


_FORMATS: Final = (
    Format("html", "html", "text/html; charset=utf-8", f"{__name__}.html"),
    Format("pdf", "pdf", "application/pdf", f"{__name__}.pdf"),
    Format(
        "docx",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        f"{__name__}.docx",
    ),
    Format("md", "md", "text/markdown; charset=utf-8", f"{__name__}.markdown"),
    Format("json", "json", "application/json", f"{__name__}.open_data"),
)
FORMATS: Final[dict[str, Format]] = {form.name: form for form in _FORMATS}


def render(name: str, document: Document, stamp: Stamp | None = None) -> bytes:
    """Return *document* in the format *name*. Raise KeyError for a format we do not have."""
    return FORMATS[name].render(document, stamp)
