"""The front of a Word file: properties, running lines and title block."""

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument

from llex.core.languages import NO_LANGUAGE
from llex.core.text import Phrase, Run
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.docx.body import Writer
from sessions_app.briefing.render.docx.pictures import write_cover_picture, write_logos
from sessions_app.briefing.render.docx.styles import KICKER, SMALL
from sessions_app.briefing.render.docx.xml import add_field, clean


def write_front(writer: Writer, document: Document, stamp: Stamp | None) -> None:
    """Write the front of *document*; without a stamp it is marked as a draft."""
    front = _Front(writer, document, stamp)
    front.properties(writer.file)
    front.running_lines()
    front.cover()


class _Front:
    def __init__(self, writer: Writer, document: Document, stamp: Stamp | None) -> None:
        self.writer = writer
        self.document = document
        self.stamp = stamp
        self.words = phrases.labels()

    def properties(self, file: WordDocument) -> None:
        properties, series = file.core_properties, self.document.series
        properties.title = clean(phrases.file_title(self.document))[:255]
        properties.author = clean("; ".join(str(one.name) for one in series.conveners))[:255]
        properties.subject = phrases.publication()
        properties.keywords = clean(series.hashtag)[:255]
        properties.language = self.document.language
        properties.comments = clean(phrases.edition(self.stamp))
        made = self.stamp.published_at if self.stamp else self.document.event.starts_at
        properties.created = properties.modified = made.replace(tzinfo=None)
        properties.last_modified_by = properties.author
        if self.stamp:
            properties.version = str(self.stamp.number)

    def running_lines(self) -> None:
        section = self.writer.file.sections[0]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        for paragraph in (head, foot):
            paragraph.style = self.writer.file.styles[SMALL]
            self.writer.turn(paragraph)
        title = str(self.document.event.title) or phrases.publication()
        self.writer.run(head, f"{title} · {phrases.edition(self.stamp)}")
        add_field(foot, "PAGE")
        self.writer.run(foot, " / ")
        add_field(foot, "NUMPAGES")

    def cover(self) -> None:
        document, writer = self.document, self.writer
        series = document.series
        write_cover_picture(writer, document)
        write_logos(writer, document)
        conveners = writer.paragraph(SMALL)
        for position, convener in enumerate(series.conveners):
            writer.run(conveners, " · " if position else "")
            writer.phrase(conveners, convener.name, bold=True)
            if convener.acronym:
                writer.run(conveners, f" ({convener.acronym})")
        session = phrases.session_number(document.event)
        writer.line(" · ".join(filter(None, (phrases.publication(), session))), KICKER)
        if series.title:
            writer.phrase(writer.paragraph(), series.title, notice=True)
        title = writer.paragraph("Title")
        writer.phrase(
            title, document.event.title or Phrase(document.language, phrases.publication())
        )
        if series.tagline:
            writer.phrase(writer.paragraph("Subtitle"), series.tagline, notice=True)
        writer.run(writer.paragraph(), phrases.day(document.event), bold=True)
        self._standing()
        figures = [f"{number} {label}" for number, label in phrases.figures(document)]
        if figures:
            writer.line(" · ".join(figures))
        self._imprint()

    def _standing(self) -> None:
        edition = self.writer.run(self.writer.paragraph(), phrases.edition(self.stamp), bold=True)
        if self.stamp is None:
            edition.font.color.rgb = self.writer.colours.warm
            return
        if superseded := phrases.superseded(self.stamp):
            notice = self.writer.run(self.writer.paragraph(), superseded, bold=True)
            notice.font.color.rgb = self.writer.colours.warm
        if self.stamp.change_note:
            change = self.writer.labelled(self.words["change"])
            self.writer.phrase(change, self.stamp.change_note)

    def _imprint(self) -> None:
        series, event = self.document.series, self.document.event
        if series.contact:
            address = (Run(clean(series.contact)),)
            contact = self.writer.labelled(self.words["contact"])
            self.writer.link(contact, f"mailto:{series.contact}", address, NO_LANGUAGE)
        if series.hashtag:
            follow = self.writer.labelled(self.words["follow"])
            self.writer.symbols(follow, f"#{series.hashtag}")
        if event.recording:
            self.writer.address(self.writer.labelled(self.words["recording"]), event.recording)
        if series.number:
            number = self.writer.labelled(_("Publication number"))
            self.writer.symbols(number, series.number)
        if series.issn:
            self.writer.symbols(self.writer.labelled("ISSN"), series.issn)
        if self.stamp:
            checksum = self.writer.labelled(self.words["checksum"])
            self.writer.symbols(checksum, self.stamp.checksum)
