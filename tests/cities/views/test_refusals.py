"""What is behind the officers' addresses is there for the city alone: every page, every reason.

The pages are taken from the addresses themselves, so a new page is refused here or fails.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.timezone import now

from cities.contributions import attachments, autosave
from cities.contributions.drafts import Draft, ResponseDraft
from cities.invitations import sending
from cities.models import (
    Attachment,
    Contribution,
    Invitation,
    ResponseUpdate,
    ReviewNote,
    Submission,
)
from cities.review import transitions
from cities.urls import officers
from tests.cities.contributions.test_attachments import pdf, picture
from tests.cities.forms.test_contribution import typed
from tests.factories import (
    in_all,
    make_contribution,
    make_invitation,
    make_officer,
    make_session,
    make_user,
)
from tests.factories_cities import grant

SECRET = "Un secreto del borrador"
# Their key is an officer's, not a contribution's.
ELSEWHERE = {"colleague_end"}
PAGES = sorted(
    entry.name
    for entry in officers
    if str(entry.pattern).startswith("<int:pk>/") and entry.name not in ELSEWHERE
)


@pytest.fixture
def theirs(db):
    """A contribution of another city, with a secret draft, a document and a living invitation."""
    session = make_session(contributions_due_at=now() + timedelta(days=6))
    contribution = make_contribution(
        state="draft", session=session, representative_name=SECRET, original_language="es"
    )
    contribution.responses.update(text_es=SECRET)
    contribution.challenges.update(text_es=SECRET)
    invitation = make_invitation(contribution=contribution)
    draft = Draft(language="es", responses=(ResponseDraft(text=SECRET),))
    autosave.save_draft(contribution, draft, version=0, by=invitation.officer.user)
    attachments.attach(
        contribution, SimpleUploadedFile(f"{SECRET}.pdf", pdf()), by=invitation.officer.user
    )
    make_contribution(
        city=contribution.city,
        session=make_session(starts_at=session.starts_at - timedelta(days=90)),
        representative_name=SECRET,
    )
    return contribution


def bring(contribution, state):
    """Put it where the pages of a later step would be open."""
    sent = None if state in ("invited", "draft") else now()
    Contribution.objects.filter(pk=contribution.pk).update(
        state=state, submitted_at=sent, accepted_at=sent
    )


def address(name, contribution):
    document = contribution.attachments.first()
    args = [contribution.pk]
    if name == "document":
        args.append(document.key if document else uuid4())
    if name == "as_last_time":
        earlier = Contribution.objects.filter(city=contribution.city).order_by("session__starts_at")
        args.append(earlier.first().pk)
    return reverse(f"cities:{name}", args=args)


def everything():
    return [
        list(Contribution.objects.order_by("pk").values()),
        list(Attachment.objects.values()),
        list(ReviewNote.objects.values()),
        list(Submission.objects.values()),
        list(ResponseUpdate.objects.values()),
        [model_to_dict(one) for one in Invitation.objects.order_by("pk")],
    ]


def stranger(client, theirs):
    pass


def officer_of_another_city(client, theirs):
    client.force_login(make_officer().user)


def user_of_no_city(client, theirs):
    client.force_login(make_user())


def former_officer(client, theirs):
    office = make_officer(city=theirs.city, until=now() - timedelta(minutes=1))
    client.force_login(office.user)


def link_of_another_contribution(client, theirs):
    grant(client, make_invitation(contribution=make_contribution(state="draft")))


def link_of_another_contribution_of_the_city(client, theirs):
    other = make_contribution(state="draft", city=theirs.city)
    grant(client, make_invitation(contribution=other, officer=make_officer(city=theirs.city)))


def foreign_key_under_this_contribution(client, theirs):
    invitation = make_invitation(contribution=make_contribution(state="draft"))
    session = client.session
    session["invitations"] = {str(theirs.pk): str(invitation.key)}
    session.save()


def expired_link(client, theirs):
    grant(client, theirs.invitations.get())
    theirs.invitations.update(expires_at=now() - timedelta(minutes=1))


def revoked_link(client, theirs):
    grant(client, theirs.invitations.get())
    theirs.invitations.update(revoked_at=now())


def link_of_somebody_switched_off(client, theirs):
    invitation = theirs.invitations.get()
    grant(client, invitation)
    invitation.officer.user.is_active = False
    invitation.officer.user.save()


VISITORS = [
    stranger,
    officer_of_another_city,
    user_of_no_city,
    former_officer,
    link_of_another_contribution,
    link_of_another_contribution_of_the_city,
    foreign_key_under_this_contribution,
    expired_link,
    revoked_link,
    link_of_somebody_switched_off,
]


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("state", ["draft", "accepted"])
def test_no_page_of_a_contribution_is_there_for_others(client, theirs, visitor, state):
    bring(theirs, state)
    visitor(client, theirs)
    before = everything()
    # Whoever typed on a page whose session has ended gets that text back, and nothing else.
    keeps = {"contribution_edit": {403, 404}}

    for name in PAGES:
        read = client.get(address(name, theirs))
        written = client.post(
            address(name, theirs),
            {
                **typed(theirs, do="submit"),
                "comment": "Otra cosa",
                "reason": "Porque sí",
                "documents": SimpleUploadedFile("plan.pdf", pdf()),
            },
        )
        saved = client.post(
            address(name, theirs), typed(theirs), headers={"accept": "application/json"}
        )

        acts = {404, 405}
        assert read.status_code in acts, name
        assert written.status_code in keeps.get(name, acts), name
        assert saved.status_code in keeps.get(name, acts), name
        assert {read.status_code, written.status_code} != {405}, name
        for answer in (read, written, saved):
            assert SECRET.encode() not in answer.content, name
            assert str(theirs.city).encode() not in answer.content, name
    assert everything() == before


def test_every_page_of_a_contribution_is_swept():
    assert {
        "contribution_edit",
        "contribution_preview",
        "contribution_machine_draft",
        "contribution_check",
        "contribution_take_up",
        "as_last_time",
        "photographs",
        "contribution_colleague",
        "contribution_sent",
        "contribution_decline",
        "contribution_withdraw",
        "document",
        "document_attach",
        "wording",
        "wording_approve",
        "wording_comment",
        "wording_answers",
        "follow_up",
    } == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_whoever_may_is_let_in_by_the_same_addresses(client, theirs, name):
    """The sweep above would prove nothing if these were closed to everybody."""
    grant(client, theirs.invitations.get())
    if name.startswith(("wording", "follow")):
        bring(theirs, "accepted")
    ask = client.post if name.endswith(("_approve", "_comment", "_answers")) else client.get

    assert ask(address(name, theirs)).status_code in (200, 302, 405, 409, 422)


@pytest.mark.parametrize("state", ["withdrawn", "declined"])
def test_contribution_that_has_ended_takes_nothing_from_its_own_city(client, theirs, state):
    grant(client, theirs.invitations.get())
    bring(theirs, state)
    before = everything()

    for name in PAGES:
        answer = client.post(
            address(name, theirs),
            {
                **typed(theirs, do="submit"),
                "comment": "Otra cosa",
                "documents": SimpleUploadedFile("plaza.png", picture("PNG")),
            },
        )
        # A personal link does not open the city, for which a colleague would write.
        refusals = (404,) if name == "contribution_colleague" else (405, 409, 422)
        assert answer.status_code in refusals, name

    assert everything() == before


def test_nothing_is_taken_after_the_last_day(client, theirs):
    grant(client, theirs.invitations.get())
    theirs.session.contributions_due_at = now() - timedelta(minutes=1)
    theirs.session.save()
    before = everything()

    for data in ({"do": "save"}, {"do": "submit"}, {"do": "upload"}, {"do": "add:responses"}):
        file = SimpleUploadedFile("plaza.png", picture("PNG"))
        answer = client.post(
            address("contribution_edit", theirs),
            typed(theirs, documents=file, version=theirs.draft_version, **data),
        )
        assert answer.status_code == 409, data
        assert "Abrimos albergues" in answer.content.decode()
    file = SimpleUploadedFile("plaza.png", picture("PNG"))
    attached = client.post(address("document_attach", theirs), {"documents": file})

    assert attached.status_code == 422
    assert everything() == before


@pytest.mark.parametrize("state", ["accepted", "withdrawn"])
def test_documents_stay_where_they_are_once_it_is_sent(client, theirs, state):
    grant(client, theirs.invitations.get())
    bring(theirs, state)
    key = theirs.attachments.get().key

    client.post(address("contribution_edit", theirs), typed(theirs, do=f"detach:{key}"))

    assert theirs.attachments.count() == 1


# --- Names that would be headers ------------------------------------------------------------------

EVIL = "Lima\r\nBcc: everybody@example.org\r\n\r\nAnother text"


def invite(contribution, officer):
    sending.resend(contribution.invitations.get(), by=officer.user)


def remind(contribution, officer):
    contribution.invitations.update(sent_at=now() - timedelta(days=3))
    assert sending.remind(contribution.invitations.get())


MOVES = {
    "invite": ("invited", invite),
    "remind": ("draft", remind),
    "submit": ("draft", lambda one, officer: transitions.submit(one, by=officer.user)),
    "ask": (
        "submitted",
        lambda one, officer: transitions.request_changes(one, EVIL, by=officer.user),
    ),
    "accept": ("submitted", lambda one, officer: transitions.accept(one, by=None)),
    "decline": ("draft", lambda one, officer: transitions.decline(one, by=officer.user)),
    "withdraw": ("submitted", lambda one, officer: transitions.withdraw(one, by=None)),
    "wording": ("accepted", lambda one, officer: transitions.send_wording(one, by=None)),
    "approve": ("accepted", lambda one, officer: transitions.approve_wording(one, by=officer.user)),
    "comment": (
        "accepted",
        lambda one, officer: transitions.comment_wording(one, EVIL, by=officer.user),
    ),
    "still true": ("accepted", lambda one, officer: transitions.ask_follow_up(one)),
    "answered": (
        "accepted",
        lambda one, officer: transitions.answer_follow_up(one, [], by=officer.user),
    ),
}


@pytest.mark.parametrize("move", MOVES)
def test_no_name_adds_a_header_or_a_recipient(
    theirs, mailoutbox, django_capture_on_commit_callbacks, move
):
    state, act = MOVES[move]
    bring(theirs, state)
    officer = theirs.invitations.get().officer
    names = dict.fromkeys(in_all("name", ""), EVIL)
    type(theirs.city).objects.update(**names)
    titles = dict.fromkeys(in_all("title", ""), EVIL)
    type(theirs.session).objects.update(**titles)
    type(theirs.session.series).objects.update(**titles, contact="learning@example.org")
    type(officer.user).objects.update(name=EVIL)
    contribution = Contribution.objects.get(pk=theirs.pk)

    with django_capture_on_commit_callbacks(execute=True):
        act(contribution, contribution.invitations.get().officer)

    assert mailoutbox
    for letter in mailoutbox:
        message = letter.message()
        assert letter.recipients() in ([officer.user.email], ["learning@example.org"])
        assert message["Bcc"] is None
        assert "\n" not in str(letter.subject)
        assert set(message.keys()) <= {
            "Content-Type", "MIME-Version", "Subject", "From", "To", "Reply-To", "Date",
            "Message-ID", "Auto-Submitted", "Content-Language", "List-Unsubscribe",
        }  # fmt: skip
