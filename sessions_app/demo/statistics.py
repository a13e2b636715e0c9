"""Figures of a published session: languages of those who registered, downloads of its note."""

from datetime import UTC, datetime

from sessions_app.demo.loading import read
from sessions_app.models import DownloadCount, EditionFile, LearningSession, RegistrationSums


def load_figures(session: LearningSession, folder: str) -> None:
    """Load the sums of a session of the past, and downloads of today."""
    data = read(f"{folder}/statistics")
    languages = {row["code"]: row["people"] for row in data["language"]}
    RegistrationSums.objects.get_or_create(session=session, defaults={"languages": languages})
    today = datetime.now(UTC).date()
    by_language = {row["language"]: row for row in data["download"]}
    files = EditionFile.objects.filter(document__edition__session=session)
    DownloadCount.objects.bulk_create(
        DownloadCount(file=file, day=today, number=number)
        for file in files.select_related("document")
        if (number := by_language.get(file.document.language, {}).get(file.format))
    )
