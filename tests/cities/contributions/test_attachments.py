"""Documents: told by their content, kept where no address leads, read only by who may."""

import io
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image
from pypdf import PdfWriter

from cities.contributions import attachments, file_validation
from cities.models import Attachment, Contribution
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.cities.forms.test_contribution import address, typed
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_session,
    make_user,
)
from tests.factories_cities import grant

BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


def picture(kind="JPEG", size=(64, 48), **options):
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **options)
    return written.getvalue()


def pdf(**options):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if "password" in options:
        writer.encrypt(options["password"], options.get("owner"), algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def docx(**entries):
    files = {"[Content_Types].xml": b"<Types/>", "word/document.xml": BODY}
    files |= {name.replace("__", "/"): content for name, content in entries.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            if content is not None:
                # Without the time of day, which would be another in each process of the tests.
                package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]>'


def relationship(kind, mode="External"):
    namespace = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{namespace}/officeDocument/2006/relationships/{kind}" TargetMode="{mode}" '
        'Target="https://evil.example/t.dotm"/></Relationships>'
    ).encode()


def png_bomb(side=60_000):
    """A PNG of a few kilobytes that claims billions of pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.fixture
def invitation(db):
    session = make_session(contributions_due_at=now() + timedelta(days=6))
    return make_invitation(contribution=make_contribution(state="draft", session=session))


@pytest.fixture
def officer(client, invitation):
    grant(client, invitation)
    return invitation.officer


def send(client, contribution, content, name="plan.pdf", kind="application/pdf"):
    path = reverse("cities:document_attach", args=[contribution.pk])
    return client.post(path, {"documents": SimpleUploadedFile(name, content, kind)})


# --- What it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept_as"),
    [
        ("plan.exe", pdf(), "pdf", "plan.pdf"),
        ("report", docx(), "docx", "report.docx"),
        ("plaza.png", picture("JPEG"), "image", "plaza.jpg"),
        ("plaza.jpg", picture("PNG"), "image", "plaza.png"),
        ("plaza.webp", picture("WEBP"), "image", "plaza.webp"),
        ("plaza.gif", picture("GIF"), "image", "plaza.png"),
        ("../../etc/passwd", pdf(), "pdf", "passwd.pdf"),
        ("C:\\docs\\plan.pdf", pdf(), "pdf", "plan.pdf"),
        ("a\r\nSet-Cookie: x.pdf", pdf(), "pdf", "a Set-Cookie: x.pdf"),
        ("\u202efdp.exe", pdf(), "pdf", "fdp.pdf"),
        ("x" * 400 + ".pdf", pdf(), "pdf", "x" * 116 + ".pdf"),
    ],
)
def test_document_is_told_by_its_content_and_named_for_it(name, content, kind, kept_as):
    checked = file_validation.validate_document(name, content)

    assert (checked.kind, checked.name) == (kind, kept_as)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown"),
        (b"<html><script>alert(1)</script>", "unknown"),
        (b"%PDF-1.7 and nothing else", "broken"),
        (pdf(password="secret"), "locked"),
        (picture("BMP"), "unknown"),
        (picture()[:200], "broken"),
        (png_bomb(), "pixels"),
        (docx(word__document=None) [:40], "broken"),
        (docx(**{"word__document.xml": None}), "unknown"),
        (docx(**{"word__document.xml": b"<html/>"}), "unknown"),
        (docx(**{"word__document.xml": b"<w:document"}), "unknown"),
        (docx(**{"word__vbaProject.bin": b"macro"}), "macros"),
        (docx(**{"[Content_Types].xml": b"<x t='vnd.ms-word.document.macroEnabled.main+xml'/>"}),
         "macros"),
        (docx(**{"word__activeX__activeX1.xml": b"<x/>"}), "macros"),
        (docx(**{"word__embeddings__oleObject1.bin": b"object"}), "objects"),
        (docx(**{"word__embeddings__Microsoft_Excel.xlsx": b"object"}), "objects"),
        (docx(**{"word___rels__settings.xml.rels": relationship("attachedTemplate")}), "external"),
        (docx(**{"word___rels__document.xml.rels": relationship("oleObject")}), "external"),
        (docx(**{"word___rels__document.xml.rels": relationship("image")}), "external"),
        (docx(**{"word__document.xml": DOCTYPE + BODY}), "doctype"),
        (docx(**{"word__styles.xml": DOCTYPE + b"<a/>"}), "doctype"),
        (docx(**{"word__media__image1.svg": DOCTYPE + b"<svg/>"}), "doctype"),
        (docx(**{"word__any.bin": DOCTYPE + b"<a/>"}), "doctype"),
        (docx(**{"word__notes.xml": (b"<!-- " + b"x" * 9000 + b" -->") + DOCTYPE}), "doctype"),
        (docx(**{"word__notes.xml": DOCTYPE.decode().encode("utf-16")}), "doctype"),
        (docx(**{"word__notes.xml": DOCTYPE.decode().encode("utf-16-be")}), "doctype"),
        (docx(**{"..__..__evil.txt": b"x"}), "broken"),
        (docx(**{"word__big.bin": b"\0" * 101 * 1024 * 1024}), "bomb"),
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_refused_in_a_sentence(content, code):
    with pytest.raises(ValidationError) as refusal:
        file_validation.validate_document("plan.pdf", content)

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    "content",
    [
        pdf(password="", owner="only the owner prints"),
        docx(**{"word___rels__document.xml.rels": relationship("hyperlink")}),
        docx(**{"word___rels__document.xml.rels": relationship("image", "Internal")}),
        docx(**{"word__notes.xml": b"<a>&lt;!DOCTYPE typed by a person&gt;</a>"}),
    ],
    ids=["owner only", "link", "picture", "words"],
)
def test_what_everybody_may_open_is_taken(content):
    assert file_validation.validate_document("plan", content).content == content


def test_image_is_written_anew_without_what_is_not_seen():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "a camera that tells"
    content = picture(size=(64, 48), exif=exif, comment=b"secret place") + b"<?php evil ?>"

    checked = file_validation.validate_document("plaza.jpg", content)

    assert b"a camera that tells" not in checked.content
    assert b"secret place" not in checked.content
    assert b"php" not in checked.content
    with Image.open(io.BytesIO(checked.content)) as image:
        assert (image.size, dict(image.getexif())) == ((48, 64), {})


def test_large_image_is_made_smaller():
    checked = file_validation.validate_document("plaza.png", picture("PNG", size=(4000, 1000)))

    with Image.open(io.BytesIO(checked.content)) as image:
        assert image.size == (3000, 750)


# --- Attaching ------------------------------------------------------------------------------------


def test_document_is_kept_under_a_random_name_out_of_reach(client, invitation, officer):
    answer = send(client, invitation.contribution, pdf(), name="Plan de vivienda.pdf")

    assert answer.status_code == 201
    attachment = Attachment.objects.get()
    assert answer.json()["name"] == "Plan de vivienda.pdf"
    assert answer.json()["size"] == filesizeformat(len(pdf()))
    assert "vivienda" not in attachment.file.name
    assert "private" in attachment.file.path
    assert client.get(f"/{attachment.file.name}").status_code == 404
    assert client.get(f"/media/{attachment.file.name}").status_code == 404
    assert attachment.by == officer.user


def test_disguised_file_is_refused_beside_the_field(client, invitation, officer):
    answer = send(client, invitation.contribution, b"<script>alert(1)</script>")

    assert answer.status_code == 422
    assert "Only PDF, Word" in answer.json()["error"]
    assert Attachment.objects.count() == 0


def test_oversized_file_is_refused_with_its_size(client, invitation, officer, settings):
    settings.ATTACHMENT_MEGABYTES = 1

    answer = send(client, invitation.contribution, b"%PDF-" + b"0" * 1_500_000)

    assert answer.status_code == 422
    assert "1.5 MB; at most 1 MB" in answer.json()["error"]


def test_number_is_bounded_and_the_same_document_is_kept_once(client, invitation, officer):
    contribution = invitation.contribution
    first = picture(size=(10, 10))
    assert send(client, contribution, first).status_code == 201
    assert "attached already" in send(client, contribution, first).json()["error"]
    for side in range(11, 11 + attachments.MOST - 1):
        assert send(client, contribution, picture(size=(side, side))).status_code == 201

    answer = send(client, contribution, picture(size=(99, 99)))

    assert answer.status_code == 422
    assert Attachment.objects.count() == attachments.MOST


def test_without_a_script_the_text_is_saved_with_the_document(client, invitation, officer):
    contribution = invitation.contribution
    data = typed(contribution, do="upload", documents=SimpleUploadedFile("a.pdf", pdf()))

    response = client.post(address(contribution), data)

    assert response["Location"].endswith("#documents")
    assert Attachment.objects.count() == 1
    assert "Abrimos" in Contribution.objects.get().draft["responses"][0]["text"]


def test_without_a_script_a_refused_document_leaves_the_text_in_place(client, invitation, officer):
    contribution = invitation.contribution
    data = typed(contribution, do="upload", documents=SimpleUploadedFile("a.pdf", b"no"))

    response = client.post(address(contribution), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "a.pdf: Only PDF, Word" in page
    assert "Abrimos albergues" in page


def test_without_a_script_nothing_is_kept_of_an_oversized_file_but_the_text_is(
    client, invitation, officer, settings, monkeypatch
):
    settings.ATTACHMENT_MEGABYTES = 1
    kept = []
    keep = TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        TemporaryFileUploadHandler,
        "receive_data_chunk",
        lambda self, data, start: kept.append(len(data)) or keep(self, data, start),
    )
    contribution = invitation.contribution
    large = SimpleUploadedFile("plaza.png", b"%PDF-" + b"0" * 3_499_995)

    # The file stands before the agreements: what comes after it is read, too.
    data = typed(contribution, do="upload", documents=large) | {"quote": "Tras el documento"}
    response = client.post(address(contribution), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "plaza.png: This file has 3.5 MB; at most 1 MB" in page
    assert 0 < sum(kept) <= 1_000_000
    draft = Contribution.objects.get().draft
    assert "Abrimos" in draft["responses"][0]["text"]
    assert draft["quote"] == "Tras el documento"


@pytest.mark.parametrize("reason", ["conflict", "ended"])
def test_without_a_script_it_is_told_that_a_document_did_not_come_along(
    client, invitation, officer, reason
):
    contribution = invitation.contribution
    data = typed(contribution, version=7, documents=SimpleUploadedFile("a.pdf", pdf()))
    if reason == "conflict":
        client.post(address(contribution), typed(contribution, page="two", quote="Otra"))
    else:
        client.session.flush()

    page = client.post(address(contribution), data).content.decode()

    assert "The document was not kept; choose it once more." in page
    assert "Abrimos albergues" in page
    assert Attachment.objects.count() == 0


def test_document_is_taken_off_with_its_file(
    client, invitation, officer, django_capture_on_commit_callbacks
):
    send(client, invitation.contribution, pdf())
    attachment = Attachment.objects.get()
    do = f"detach:{attachment.key}"

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(invitation.contribution), typed(invitation.contribution, do=do))

    assert Attachment.objects.count() == 0
    assert not attachment.file.storage.exists(attachment.file.name)


@pytest.mark.parametrize("key", ["not-a-key", "00000000-0000-0000-0000-000000000000"])
def test_taking_off_what_is_not_there_changes_nothing(client, invitation, officer, key):
    send(client, invitation.contribution, pdf())

    client.post(
        address(invitation.contribution), typed(invitation.contribution, do=f"detach:{key}")
    )

    assert Attachment.objects.count() == 1


def test_document_of_another_contribution_is_not_taken_off(client, invitation, officer):
    other = make_contribution(state="draft")
    kept = attachments.attach(other, SimpleUploadedFile("a.pdf", pdf()), by=None)

    client.post(
        address(invitation.contribution), typed(invitation.contribution, do=f"detach:{kept.key}")
    )

    assert Attachment.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize("state", ["submitted", "accepted", "withdrawn", "declined"])
def test_nothing_is_attached_once_it_is_sent(client, db, state):
    contribution = make_contribution(state=state)
    grant(client, make_invitation(contribution=contribution))

    answer = send(client, contribution, pdf())

    assert answer.status_code == 422
    assert Attachment.objects.count() == 0


def test_attaching_is_refused_to_strangers_and_by_other_methods(client, invitation):
    path = reverse("cities:document_attach", args=[invitation.contribution_id])

    assert send(client, invitation.contribution, pdf()).status_code == 404
    assert client.get(path).status_code == 405
    grant(client, invitation)
    assert client.post(path).status_code == 400
    assert Attachment.objects.count() == 0


# --- Reading --------------------------------------------------------------------------------------


@pytest.fixture
def attachment(invitation):
    file = SimpleUploadedFile("Plan ñ.pdf", pdf())
    return attachments.attach(invitation.contribution, file, by=invitation.officer.user)


def path_of(attachment, contribution=None):
    pk = contribution.pk if contribution else attachment.contribution_id
    return reverse("cities:document", args=[pk, attachment.key])


def test_document_is_downloaded_and_never_shown_in_place(client, attachment, officer):
    response = client.get(path_of(attachment))

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == attachment.file.read()
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]


def test_organiser_downloads_it_and_nobody_else_does(client, attachment):
    expected = {ORGANISERS: 200, RAPPORTEURS: 404}
    for group, status in expected.items():
        client.force_login(make_user(group=group))
        assert client.get(path_of(attachment)).status_code == status
    client.force_login(make_officer().user)
    assert client.get(path_of(attachment)).status_code == 404
    client.logout()
    assert client.get(path_of(attachment)).status_code == 404


def test_document_is_not_found_under_another_contribution(client, attachment, officer):
    other = make_contribution(state="draft")
    grant(client, make_invitation(contribution=other))

    assert client.get(path_of(attachment, other)).status_code == 404
    assert client.post(path_of(attachment)).status_code == 405


def test_organiser_sees_documents_on_the_page_of_the_contribution(client, attachment):
    client.force_login(make_user(group=ORGANISERS))

    page = client.get(
        reverse("admin:cities_contribution_change", args=[attachment.contribution_id])
    ).content.decode()

    assert path_of(attachment) in page
    assert client.get(reverse("admin:cities_attachment_changelist")).status_code == 200
