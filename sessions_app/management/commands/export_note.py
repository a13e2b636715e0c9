"""Write one file of a session's note: of its current edition, or of the rows as they are."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from llex.core import languages
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.edition_files import edition_file
from sessions_app.briefing.render import FORMATS
from sessions_app.models import LearningSession


class Command(BaseCommand):
    help = "Writes a file of a session's note, of its current edition unless --draft is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", metavar="SESSION-SLUG")
        parser.add_argument("--language", required=True, choices=languages.CODES)
        parser.add_argument("--format", required=True, choices=list(FORMATS))
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--draft", action="store_true", help="the rows as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        session = LearningSession.objects.filter(slug=options["session"]).first()
        if session is None:
            raise CommandError(f"There is no session “{options['session']}”.")
        language, name = options["language"], options["format"]
        if options["draft"]:
            content = FORMATS[name].render(compose(session, language), None)
        else:
            content = self._published(session, language, name)
        try:
            options["output"].write_bytes(content)
        except OSError as problem:
            raise CommandError(f"Cannot write {options['output']}: {problem.strerror}.") from None
        self.stdout.write(f"{options['output']}: {len(content)} bytes")

    def _published(self, session: LearningSession, language: str, name: str) -> bytes:
        edition = session.editions.first()
        if edition is None:
            raise CommandError(
                f"The note of “{session.slug}” is not published yet; --draft writes it as it is."
            )
        if edition.withdrawn_at is not None:
            raise CommandError(
                f"The note of “{session.slug}” was withdrawn on {edition.withdrawn_at:%Y-%m-%d};"
                " --draft writes the rows as they are."
            )
        document = edition.documents.filter(language=language).first()
        try:
            file = edition_file(document, name) if document else None
        except OSError as error:
            raise CommandError(f"The file cannot be kept: {error.strerror}.") from error
        if file is None:
            known = ", ".join(edition.documents.values_list("language", flat=True))
            raise CommandError(
                f"Edition {edition.number} of “{session.slug}” has no {language}; it has: {known}."
            )
        try:
            with file.file.open("rb") as opened:
                return bytes(opened.read())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
