"""What people and scripts are told where the disk is full or files are gone; what is swept up."""

import errno
import io
import os
import time
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.management import CommandError, call_command
from django.test import Client

from cities.models import Attachment, EmailVerification
from llex.core.cache.file_cache import ForgivingFileCache
from llex.core.files.file_storage import WholeFileStorage
from llex.core.spreadsheets import pending
from sessions_app.briefing.editions import publish
from sessions_app.models import EditionFile
from tests.cities.contributions.test_attachments import pdf
from tests.factories import make_contribution, make_full_session, make_officer, make_user

UNAVAILABLE = 503


@pytest.fixture
def full(monkeypatch):
    """Let every attempt to write a file fail as on a full disk."""

    def fail(*_args, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(WholeFileStorage, "_save", fail)
    return monkeypatch


@pytest.fixture
def officer_page(db, client):
    contribution = make_contribution(state="draft")
    officer = make_officer(city=contribution.city)
    client.force_login(officer.user)
    return contribution, f"/en/contribute/{contribution.pk}/"


def test_script_is_told_in_json_that_a_document_cannot_be_kept(officer_page, client, full):
    _contribution, address = officer_page

    answer = client.post(
        f"{address}documents/",
        {"documents": SimpleUploadedFile("plan.pdf", pdf())},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == UNAVAILABLE
    assert "cannot keep files just now" in answer.json()["error"]
    assert not Attachment.objects.exists()


def test_person_is_told_in_a_sentence_and_the_text_is_saved(officer_page, client, full):
    contribution, address = officer_page
    page = client.get(address)
    version = page.context["contribution"].draft_version

    answer = client.post(
        address,
        {
            "do": "upload",
            "version": version,
            "representative_name": "Ana Torres",
            "documents": SimpleUploadedFile("plan.pdf", pdf()),
        },
    )

    assert answer.status_code == 422
    assert "cannot keep files just now" in answer.content.decode()
    contribution.refresh_from_db()
    assert "Ana Torres" in str(contribution.draft)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    ("error", "status"), [(errno.ENOSPC, 503), (errno.EDQUOT, 503), (errno.EROFS, 503), (None, 500)]
)
def test_an_upload_that_fails_before_any_view_is_answered(db, monkeypatch, accept, error, status):
    def fail(*_args, **_options):
        raise OSError(error, "no") if error else ValueError

    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", fail)
    client = Client(raise_request_exception=False)

    answer = client.post(
        "/en/accounts/login/", {"file": io.BytesIO(b"x")}, headers={"Accept": accept}
    )

    assert answer.status_code == status
    if status == UNAVAILABLE:
        assert answer["Content-Type"].startswith(accept)
        assert "cannot keep files just now" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "documents/"])
def test_upload_that_finds_no_room_half_way_is_refused_and_leaves_nothing(
    officer_page, client, monkeypatch, settings, tmp_path, path
):
    _contribution, address = officer_page
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    client.raise_request_exception = False

    def fail(self, *_args):
        assert list(tmp_path.iterdir())
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", fail)
    file = SimpleUploadedFile("plan.pdf", pdf())

    answer = client.post(address + path, {"documents": file})

    assert answer.status_code == UNAVAILABLE
    assert "cannot keep files just now" in answer.content.decode()
    assert not list(tmp_path.iterdir())


