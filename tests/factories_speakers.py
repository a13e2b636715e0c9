"""Makers of invited speakers and their files."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sessions_app.models import SpeakerInvitation
from sessions_app.speakers import answering, speaker_files, speaker_invitations
from tests.factories import make_participant, make_person
from tests.factories_registration import make_open_session

PPTX_BODY = (
    b'<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
)


def make_speaker(session=None, *, email="amina@example.org", name="Amina Haddad", **overrides):
    """A participant who is invited to speak."""
    session = session or make_open_session()
    person = make_person(name=name, email=email)
    participant = make_participant(
        session=session, person=person, role="speaker", consents_to_listing=False
    )
    asked = {"asks_picture": True, "asks_biography": True, "asks_slides": True, "due_at": None}
    request = speaker_invitations.Request(
        **{name: overrides.pop(name, asked[name]) for name in asked}
    )
    language = overrides.pop("language", "en")
    invitee = speaker_invitations.InvitedSpeaker(
        participant, language, overrides.pop("source", "contacts")
    )
    [invitation] = speaker_invitations.invite(session, [invitee], request, by=None)
    if overrides:
        SpeakerInvitation.objects.filter(pk=invitation.pk).update(**overrides)
    return fresh(invitation)


def make_confirmed(session=None, *, answers=None, language="en", **overrides):
    """A speaker who has confirmed and agreed to be named."""
    invitation = make_speaker(session, **overrides)
    given = {
        "name": invitation.participant.name, "position": "Mayor", "consents_to_listing": True,
    } | (answers or {})  # fmt: skip
    answering.answer(invitation, answering.SpeakerAnswers(**given), language, notice="notice-1")
    return fresh(invitation)


def fresh(invitation):
    """Return the invitation as the database has it."""
    rows = SpeakerInvitation.objects.select_related(
        "participant__person", "participant__session__series", "picture", "slides"
    )
    return rows.get(pk=invitation.pk)


def picture_file(width=600, height=600, name="me.jpg"):
    """A portrait of one colour, as it is uploaded."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#5a7f6c").save(written, format="JPEG")
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


def slides_file(name="plan.pptx", body=PPTX_BODY, **parts):
    """A small presentation, as it is uploaded."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("ppt/presentation.xml", body)
        for part, content in parts.items():
            name = part.replace("__", "/")
            package.writestr(f"{name}.xml" if "slides" in name else name, content)
    return SimpleUploadedFile(name, written.getvalue())


def send_picture(invitation, *, consent=True, alternative="A woman", credit="Ana", **options):
    """Send a picture as the speaker does."""
    texts = speaker_files.PictureTexts(alternative, credit, consent)
    speaker_files.save_picture(invitation, picture_file(**options), texts, "en")
    return fresh(invitation)


def send_slides(invitation, **options):
    """Send slides as the speaker does."""
    speaker_files.save_slides(invitation, slides_file(**options))
    return fresh(invitation)
