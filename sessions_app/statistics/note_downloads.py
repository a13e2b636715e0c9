"""Counting the downloads of published notes, without any data about those who read them.

Counted is each file of an edition that this server sends as a whole to a reader. Copies from caches
of browsers and proxies are not seen here. Nothing about the reader is kept, so the same person may
be counted more than once.
"""

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from django.db import DatabaseError
from django.db.models import Min, Sum
from django.db.models.functions import TruncMonth
from django.http import FileResponse, HttpRequest

from sessions_app.models import DownloadCount, Edition

logger = logging.getLogger(__name__)

# Programs that fetch without a reader: they name themselves so, or do not name themselves.
_ROBOT: Final = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|fetch|preview|monitor|archiv|check|validator|feed"
    r"|externalhit|lighthouse|headless|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|perl"
    r"|ruby|axios|node|scanner|probe",
    re.IGNORECASE,
)
_SESSION: Final = "file__document__edition__session"


def is_download(request: HttpRequest, status: int) -> bool:
    """Return whether an answer is a download by a reader: the rule, in one place.

    Not counted are: requests for the head alone; answers without the file; later parts of a file,
    whose beginning was counted; what a browser fetches in advance; and robots.
    """
    headers = request.headers
    is_later_part = not re.match(r"(bytes=0-|$)", headers.get("Range", ""))
    is_in_advance = "prefetch" in headers.get("Sec-Purpose", headers.get("Purpose", ""))
    return (
        request.method == "GET"
        and status in (200, 206)
        and not is_later_part
        and not is_in_advance
        and not is_robot(headers.get("User-Agent", ""))
    )


def is_robot(user_agent: str) -> bool:
    """Return whether a program names itself as one that fetches without a reader."""
    return not user_agent.strip() or bool(_ROBOT.search(user_agent))


class CountedFileResponse(FileResponse):
    """A file of an edition, counted once it is sent, so that no reader waits for it."""

    counted_file: int | None = None

    def count_for(self, request: HttpRequest, file: int) -> None:
        """Count the file with the key *file* if the request is a download."""
        self.counted_file = file if is_download(request, self.status_code) else None

    def close(self) -> None:
        """Count, and free what the answer held."""
        file, self.counted_file = self.counted_file, None
        if file is not None:
            _count(file)
        super().close()


def _count(file: int) -> None:
    try:
        DownloadCount.objects.add_one(file, datetime.now(UTC).date())
    except DatabaseError:
        # A count may be lost; what was downloaded is not.
        logger.warning("A download could not be counted.")


@dataclass(frozen=True, slots=True)
class DownloadSums:
    """Downloads by session, format, language and month; *since* is the first day of any count.

    *with_note* are the sessions that have an edition.
    """

    since: date | None
    with_note: frozenset[int]
    by_session: Counter[int] = field(default_factory=Counter)
    by_format: Counter[str] = field(default_factory=Counter)
    by_language: Counter[str] = field(default_factory=Counter)
    by_month: Counter[date] = field(default_factory=Counter)

    def of(self, session: int) -> int | None:
        """Return the downloads of a session's note; None where there was nothing to count."""
        return self.by_session[session] if self.since and session in self.with_note else None


def download_sums(keys: Collection[int]) -> DownloadSums:
    """Sum up the downloads of the notes of the sessions with *keys*. Four queries."""
    with_note = Edition.objects.filter(session__in=keys).order_by().values_list("session")
    sums = DownloadSums(
        DownloadCount.objects.aggregate(first=Min("day"))["first"],
        frozenset(key for (key,) in with_note.distinct()),
    )
    counts = DownloadCount.objects.filter(**{f"{_SESSION}__in": keys}).order_by()
    rows = counts.values_list(_SESSION, "file__format", "file__document__language")
    for session, file_format, language, number in rows.annotate(sum=Sum("number")):
        sums.by_session[session] += number
        sums.by_format[file_format] += number
        sums.by_language[language] += number
    months = counts.annotate(month=TruncMonth("day")).values_list("month")
    for month, number in months.annotate(sum=Sum("number")):
        sums.by_month[month] += number
    return sums


@dataclass(frozen=True, slots=True)
class DailyDownloads:
    """How often a file of an edition was sent on a day."""

    session: int
    edition: int
    language: str
    format: str
    day: date
    number: int


def daily_downloads(keys: Collection[int]) -> Iterator[DailyDownloads]:
    """Yield all counts of the notes of the sessions with *keys*, the latest first. One query."""
    rows = DownloadCount.objects.filter(**{f"{_SESSION}__in": keys}).order_by(
        "-day", _SESSION, "file__document__edition__number", "file__document__language", "file"
    )
    for row in rows.values_list(
        _SESSION, "file__document__edition__number", "file__document__language",
        "file__format", "day", "number",
    ):  # fmt: skip
        yield DailyDownloads(*row)
