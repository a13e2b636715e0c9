"""The end of a Word file: the permanent address with its QR code, how to cite, the licence."""

from typing import Final

from django.utils.translation import gettext as _

from llex.core import qr_codes
from llex.core.languages import NO_LANGUAGE
from llex.core.text import Run
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.imprint import imprint, imprint_title, permanent_address
from sessions_app.briefing.render.docx.body import Writer
from sessions_app.briefing.render.docx.pictures import add_picture, write_logos
from sessions_app.briefing.render.docx.styles import SMALL
from sessions_app.briefing.render.docx.xml import clean

# The width of the code, in millimetres.
_CODE: Final = 26


def write_imprint(writer: Writer, document: Document, stamp: Stamp | None) -> None:
    """Write the imprint; a draft has no address."""
    writer.heading(imprint_title(), 1)
    if stamp:
        write_logos(writer, document)
    for line in imprint(document, stamp):
        paragraph = writer.labelled(line.label)
        if line.text:
            writer.run(paragraph, f"{line.text} ")
        if line.address:
            writer.link(paragraph, line.address, (Run(clean(line.address)),), NO_LANGUAGE)
    if document.series.disclaimer:
        writer.labelled(_("Disclaimer"))
        writer.rich(document.series.disclaimer, style=SMALL)
    if stamp:
        code = qr_codes.picture(permanent_address(document, stamp))
        add_picture(writer, code, _CODE, _("QR code of this address"))
