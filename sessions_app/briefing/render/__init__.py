"""The note in its formats. Each renderer takes a document and its stamp and returns a file."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions_app.briefing.document import Document, Stamp

Render = Callable[[Document, Stamp | None], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a note is kept in. *module* is imported only when the format is asked for.

    *label* and *purpose* are what readers see of it. A browser saves a file that *is_saved* and
    shows the others, where it can. A file is made when an edition is published or, *on_request*,
    when it is first asked for. *ending* is what the names of its files and its addresses end in:
    the name as an extension, unless it says otherwise.
    """

    name: str
    media_type: str
    module: str
    label: Promise
    purpose: Promise
    is_saved: bool = False
    on_request: bool = False
    ending: str = ""

    @property
    def file_ending(self) -> str:
        """Return what the names of its files end in."""
        return self.ending or f".{self.name}"

    def render(self, document: Document, stamp: Stamp | None = None) -> bytes:
        """Return *document* as a file; without a stamp it is marked as a draft."""
        return cast(Render, import_module(self.module).render)(document, stamp)


# In the order of their links: what most readers ask for first.
_FORMATS: Final = (
    Format(
        "pdf",
        "application/pdf",
        f"{__name__}.pdf",
        pgettext_lazy("file format", "PDF"),
        _("to print and to send"),
    ),
    Format(
        "short",
        "application/pdf",
        f"{__name__}.short_version",
        pgettext_lazy("file format", "Short version"),
        _("one page to print and to hand out"),
        on_request=True,
        ending="-short.pdf",
    ),
    Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        f"{__name__}.docx",
        pgettext_lazy("file format", "Word"),
        _("to reuse in a document of your own"),
    ),
    Format(
        "epub",
        "application/epub+zip",
        f"{__name__}.epub",
        pgettext_lazy("file format", "EPUB"),
        _("to read on a phone or an e-reader"),
        on_request=True,
    ),
    Format(
        "html",
        "text/html; charset=utf-8",
        f"{__name__}.html",
        pgettext_lazy("file format", "Web page"),
        _("one file to keep and read offline"),
        # Its styles are inside, which the policy of our pages forbids.
        is_saved=True,
    ),
    Format(
        "md",
        "text/markdown; charset=utf-8",
        f"{__name__}.markdown",
        pgettext_lazy("file format", "Markdown"),
        _("plain text with light markup"),
    ),
    Format(
        "txt",
        "text/plain; charset=utf-8",
        f"{__name__}.plain_text",
        pgettext_lazy("file format", "Plain text"),
        _("to read in a mail or a terminal"),
        on_request=True,
    ),
    Format(
        "csv",
        "text/csv; charset=utf-8",
        f"{__name__}.city_table_csv",
        pgettext_lazy("file format", "CSV"),
        _("the table of cities, for spreadsheets"),
        is_saved=True,
        on_request=True,
    ),
    Format(
        "json",
        "application/json",
        f"{__name__}.open_data",
        pgettext_lazy("file format", "JSON"),
        _("the data, for programs"),
    ),
)
FORMATS: Final[dict[str, Format]] = {form.name: form for form in _FORMATS}
BY_ENDING: Final[dict[str, Format]] = {form.file_ending: form for form in _FORMATS}


def render(name: str, document: Document, stamp: Stamp | None = None) -> bytes:
    """Return *document* in the format *name*. Raise KeyError for a format we do not have."""
    return FORMATS[name].render(document, stamp)
