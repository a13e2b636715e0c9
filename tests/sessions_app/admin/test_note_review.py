"""Private links to the draft, and the answers to comments, on the page of a session."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from llex.core.models import Mail
from sessions_app.briefing.compose.note import compose_all
from sessions_app.groups import TRANSLATORS
from sessions_app.models import LearningSession, ReviewComment, ReviewLink
from sessions_app.note_review.approvals import approve_draft, checksums
from sessions_app.note_review.links import build_token, build_url
from tests.factories import make_edition, make_full_session, make_review_link, make_user

pytestmark = pytest.mark.django_db
State = ReviewComment.State
NEW = {
    "name": "Carla Duarte", "role": "chair", "email": "", "language": "fr",
}  # fmt: skip


def at(session, name, *more):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk, *more])


def until(days):
    moment = now() + timedelta(days=days)
    return {"expires_at_0": moment.strftime("%Y-%m-%d"), "expires_at_1": "12:00"}


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def session():
    return make_full_session()


@pytest.fixture
def link(session):
    return make_review_link(session=session)


@pytest.fixture
def comment(link):
    row = link.session.contributions.first().responses.first()
    return link.comments.create(
        language="fr", anchor=f"response-{row.pk}", place="Tableau", text="Depuis quand <b>?</b>"
    )


# --- Links ----------------------------------------------------------------------------------------


def test_link_is_made_and_mailed(as_organiser, session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_organiser.post(
            at(session, "add_review_link"), NEW | until(9) | {"email": "Carla@Example.org "}
        )

    link = ReviewLink.objects.get()
    assert answer.url == f"{at(session, 'cockpit')}#draft-readers"
    assert (link.email, link.language, link.role) == ("carla@example.org", "fr", "chair")
    assert link.made_by.groups.exists()
    assert timedelta(days=8) < link.expires_at - now() < timedelta(days=10)
    assert mail.outbox[0].to == ["carla@example.org"]
    assert build_url(link) in mail.outbox[0].body


def test_link_without_an_address_is_shown_to_be_copied(as_organiser, session):
    answer = as_organiser.post(at(session, "add_review_link"), NEW | until(9), follow=True)

    assert build_url(ReviewLink.objects.get()) in answer.content.decode()
    assert "Copy it from here" in answer.content.decode()
    assert not Mail.objects.exists()


def test_end_is_proposed_and_must_be_to_come(as_organiser, session):
    page = as_organiser.get(at(session, "add_review_link"))

    assert page.context["form"].initial["expires_at"] > now() + timedelta(days=13)
    for days in (-1, 400):
        answer = as_organiser.post(at(session, "add_review_link"), NEW | until(days))
        assert answer.status_code == 422
    answer = as_organiser.post(at(session, "add_review_link"), until(9) | {"name": " "})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "role", "language"}
    assert not ReviewLink.objects.exists()


def test_link_is_sent_again_renewed_and_revoked(as_organiser, session):
    link = make_review_link(session=session, email="carla@example.org")
    address = at(session, "review_link", link.pk)

    as_organiser.post(address, {"do": "send"})
    assert Mail.objects.filter(kind="review_link").count() == 1
    former = build_token(link)
    answer = as_organiser.post(
        address, until(3) | {"do": "renew", "email": "new@example.org", "language": "ar"}
    )
    link.refresh_from_db()
    assert answer.status_code == 302
    assert build_token(link) != former
    assert (link.email, link.language) == ("new@example.org", "ar")
    assert Mail.objects.filter(recipient="new@example.org", language="ar").exists()
    assert as_organiser.post(address, until(-3) | {"do": "renew"}).status_code == 422

    as_organiser.post(address, {"do": "revoke"})
    link.refresh_from_db()
    assert link.revoked_at
    page = as_organiser.get(address).content.decode()
    assert build_token(link) not in page
    for do in ("send", "renew", "other", ""):
        data = until(3) | {"do": do, "email": "", "language": "ar"}
        assert as_organiser.post(address, data).status_code in (400, 409)


def test_link_of_another_session_is_not_there(as_organiser, link, comment):
    other = make_full_session()

    assert as_organiser.get(at(other, "review_link", link.pk)).status_code == 404
    answer = as_organiser.post(at(other, "answer_comment", comment.pk), {"do": "done"})
    assert answer.status_code == 404
    assert as_organiser.get(at(link.session, "review_link", 999999)).status_code == 404


# --- Comments -------------------------------------------------------------------------------------


def test_panel_shows_readers_comments_and_approvals(as_organiser, session, link, comment):
    partner = make_review_link(session=session, name="Noor", role="partner")
    partner.mark_opened()
    current = checksums(compose_all(session))
    approve_draft(link, current, current)
    LearningSession.objects.filter(pk=session.pk).update(closing_text_es="De otro modo")

    answer = as_organiser.get(at(session, "cockpit"))

    first, second = answer.context["page"].draft_readers
    assert first.open_count == 1
    assert [one.code for one in first.approvals if one.is_outdated] == ["es"]
    assert not any(one.is_approved for one in second.approvals)
    html = answer.content.decode()
    assert "approved, changed since" in html
    assert "Depuis quand &lt;b&gt;?&lt;/b&gt;" in html
    city = session.contributions.first().city
    assert f"City table, {city.name_fr} · response 1" in html
    assert f"response-{comment.anchor.partition('-')[2]}-text-fr" in html
    assert "not opened yet" in html
    assert "opened, last on" in html


def test_next_step_speaks_of_the_comments_of_the_chair_and_of_others(as_organiser, session, link):
    def sentences():
        step = as_organiser.get(at(session, "cockpit")).context["page"].next
        return [one.sentence for one in (step.first, *step.then)]

    assert not [one for one in sentences() if "comment" in one]
    for _number in range(2):
        link.comments.create(language="en", anchor="", place="The whole note", text="Well")
    assert "Answer 2 comments of the chair" in sentences()
    partner = make_review_link(session=session, role="partner")
    partner.comments.create(language="en", anchor="", place="The whole note", text="Well")
    assert "Answer 3 comments on the draft" in sentences()
    for row in ReviewComment.objects.all():
        row.close()
    assert not [one for one in sentences() if "comment" in one]


def test_comment_is_answered_done_and_opened_again(as_organiser, session, comment):
    address = at(session, "answer_comment", comment.pk)

    answer = as_organiser.post(address, {"do": "answer", "text": "Since May."})
    assert answer.url == at(session, "cockpit") + "#draft-readers"
    comment.refresh_from_db()
    assert (comment.state, comment.answer) == (State.ANSWERED, "Since May.")
    assert comment.answered_by
    as_organiser.post(address, {"do": "answer", "text": "Since June."})
    as_organiser.post(address, {"do": "done"})
    comment.refresh_from_db()
    assert (comment.state, comment.answer) == (State.DONE, "Since June.")
    assert as_organiser.post(address, {"do": "answer", "text": "No"}).status_code == 409
    as_organiser.post(address, {"do": "reopen"})
    comment.refresh_from_db()
    assert comment.state == State.OPEN
    assert as_organiser.post(address, {"do": "reopen"}).status_code == 409
    assert as_organiser.post(address, {"do": "other"}).status_code == 400
    assert as_organiser.get(address).status_code == 405


def test_empty_answer_is_refused(as_organiser, session, comment):
    answer = as_organiser.post(at(session, "answer_comment", comment.pk), {"do": "answer"})

    assert said(answer) == ["Write your answer, then send it."]
    comment.refresh_from_db()
    assert comment.state == State.OPEN


def test_answer_is_mailed_to_who_has_an_address_and_a_link_that_works(as_organiser, session):
    reached = make_review_link(session=session, email="carla@example.org", language="es")
    revoked = make_review_link(session=session, email="gone@example.org", revoked_at=now())

    for link in (reached, revoked):
        comment = link.comments.create(language="en", place="Title", text="Shorter?")
        address = at(session, "answer_comment", comment.pk)
        as_organiser.post(address, {"do": "answer", "text": "Yes."})

    row = Mail.objects.get(kind="review_answered")
    assert (row.recipient, row.language) == ("carla@example.org", "es")
    assert "Shorter?" in row.text
    assert "Yes." in row.text
    assert build_token(reached) not in row.shown_text


# --- Roles ----------------------------------------------------------------------------------------


def test_rapporteur_answers_comments_and_has_no_links(as_rapporteur, session, link, comment):
    html = as_rapporteur.get(at(session, "cockpit")).content.decode()

    assert "Depuis quand" in html
    assert at(session, "review_link", link.pk) not in html
    assert at(session, "add_review_link") not in html
    for name, more in (("add_review_link", ()), ("review_link", (link.pk,))):
        for method in (as_rapporteur.get, as_rapporteur.post):
            assert method(at(session, name, *more)).status_code == 403
    address = at(session, "answer_comment", comment.pk)
    assert as_rapporteur.post(address, {"do": "answer", "text": "Soon."}).status_code == 302
    comment.refresh_from_db()
    assert comment.answer == "Soon."


@pytest.mark.parametrize("group", [TRANSLATORS, None])
def test_translators_and_visitors_see_and_do_nothing(client, session, link, comment, group):
    if group:
        client.force_login(make_user(group=group))

    for name, more in (
        ("add_review_link", ()), ("review_link", (link.pk,)), ("answer_comment", (comment.pk,)),
    ):  # fmt: skip
        answer = client.post(at(session, name, *more), {"do": "revoke"})
        assert answer.status_code == (403 if group else 302)
        assert group or "login" in answer.url
    link.refresh_from_db()
    comment.refresh_from_db()
    assert link.revoked_at is None
    assert comment.state == State.OPEN


def test_organisers_delete_a_session_and_a_reader_with_all_that_is_theirs(as_organiser, comment):
    link = comment.link
    Mail.objects.create(kind="review_link", recipient="a@example.org", about=link)

    page = as_organiser.get(reverse("admin:sessions_app_reviewlink_delete", args=[link.pk]))
    assert page.status_code == 200
    assert not page.context["perms_lacking"]
    address = reverse("admin:sessions_app_reviewlink_delete", args=[link.pk])
    as_organiser.post(address, {"post": "yes"})

    assert not ReviewLink.objects.exists()
    assert not ReviewComment.objects.exists()
    assert not Mail.objects.exists()


def test_today_speaks_of_open_comments_also_after_the_note_is_published(as_organiser, comment):
    make_edition(session=comment.link.session)

    html = as_organiser.get(reverse("admin:index")).content.decode()

    assert "Answer 1 comment of the chair" in html
    assert at(comment.link.session, "cockpit") + "#draft-readers" in html
    comment.close()
    assert "comment of the chair" not in as_organiser.get(reverse("admin:index")).content.decode()
