"""The table of docs/roles.md, each row tried as each role."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from llex.core.admin.merging import text_fingerprint
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import LearningSession
from sessions_app.note_review.links import build_url
from sessions_app.translation_desk.assignments import assign_translator
from tests.factories import (
    make_contribution,
    make_full_session,
    make_officer,
    make_review_link,
    make_session,
    make_user,
)

ROLES = ("organiser", "rapporteur", "translator", "chair", "officer")
POSTED = (
    "save_text",
    "copy",
    "fill",
    "act_on_cities",
    "put_in_order",
    "answer_comment",
    "restore_note",
)


def table():
    """Return the roles that are allowed, by the name of the address, as the document says."""
    allowed = {}
    text = (Path(settings.BASE_DIR) / "docs" / "roles.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 + len(ROLES) and cells[1].startswith("`"):
            assert set(cells[2:]) <= {"yes", "–"}
            said = zip(ROLES, cells[2:], strict=True)
            allowed[cells[1].strip("`")] = {role for role, word in said if word == "yes"}
    return allowed


@pytest.fixture
def session(db):
    return make_full_session(rows=2)


@pytest.fixture
def roles(session):
    """Return a log-in for each role; the chair has none."""
    organiser = make_user(group=ORGANISERS)
    [assigned] = assign_translator(session, ["fr"], email="tala@example.org", by=organiser)
    return {
        "organiser": organiser,
        "rapporteur": make_user(group=RAPPORTEURS),
        "translator": assigned.translator,
        "chair": None,
        "officer": make_officer(city=session.contributions.first().city).user,
    }


def is_refused(answer):
    to_log_in = answer.status_code == 302 and "/login/" in answer.url
    return to_log_in or answer.status_code in (403, 404)


def attempt(client, session, name, role):
    """Open an address, or do what it does, as the role that the client is logged in for."""
    link = make_review_link(session=session)
    if name == "draft":
        address = build_url(link, "en").removeprefix(settings.SITE_URL)
        # The others have no link, so they can only guess one.
        return client.get(address if role == "chair" else address[:-12] + "aaaaaaaaaaa/")
    if ":" in name:
        return attempt_as_officer(client, session, name)
    if name.startswith(("sessions_app_", "cities_")):
        return client.get(reverse(f"admin:{name}"))
    more = ()
    if name == "answer_comment":
        more = (link.comments.create(language="en", anchor="title", place="Title", text="Why?").pk,)
    args = () if name in ("add", "statistics") else (session.pk, *more)
    address = reverse(f"admin:sessions_app_learningsession_{name}", args=args)
    if name not in POSTED:
        return client.get(address)
    rows = list(session.contributions.order_by("order", "pk").values_list("pk", flat=True))
    text = LearningSession.objects.get(pk=session.pk).introduction_en
    data = {
        "action": "approve_wording", "contribution": rows, "do": "done", "field": "introduction",
        "language": "en", "text": "Another text", "version": text_fingerprint(text),
    }  # fmt: skip
    return client.post(address, data)


def attempt_as_officer(client, session, name):
    """Open a page of the form of a city that was in the session, or do what it does."""
    earlier = session.contributions.first()
    due = make_session(open_call=True)
    draft = make_contribution(city=earlier.city, session=due, state="draft")
    args = (draft.pk, earlier.pk) if name == "cities:as_last_time" else (draft.pk,)
    if name == "cities:contribution_colleague":
        data = {"name": "Eva Ortiz", "email": "eva@example.org", "language": "en"}
        return client.post(reverse(name, args=args), data)
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize(("name", "allowed"), table().items())
def test_role_may_do_what_the_table_says_and_nothing_else(client, session, roles, name, allowed):
    done = set()
    for role, user in roles.items():
        client.logout()
        if user:
            client.force_login(user)
        answer = attempt(client, session, name, role)
        assert answer.status_code < 500
        if not is_refused(answer):
            done.add(role)

    assert done == allowed


def test_table_has_every_page_that_changes_a_session():
    assert set(table()) >= {*POSTED, "publish", "announce", "delete"}


def test_translator_asks_for_another_session_in_vain(client, roles):
    other = make_full_session(rows=1)
    client.force_login(roles["translator"])

    for name in ("translations", "translation_files", "cockpit", "publish"):
        assert is_refused(attempt(client, other, name, "translator"))


def test_chair_reads_one_draft_until_the_link_ends(client, session):
    link = make_review_link(session=session)
    address = build_url(link, "en").removeprefix(settings.SITE_URL)
    assert client.get(address).status_code == 200

    type(link).objects.update(expires_at=now() - timedelta(minutes=1))

    assert client.get(address).status_code in (404, 410)
