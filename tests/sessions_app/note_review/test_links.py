"""Private links to drafts: who gets in, and what others are told; made, mailed, renewed, erased."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils.timezone import now

from llex.core.models import Mail
from llex.core.monitoring.logs import without_links
from llex.core.states import WrongState
from sessions_app.models import ReviewComment, ReviewLink
from sessions_app.models.review_links import default_end
from sessions_app.note_review import links
from sessions_app.note_review.links import build_token, build_url
from tests.factories import make_full_session, make_review_link, make_session, make_user

pytestmark = pytest.mark.django_db


def path_of(link, *more, language="en"):
    return "/" + build_url(link, language).split("/", 3)[3] + "/".join(more)


def every_address(link):
    """Return the address and method of all that a link leads to."""
    yield "get", path_of(link)
    yield "get", path_of(link, "en/")
    yield "get", path_of(link, "en/draft.pdf")
    yield "post", path_of(link, "en/comments/")
    yield "post", path_of(link, "en/comments/1/")
    yield "post", path_of(link, "en/approve/")


def test_link_opens_the_draft_without_an_account_and_tells_no_one(client):
    link = make_review_link()

    answer = client.get(path_of(link))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    html = answer.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "canonical" not in html
    link.refresh_from_db()
    assert link.opened_at
    assert link.seen_at


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"revoked_at": now()}, "This link was withdrawn"),
        ({"expires_at": now() - timedelta(minutes=1)}, "This link is too old"),
        ({"issue": 2}, "There is a newer link"),
    ],
)
def test_link_that_has_ended_says_so_everywhere_and_changes_nothing(client, change, title):
    link = make_review_link()
    addresses = list(every_address(link))
    ReviewLink.objects.filter(pk=link.pk).update(**change)

    for method, address in addresses:
        answer = getattr(client, method)(address, {"text": "My words", "anchor": "title"})

        assert answer.status_code == 410, address
        assert title in answer.content.decode()
        assert ("My words" in answer.content.decode()) == (method == "post")
    assert not ReviewComment.objects.exists()
    link.refresh_from_db()
    assert link.opened_at is None


def test_forged_cut_or_foreign_token_is_not_told_what_exists(client):
    link, other = make_review_link(), make_review_link()
    token = build_token(link)
    forged = [
        path_of(link).replace(token, "1.forged"),
        path_of(link).replace(token, token[:-1]),
        path_of(link).replace(token, token.replace("1.", "2.", 1)),
        path_of(link).replace(token, build_token(other)),
        path_of(link).replace(token, "%F0%9F%99%82"),
        path_of(link).replace(str(link.key), str(uuid.uuid4())),
    ]

    for address in forged:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "This link does not work" in answer.content.decode()
        assert link.session.title not in answer.content.decode()
    assert client.get(path_of(link).replace(str(link.key), "none")).status_code == 404
    assert client.get(path_of(link).replace(token, "%00")).status_code == 400


def test_link_of_a_deleted_session_is_unknown(client):
    link = make_review_link(session=make_session())
    address = path_of(link)
    link.session.delete()

    assert client.get(address).status_code == 404
    assert not ReviewLink.objects.exists()


def test_wrong_methods_are_refused(client):
    link = make_review_link()

    for method, address in every_address(link):
        wrong = client.post if method == "get" else client.get
        assert wrong(address).status_code == 405, address
    assert client.head(path_of(link)).status_code == 200
    link.refresh_from_db()
    assert link.opened_at is None


def test_prefetched_page_is_not_noted_as_opened(client):
    link = make_review_link()

    client.get(path_of(link), headers={"Sec-Purpose": "prefetch"})

    link.refresh_from_db()
    assert link.opened_at is None


def test_token_is_neither_in_the_database_nor_in_logs_nor_shown_in_the_outbox():
    link = links.make_link(make_unsaved(email="carla@example.org"), by=None)
    token = build_token(link)

    assert token not in repr(ReviewLink.objects.values().get())
    assert token not in without_links(f"GET {path_of(link, 'en/draft.pdf')} 200")
    row = Mail.objects.get(kind="review_link")
    assert token in row.text
    assert token not in row.shown_text
    assert str(link.key) in row.shown_text


def test_token_does_not_survive_another_secret_key(client):
    link = make_review_link()
    address = path_of(link)

    with override_settings(SECRET_KEY="another one" * 9, SECRET_KEY_FALLBACKS=[]):
        assert client.get(address).status_code == 404


def make_unsaved(**overrides):
    session = make_full_session()
    values = {"name": "Carla Duarte", "language": "fr", "expires_at": default_end(session)}
    return ReviewLink(session=session, **values | overrides)


def test_link_is_mailed_in_the_language_of_its_reader(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        link = links.make_link(make_unsaved(email="carla@example.org"), by=make_user(name="Ana"))

    (sent,) = mail.outbox
    assert sent.to == ["carla@example.org"]
    assert sent.subject.startswith("Brouillon à lire")
    assert build_url(link) in sent.body
    assert "/fr/draft/" in sent.body
    assert "Ana vous demande" in sent.body


def test_link_without_an_address_is_not_mailed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        links.make_link(make_unsaved(), by=None)

    assert not Mail.objects.exists()


def test_renewed_link_replaces_the_former_one(client):
    link = make_review_link(expires_at=now() - timedelta(days=1))
    former = path_of(link)

    links.renew_link(link, now() + timedelta(days=3), email="", language="es", by=None)

    assert client.get(former).status_code == 410
    assert client.get(path_of(link)).status_code == 200
    assert link.language == "es"


def test_revoked_link_is_not_renewed():
    link = make_review_link()
    link.revoke()

    with pytest.raises(WrongState, match="revoked"):
        links.renew_link(link, now() + timedelta(days=3), email="", language="es", by=None)


def test_link_ends_some_days_after_the_session_or_after_today():
    ahead = make_session(starts_at=now() + timedelta(days=30))
    past = make_session(starts_at=now() - timedelta(days=300))

    assert default_end(ahead) == ahead.ends_at + timedelta(days=14)
    assert default_end(past) > now() + timedelta(days=13)


def test_old_links_are_deleted_with_everything_that_belongs_to_them(capsys):
    old = links.make_link(
        make_unsaved(email="a@example.org", expires_at=now() - timedelta(days=181)), by=None
    )
    old.comments.create(language="en", place="Title", text="Mine")
    old.approvals.create(language="en", checksum="0" * 64)
    revoked = make_review_link(revoked_at=now() - timedelta(days=181))
    recent = make_review_link(expires_at=now() - timedelta(days=179))

    call_command("clean_up")

    assert list(ReviewLink.objects.all()) == [recent]
    assert not ReviewComment.objects.exists()
    assert not Mail.objects.exists()
    assert "Links to drafts, with comments and approvals: 2" in capsys.readouterr().out
    assert revoked.pk


def test_links_of_an_erased_user_are_deleted():
    user = make_user(email="carla@example.org")
    links.make_link(make_unsaved(email=user.email), by=None)
    other = make_review_link()

    user.delete()

    assert list(ReviewLink.objects.all()) == [other]
    assert not Mail.objects.filter(kind="review_link").exists()
