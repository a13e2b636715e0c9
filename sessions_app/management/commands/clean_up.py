"""Remove what has expired and what was left behind."""

from datetime import timedelta
from typing import Any, Final

from django.core.cache import caches
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from cities import photograph_files
from cities.models import Attachment, EmailVerification, Photograph
from llex.core.cache.file_cache import ForgivingFileCache
from llex.core.files.file_storage import remove_orphans
from sessions_app.models import (
    EditionFile,
    MeetingAttendee,
    NoteUpload,
    Registration,
    RegistrationRequest,
    ReviewLink,
    SpreadsheetImport,
)

# Records of finished tasks hold what they were given, which may be personal.
_TASKS_KEPT: Final = timedelta(days=2)


class Command(BaseCommand):
    help = (
        "Removes expired log-ins, codes, uploads and notes, old links to drafts, old registrations,"
        " names of meetings, records of tasks and imports, and files of publications that were"
        " killed. Run it every hour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("clearsessions")
        counts = {
            "records of tasks": DBTaskResult.objects.finished()
            .filter(finished_at__lt=now() - _TASKS_KEPT)
            .delete()[0],
            "codes": EmailVerification.objects.forget_old(),
            "journals of imports": SpreadsheetImport.objects.forget_old(),
            "uploaded notes": NoteUpload.objects.forget_old(),
            "links to drafts": ReviewLink.objects.forget_old(),
            "unconfirmed registrations": RegistrationRequest.objects.forget_old(),
            "registrations": Registration.objects.forget_old(),
            "names of meetings": MeetingAttendee.objects.forget_old(),
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
                storages["private"], photograph_files.FOLDER, _photographs()
            ),
        }
        if any(counts.values()):
            removed = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
            self.stdout.write(f"Removed {removed}.")


def _photographs() -> set[str]:
    """Return the names of the files of the photographs that cities have offered."""
    sizes = (photograph_files.LARGE, photograph_files.SMALL)
    digests = Photograph.objects.values_list("digest", flat=True)
    return {photograph_files.file_name(one, size) for one in digests for size in sizes}
