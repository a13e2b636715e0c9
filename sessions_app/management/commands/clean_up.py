"""Remove what has expired and what was left behind."""

from typing import Any

from django.core.cache import caches
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from cities import photograph_files
from cities.models import Attachment, Photograph
from llex.core.cache.file_cache import ForgivingFileCache
from llex.core.files.file_storage import remove_orphans
from llex.core.privacy.retention import rules
from sessions_app.models import EditionFile, Organisation, Series, SpeakerPicture, SpeakerSlides
from sessions_app.models.series import LOGOS
from sessions_app.models.series_look import COVERS
from sessions_app.models.speaker_files import SLIDES_FOLDER, SPEAKER_PICTURES


class Command(BaseCommand):
    help = (
        "Applies the retention periods of personal data, and removes expired log-ins and files of "
        "publications that were killed. Run it every hour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="count what would be removed, remove nothing"
        )
        parser.add_argument(
            "--periods", action="store_true", help="list the periods and their keys, do nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["periods"]:
            for rule in rules():
                period = f"{rule.period} days" if rule.period else "for ever"
                fixed = ", fixed" if rule.is_fixed else ""
                self.stdout.write(f"{rule.key}: {period}{fixed} ({rule.title})")
            return
        is_dry = options["dry_run"]
        counts = {str(rule.title): rule.run(dry_run=is_dry) for rule in rules()}
        if not is_dry:
            call_command("clearsessions")
            counts |= self._remove_leftovers()
        if any(counts.values()):
            removed = ", ".join(f"{name}: {count}" for name, count in counts.items() if count)
            self.stdout.write(f"{'Would be removed' if is_dry else 'Removed'}: {removed}.")

    @staticmethod
    def _remove_leftovers() -> dict[str, int]:
        """Remove old values of the cache, and files without a row. Return how many."""
        return {
            "values in the cache": sum(
                cache.remove_expired()
                for cache in caches.all()
                if isinstance(cache, ForgivingFileCache)
            ),
            "files of editions": remove_orphans(
                default_storage,
                "editions",
                set(EditionFile.objects.values_list("file", flat=True)),
            ),
            "documents": remove_orphans(
                storages["private"],
                "attachments",
                set(Attachment.objects.values_list("file", flat=True)),
            ),
            "photographs": remove_orphans(
                storages["private"],
                photograph_files.FOLDER,
                photograph_files.names(Photograph.objects.values_list("digest", flat=True)),
            ),
            "pictures of speakers": remove_orphans(
                storages["private"],
                SPEAKER_PICTURES.folder,
                SPEAKER_PICTURES.names(SpeakerPicture.objects.values_list("digest", flat=True)),
            ),
            "logos": remove_orphans(
                storages["private"],
                LOGOS.folder,
                LOGOS.names(Organisation.objects.exclude(logo="").values_list("logo", flat=True)),
            ),
            "cover pictures": remove_orphans(
                storages["private"],
                COVERS.folder,
                COVERS.names(Series.objects.exclude(cover="").values_list("cover", flat=True)),
            ),
            "slides": remove_orphans(
                storages["private"],
                SLIDES_FOLDER,
                set(SpeakerSlides.objects.values_list("file", flat=True)),
            ),
        }
