"""Erasing people from a copy of the demonstration: no table and no file names them afterwards."""

import io
import json
import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pypdf import PdfReader

from cities.models import Contribution, OpenCallApplication
from llex.core.mail.models import Mail
from llex.core.models import Erasure, User
from llex.core.personal_data.erasing import erase, plan
from llex.core.personal_data.subjects import find_subject
from llex.core.personal_data.traces import name_mark
from sessions_app.briefing.document import from_data
from sessions_app.briefing.editions import document_checksum, edition_checksum, file_checksum
from sessions_app.models import (
    Edition,
    LearningSession,
    NoteUpload,
    Person,
    ReviewComment,
    ReviewLink,
    Series,
    SpreadsheetImport,
)

OFFICER = "rocio.sandoval@example.org"
SPEAKER = "Luz Maria Minda"


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration's files; it is loaded once for this module and undone after it."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        # The files of other tests are not looked at.
        with override_settings(MEDIA_ROOT=media):
            call_command("demo", "--no-places", verbosity=0)
        yield media
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_once, db, tmp_path, settings, django_capture_on_commit_callbacks):
    """A copy of the files, so that each test begins with all of them."""
    media = tmp_path / "media"
    shutil.copytree(loaded_once, media)
    settings.MEDIA_ROOT = media
    return django_capture_on_commit_callbacks


def all_texts():
    """Yield what each column of each row of each table holds, as the database itself tells it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if value is not None:
                        yield f"{table}.{name}", readable(str(value))
    for session in Session.objects.all():
        yield "session", json.dumps(session.get_decoded(), ensure_ascii=False)


def readable(text):
    """Return JSON with its letters in place of their codes."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False) if text[:1] in "[{" else text
    except ValueError:
        return text


def all_files():
    """Yield the name and the text of each file, of PDF and Word, too."""
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT, settings.VAR_DIR / "cache"):
        for path in Path(folder).rglob("*"):
            if path.is_file():
                yield str(path.relative_to(folder)), text_of(path)


def text_of(path):
    content = path.read_bytes()
    if path.suffix == ".pdf":
        reader = PdfReader(io.BytesIO(content))
        pages = [page.extract_text() for page in reader.pages]
        return " ".join([*pages, str(reader.metadata)])
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return " ".join(
                archive.read(name).decode(errors="ignore") for name in archive.namelist()
            )
    return content.decode(errors="ignore")


def folded(text):
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


def traces_of(*needles):
    wanted = [folded(needle) for needle in needles]
    places = [*all_texts(), *all_files()]
    assert len(places) > 1000
    return {place for place, text in places if any(one in folded(text) for one in wanted)}


def leave_traces(user):
    """Let a person who is known leave traces wherever people leave some."""
    session = LearningSession.objects.get(slug="housing")
    signed_in = SessionStore()
    signed_in[SESSION_KEY] = str(user.pk)
    signed_in.save()
    other = SessionStore()
    other["open_calls"] = {"housing": {"email": user.email}}
    other.save()
    cache.set("form", {"email": user.email})
    link = ReviewLink.objects.create(
        session=session,
        name="Sandoval, Rocío",
        email=user.email.upper(),
        expires_at=session.ends_at,
    )
    ReviewComment.objects.create(link=link, language="es", anchor="a", text="Falta algo.")
    OpenCallApplication.objects.create(
        session=session, email=user.email, name="R. Sandoval Rojas", position="Directora"
    )
    organiser = User.objects.get(email="organiser@example.org")
    NoteUpload.objects.create(
        owner=organiser, series=Series.objects.get(), language="es", name="nota.docx",
        reading={"people": ["ROCIO SANDOVAL"]},
    )  # fmt: skip
    SpreadsheetImport.objects.create(session=session, kind="workbook", journal=[["Rocío Sandoval"]])
    contribution = Contribution.objects.filter(representative__email=user.email).get()
    contribution.review_notes.create(author=user, text="Rocío  Sandoval lo confirma.")
    session.introduction_fr = f"Avec Rocío Sandoval ({user.email})."
    session.save()
    user.name = "Rocío Sandoval Rojas"
    user.save()
    return session, contribution


def test_an_invited_officer_is_erased_from_every_table_and_file(demo):
    user = User.objects.get(email=OFFICER)
    session, contribution = leave_traces(user)
    needles = (OFFICER, "Rocío Sandoval", "Sandoval Rojas", "روسيو ساندوفال", "Sandoval, Rocío")
    assert len(traces_of(*needles)) > 15

    with demo(execute=True):
        erase(find_subject(OFFICER))

    assert traces_of(*needles) == set()
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Mail.objects.filter(recipient=OFFICER).exists()
    assert not ReviewComment.objects.exists()
    session.refresh_from_db()
    assert session.introduction_fr == "Avec [nom retiré] ([adresse retirée])."
    contribution.refresh_from_db()
    assert contribution.representative is None
    assert contribution.state == "accepted" or contribution.submissions.exists()
    assert SpreadsheetImport.objects.get(kind="workbook").journal is None
    # The address, the account and the person; a row without a name is not known again.
    assert [len(erasure.digests) for erasure in Erasure.objects.all()] == [3]
    assert cache.get("form") is None


def test_a_published_name_becomes_a_mark_in_all_editions_and_their_files_are_made_anew(
    demo, client
):
    person = Person.objects.get(name=SPEAKER)
    edition = Edition.objects.get()
    published = {row.language: row.checksum for row in edition.documents.all()}
    page = client.get("/fr/sessions/launch/briefing/").content.decode()
    assert SPEAKER in page or "Luz María Minda" in page
    needles = (SPEAKER, *person.other_spellings)
    assert len([place for place in traces_of(*needles) if place.startswith("editions/")]) > 10

    with demo(execute=True):
        erase(find_subject(row=f"sessions_app.person:{person.pk}"))

    assert traces_of(*needles) == set()
    redacted = Edition.objects.get()
    assert redacted.original_checksum == edition.checksum != redacted.checksum
    documents = list(redacted.documents.order_by("pk"))
    assert {row.language: row.original_checksum for row in documents} == published
    for row in documents:
        document = from_data(row.content)
        assert row.checksum == document_checksum(document)
        assert name_mark(row.language) in [attendee.name for attendee in document.attendees]
        for file in row.files.all():
            assert file.checksum == file_checksum(file.file.open("rb").read())
    assert redacted.checksum == edition_checksum([from_data(row.content) for row in documents])
    for address in ("/fr/sessions/launch/briefing/", "/fr/sessions/launch/briefing/editions/1/"):
        page = client.get(address).content.decode()
        assert "[nom retiré]" in page
        assert "un nom a été retiré" in page
        assert edition.checksum[:12] in page


def test_a_plan_changes_nothing_and_tells_what_would_be_done(demo):
    before = sorted(all_texts())

    outcome = plan(find_subject(OFFICER))

    assert sorted(all_texts()) == before
    assert {model for model, _what in outcome.rows} >= {
        "llex.user", "llex.mail", "cities.officer", "cities.invitation", "sessions_app.person",
    }  # fmt: skip
