"""Downloads of published notes: what counts as one, and that nothing of the reader is kept."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError
from django.test import RequestFactory
from django.urls import reverse

from sessions_app.briefing.editions import publish
from sessions_app.models import DownloadCount
from sessions_app.statistics import note_downloads
from sessions_app.statistics.note_downloads import daily_downloads, download_sums, is_download
from tests.factories import make_session

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
PHONE = "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


@pytest.fixture
def note(db):
    """Return a session with a published note in one language."""
    session = make_session(languages=["en"])
    publish(session, override="Nothing in it.")
    return session


def address(session, extension="pdf"):
    return reverse("sessions_app:briefing_file", args=[session.slug, extension])


def read(client, path, *, method="get", agent=FIREFOX, **headers):
    """Ask for a file and read it to its end."""
    answer = getattr(client, method)(path, headers={"user-agent": agent, **headers})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def test_downloads_are_counted_by_file_and_day(client, note):
    for extension in ("pdf", "pdf", "md"):
        read(client, address(note, extension))
    read(client, reverse("sessions_app:edition_file", args=[note.slug, 1, "pdf"]))

    sums = download_sums([note.pk])

    assert sums.of(note.pk) == 4
    assert sums.by_format == {"pdf": 3, "md": 1}
    assert sums.by_language == {"en": 4}
    assert sums.by_month == {datetime.now(UTC).date().replace(day=1): 4}
    assert [one.number for one in daily_downloads([note.pk])] in ([3, 1], [1, 3])
    assert {field.name for field in DownloadCount._meta.fields} == {"id", "file", "day", "number"}


@pytest.mark.parametrize(
    ("method", "agent", "headers", "expected"),
    [
        pytest.param("GET", FIREFOX, {}, True, id="reader"),
        pytest.param("GET", PHONE, {}, True, id="phone-whose-name-ends-in-bot"),
        pytest.param("HEAD", FIREFOX, {}, False, id="head"),
        pytest.param("GET", FIREFOX, {"range": "bytes=0-"}, True, id="range-from-the-beginning"),
        pytest.param("GET", FIREFOX, {"range": "bytes=4096-"}, False, id="later-range"),
        pytest.param("GET", FIREFOX, {"range": "bytes=-512"}, False, id="end-of-the-file"),
        pytest.param("GET", FIREFOX, {"sec-purpose": "prefetch"}, False, id="in-advance"),
        pytest.param("GET", "Mozilla/5.0 (compatible; Googlebot/2.1)", {}, False, id="robot"),
        pytest.param("GET", "curl/8.5.0", {}, False, id="program"),
        pytest.param("GET", "facebookexternalhit/1.1", {}, False, id="preview-of-a-link"),
        pytest.param("GET", "", {}, False, id="without-a-name"),
    ],
)
def test_only_readers_count(method, agent, headers, expected):
    request = RequestFactory().generic(method, "/", headers={"user-agent": agent, **headers})

    assert is_download(request, 200) is expected


def test_what_a_browser_has_already_is_not_counted(client, note):
    answer = read(client, address(note))

    again = read(client, address(note), **{"if-none-match": answer["ETag"]})

    assert again.status_code == 304
    assert download_sums([note.pk]).of(note.pk) == 1


def test_head_leaves_no_count(client, note):
    read(client, address(note), method="head")

    assert not DownloadCount.objects.exists()


def test_count_is_written_after_the_file(client, note, django_assert_num_queries):
    answer = client.get(address(note), headers={"user-agent": FIREFOX})
    parts = iter(answer.streaming_content)

    assert next(parts).startswith(b"%PDF")
    assert not DownloadCount.objects.exists()
    b"".join(parts)
    assert DownloadCount.objects.get().number == 1


def test_reader_gets_the_file_where_it_cannot_be_counted(client, note, monkeypatch):
    def fail(*_args):
        raise DatabaseError

    monkeypatch.setattr(note_downloads.DownloadCount.objects, "add_one", fail)

    assert read(client, address(note)).status_code == 200


def test_second_of_two_first_readers_is_counted(note):
    file = note.editions.get().documents.get().files.first()
    day = date(2026, 11, 29)
    rows = DownloadCount.objects.filter(file=file, day=day)
    for _ in range(3):
        DownloadCount.objects.add_one(file.pk, day)

    assert rows.get().number == 3


def test_notes_without_a_count_are_told_apart(note):
    assert download_sums([note.pk]).of(note.pk) is None
    file = note.editions.get().documents.get().files.first()
    DownloadCount.objects.create(file=file, day=date(2026, 11, 29), number=2)
    other = make_session(languages=["en"])

    sums = download_sums([note.pk, other.pk])

    assert (sums.of(note.pk), sums.of(other.pk)) == (2, None)