class Cut(ContentFile):
    """A content after whose first part the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"the first part"
        raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("name", ["default", "private"])
def test_file_is_kept_as_a_whole_or_not_at_all(name):
    storage = storages[name]
    assert isinstance(storage, WholeFileStorage)

    with pytest.raises(OSError, match="full"):
        storage.save("wholes/plan.pdf", Cut(b""))
    assert not storage.exists("wholes/plan.pdf")

    kept = storage.save("wholes/plan.pdf", ContentFile(b"all of it"))
    with pytest.raises(OSError, match="full"):
        storage.save(kept, Cut(b""))
    assert storage.open(kept).read() == b"all of it"
    assert storage.listdir("wholes") == ([], ["plan.pdf"])
    storage.delete(kept)


def test_file_of_the_same_name_made_meanwhile_stays_as_it_is():
    storage = storages["private"]
    first = storage.save("wholes/a.pdf", ContentFile(b"first"))

    second = storage._save("wholes/a.pdf", ContentFile(b"second"))

    assert second != first
    assert storage.open(first).read() == b"first"
    assert storage.open(second).read() == b"second"
    for name in (first, second):
        storage.delete(name)


def test_spreadsheet_that_cannot_be_kept_is_told_at_the_preview(db, monkeypatch):
    monkeypatch.setattr(type(cache), "set", lambda *_args, **_options: None, raising=False)
    monkeypatch.setattr(pending.cache, "get", lambda *_args, **_options: None, raising=False)
    waiting = pending.Pending("a.xlsx", b"data", "fingerprint")

    with pytest.raises(pending.NotKept):
        pending.keep(waiting, user=make_user(), target="t")


def test_cache_on_a_full_disk_keeps_nothing_and_raises_nothing(tmp_path, monkeypatch):
    folder = ForgivingFileCache(str(tmp_path), {})
    folder.set("kept", "a")

    def fail(*_args, **_options):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("django.core.cache.backends.filebased.tempfile.mkstemp", fail)
    folder.set("lost", "b")

    assert folder.get("kept") == "a"
    assert folder.get("lost") is None


# --- Files that are gone --------------------------------------------------------------------------


@pytest.fixture
def published(db):
    return publish(make_full_session(languages=["en"])).edition


@pytest.mark.parametrize("extension", ["pdf", "docx", "md", "json", "html"])
@pytest.mark.parametrize("of_edition", [False, True])
def test_missing_published_file_is_answered_with_503(published, client, extension, of_edition):
    for file in EditionFile.objects.all():
        file.file.storage.delete(file.file.name)
    slug = published.session.slug
    place = f"briefing/editions/{published.number}/briefing" if of_edition else "briefing"
    address = f"/en/sessions/{slug}/{place}.{extension}"

    answer = client.get(address)

    assert answer.status_code == UNAVAILABLE
    assert answer["Retry-After"]
    assert answer["Cache-Control"] == "no-store"


def test_missing_file_is_named_by_the_command(published, tmp_path):
    for file in EditionFile.objects.all():
        file.file.storage.delete(file.file.name)

    with pytest.raises(CommandError, match="cannot be read"):
        call_command(
            "export_note",
            published.session.slug,
            language="en",
            format="pdf",
            output=str(tmp_path / "n.pdf"),
        )


# --- Sweeping -------------------------------------------------------------------------------------


def aged(storage, name):
    """Write a file that is two days old."""
    path = Path(storage.path(storage.save(name, ContentFile(b"x"))))
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(path, (two_days_ago, two_days_ago))
    return path


def test_clean_up_removes_what_a_killed_publication_left_and_nothing_else(published, capsys):
    left = aged(default_storage, "editions/rain/7/en.pdf")
    document = aged(storages["private"], "attachments/abandoned")
    by_hand = aged(default_storage, "logo.png")
    fresh = Path(default_storage.path(default_storage.save("editions/x/1/a", ContentFile(b"x"))))
    kept = [Path(file.file.path) for file in EditionFile.objects.all()]
    for path in kept:
        os.utime(path, (1, 1))

    call_command("clean_up")

    assert not left.exists()
    assert not document.exists()
    assert all(path.exists() for path in (by_hand, fresh, *kept))
    assert "files of editions: 1, documents: 1" in capsys.readouterr().out
    by_hand.unlink()
    fresh.unlink()


def test_clean_up_removes_expired_codes_log_ins_and_values(db, client, capsys):
    client.force_login(make_user())
    proof, _code = EmailVerification.objects.ask("ana@valencia.example", "192.0.2.1")
    EmailVerification.objects.filter(pk=proof.pk).update(sent_at="2020-01-01T00:00Z")
    session_model = client.session.model
    session_model.objects.update(expire_date="2020-01-01T00:00Z")

    call_command("clean_up")

    assert not EmailVerification.objects.exists()
    assert not session_model.objects.exists()
    assert "Codes sent by e-mail: 1" in capsys.readouterr().out


def test_expired_uploads_leave_the_disk(tmp_path):
    folder = ForgivingFileCache(str(tmp_path), {})
    folder.set("old", b"private", 0.01)
    folder.set("new", b"private", 600)
    time.sleep(0.02)

    assert folder.remove_expired() == 1
    assert folder.get("new") == b"private"
    assert len(list(tmp_path.iterdir())) == 1
    assert "default" in caches.settings
