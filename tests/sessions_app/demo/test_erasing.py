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
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pypdf import PdfReader

from cities.contributions import attachments
from cities.models import Contribution, OpenCallApplication
from llex.core.mail.models import Mail
from llex.core.models import Erasure, User
from llex.core.personal_data.erasing import erase, plan
from llex.core.personal_data.subjects import find_subject
from llex.core.personal_data.traces import name_mark
from sessions_app.attendance.certificates import certificate_pdf
from sessions_app.briefing.checksums import document_checksum, edition_checksum, file_checksum
from sessions_app.briefing.document import from_data
from sessions_app.models import (
    Edition,
    LearningSession,
    Mailing,
    NoteUpload,
    Person,
    Registration,
    RegistrationRequest,
    ReviewComment,
    ReviewLink,
    Series,
    SpreadsheetImport,
)
from sessions_app.registration import confirming, places
from tests.factories import make_photograph

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


def take_part(name, email):
    """Let a person register, wait, be written to, be present, and be named by a city."""
    session = LearningSession.objects.get(slug="housing")
    answers = Registration(
        name=name, name_in_script="أمينة تراوري", position="Zonenrätin", organisation_name=name,
        question=f"{name} asks.", access_needs="A ramp", language="fr",
    ).answers()  # fmt: skip
    confirming.ask(session, email, {**answers, "place": None})
    registration = confirming.confirm(RegistrationRequest.objects.get(email=email))
    participant = registration.participant
    places.cancel(participant)
    session.capacity = session.participants.filter(status="registered").count()
    session.save()
    confirming.register_again(registration)
    assert participant.status == "waiting"
    mailing = Mailing.objects.create(
        session=session, group="waiting", subject_en=f"News of {name}", text_en=f"{{name}}, {email}"
    )
    mailing.start()
    call_command("mail_people", verbosity=0)
    places.move_up(participant)
    participant.mark_present()
    Series.objects.update(gives_certificates=True)
    session.meeting_attendees.create(key=email, name=name, participant=participant)
    session.meeting_attendees.create(key="amina traore", name=name.upper())
    session.agenda.create(title_en=f"Opening, with {name}")
    contribution = Contribution.objects.filter(representative_name="").first()
    contribution.representative_name, contribution.representative_position = name, "Zonenrätin"
    contribution.quote_speaker, contribution.quote_position = f"{name}", "Zonenrätin"
    contribution.save()
    make_photograph(
        contribution=contribution, credit=name, alternative_en=f"{name} speaks",
        caption_fr=f"{name} parle",
    )  # fmt: skip
    attachments.attach(contribution, SimpleUploadedFile("plan.docx", docx(name)), by=None)
    return participant


def docx(author):
    """A document of which only the comment names its author."""
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document {ns}/>")
        package.writestr(
            "word/comments.xml", f'<w:comments {ns}><w:comment w:author="{author}"/></w:comments>'
        )
    return written.getvalue()


def test_a_person_who_took_part_is_erased_from_every_table_and_file(demo):
    name, email = "Amina Traoré", "amina@traore.example"
    with demo(execute=True):
        participant = take_part(name, email)
    certificate_pdf(participant, "fr")
    needles = (email, name, "TRAORÉ, Amina", "أمينة تراوري", "Zonenrätin")
    places_before = traces_of(*needles)
    assert {place.partition(".")[0] for place in places_before} >= {
        "sessions_app_person",
        "sessions_app_registration",
        "sessions_app_registrationrequest",
        "sessions_app_mailing",
        "sessions_app_meetingattendee",
        "cities_contribution",
        "cities_photograph",
        "cities_attachment",
        "sessions_app_agendaitem",
        "llex_mail",
    }
    assert any(place.startswith("attachments/") for place in places_before)

    with demo(execute=True):
        erase(find_subject(email))

    assert traces_of(*needles) == set()


def test_a_published_name_becomes_a_mark_in_all_editions_and_their_files_are_made_anew(
    demo, client
):
    person = Person.objects.get(name=SPEAKER)
    spoke = person.participations.get(session__slug="launch").pk
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
        (attendee,) = (one for one in document.attendees if one.id == spoke)
        assert (attendee.name, attendee.position) == (name_mark(row.language), None)
        assert {one.position for one in document.quotations if one.speaker == attendee.name} <= {
            None
        }
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
