"""Asking for and giving the approval of a note in the admin: who may, and what is shown."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from sessions_app.briefing.checksums import document_checksum
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.note_approval import approve_note, ask_for_approval
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Edition, NoteApproval
from tests.factories import make_full_session, make_user

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.fixture
def session(db, settings):
    settings.FOUR_EYES = True
    return make_full_session(languages=["en", "ar"])


@pytest.fixture
def writer(db):
    return make_user(group=ORGANISERS, name="Wanda")


@pytest.fixture
def second(db):
    return make_user(group=ORGANISERS, name="Sami")


def at(session, name="note_approval"):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])


def said(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


def shown(session):
    return {code: document_checksum(one) for code, one in compose_all(session).items()}


def words(session, *codes):
    return [f"{code}:{checksum}" for code, checksum in shown(session).items() if code in codes]


def asking(session, second, *codes):
    return {"do": "ask", "words": words(session, *codes), "asked_of": second.pk, "remark": "Look."}


def test_one_asks_another_approves_and_the_first_publishes(client, session, writer, second):
    client.force_login(writer)
    page = client.get(at(session)).content.decode()
    assert page.count("No one is asked yet.") == 2
    assert "Sami" in page
    answer = client.post(at(session), asking(session, second, "en", "ar"))
    assert said(answer) == ["Sami gets an e-mail that asks for the approval."]
    page = client.get(at(session)).content.decode()
    assert page.count("Sami is to approve it.") == 2
    assert 'value="approve"' not in page

    client.force_login(second)
    page = client.get(at(session)).content.decode()
    assert 'value="approve"' in page
    assert "Look." in page
    answer = client.post(at(session), {"do": "approve", "words": words(session, "en", "ar")})
    assert answer.status_code == 302
    assert said(answer)[-1] == "You have approved the note: English and العربية."
    assert "the note can be published" in client.get(at(session)).content.decode()

    client.force_login(writer)
    assert client.post(at(session, "publish"), {"do": "now"}).status_code == 302
    assert Edition.objects.get().published_by == writer
    listed = client.get(reverse("admin:sessions_app_edition_changelist")).content.decode()
    assert "Sami (asked by Wanda): English, العربية" in listed
    edition = Edition.objects.get()
    shown_page = client.get(reverse("admin:sessions_app_edition_change", args=[edition.pk]))
    assert "English: Sami," in shown_page.content.decode()
    assert "(asked by Wanda)" in shown_page.content.decode()


def test_cockpit_and_check_lead_to_the_approval(client, session, writer):
    client.force_login(writer)

    for page in ("cockpit", "preflight", "publish"):
        text = client.get(at(session, page)).content.decode()
        assert at(session) in text, page
    assert (
        "Have 2 languages approved by a second person"
        in client.get(at(session, "cockpit")).content.decode()
    )


def test_publishing_alone_takes_each_language_and_a_reason(client, session, writer):
    client.force_login(writer)

    for data, problem in (
        ({"do": "now"}, "Have every language approved, or tick each"),
        ({"do": "now", "without_approval": ["en"], "override": "Urgent"}, "Have every language"),
        ({"do": "now", "without_approval": ["en", "ar"]}, "This field is required."),
    ):
        answer = client.post(at(session, "publish"), data)
        assert answer.status_code == 200
        assert problem in answer.content.decode(), data
        assert not Edition.objects.exists()
    data = {"do": "now", "without_approval": ["en", "ar"], "override": "All are on leave."}
    assert client.post(at(session, "publish"), data).status_code == 302

    listed = client.get(reverse("admin:sessions_app_edition_changelist")).content.decode()
    assert "Without approval: English" in listed
    assert "All are on leave." in listed


def test_words_that_changed_meanwhile_are_neither_asked_for_nor_approved(
    client, session, writer, second
):
    client.force_login(writer)
    before_asking = asking(session, second, "en")
    client.post(at(session), before_asking)
    before_approving = words(session, "en")
    session.introduction_en = "We have met once more."
    session.save()

    answer = client.post(at(session), before_asking)
    assert answer.status_code == 422
    assert "The note has changed meanwhile" in answer.content.decode()
    assert "Look." in answer.content.decode()

    client.force_login(second)
    answer = client.post(at(session), {"do": "approve", "words": before_approving})
    assert answer.status_code == 422
    assert not NoteApproval.objects.given().exists()


@pytest.mark.parametrize(
    ("left_out", "problem"),
    [("words", "Tick at least one language."), ("asked_of", "Choose whom you ask.")],
)
def test_incomplete_question_is_refused_beside_its_field(
    client, session, writer, second, left_out, problem
):
    client.force_login(writer)
    data = asking(session, second, "en")
    del data[left_out]

    answer = client.post(at(session), data)

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert "Look." in answer.content.decode()
    assert not NoteApproval.objects.exists()


def test_nobody_asks_themselves_or_one_who_may_not_publish(client, session, writer):
    client.force_login(writer)

    for person in (writer, make_user(group=RAPPORTEURS)):
        assert client.post(at(session), asking(session, person, "en")).status_code == 422
    assert "No one else may publish notes" in client.get(at(session)).content.decode()
    assert not NoteApproval.objects.exists()


def test_who_asked_may_not_approve(client, session, writer, second):
    ask_for_approval(session, shown(session), of=second, by=writer)
    client.force_login(writer)

    answer = client.post(at(session), {"do": "approve", "words": words(session, "en")})

    assert answer.status_code == 422
    assert not NoteApproval.objects.given().exists()


def test_approval_is_taken_back_by_who_gave_it(client, session, writer, second):
    ask_for_approval(session, shown(session), of=second, by=writer)
    approve_note(session, shown(session), by=second)
    data = {"do": "take_back", "words": words(session, "ar")[0]}

    client.force_login(writer)
    assert client.post(at(session), data).status_code == 409
    client.force_login(second)
    assert said(client.post(at(session), data)) == ["Your approval is taken back."]

    assert NoteApproval.objects.given().get().language == "en"
    unknown = {"do": "take_back", "words": "ar:" + "0" * 64}
    assert client.post(at(session), unknown).status_code == 404


def test_rapporteur_asks_but_does_not_approve(client, session, writer, second):
    client.force_login(make_user(group=RAPPORTEURS))

    assert client.post(at(session), asking(session, second, "en")).status_code == 302
    ask_for_approval(session, shown(session), of=second, by=writer)
    page = client.get(at(session)).content.decode()
    assert 'value="approve"' not in page
    for do in ("approve", "take_back"):
        answer = client.post(at(session), {"do": do, "words": words(session, "ar")})
        assert answer.status_code == 403
    assert not NoteApproval.objects.given().exists()


def test_page_refuses_others_other_methods_and_missing_sessions(client, session, writer, settings):
    assert client.get(at(session)).status_code == 302
    assert "login" in client.post(at(session), {"do": "approve"}).url
    client.force_login(make_user())
    assert client.post(at(session), {"do": "approve"}).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.get(at(session)).status_code == 403
    assert client.post(at(session), {"do": "ask"}).status_code == 403
    client.force_login(writer)
    assert client.put(at(session)).status_code == 405
    assert client.post(at(session), {"do": "else"}).status_code == 400
    address = reverse("admin:sessions_app_learningsession_note_approval", args=[10**6])
    assert client.get(address).status_code == 404
    settings.FOUR_EYES = False
    assert client.get(at(session)).status_code == 404
    assert not NoteApproval.objects.exists()
