"""Addresses that were published keep working when a session gets another slug."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cities.models import ContributionProjection
from sessions_app.briefing.editions import publish
from sessions_app.calendars.files import session_file
from sessions_app.models import FormerSessionSlug, LearningSession
from tests.factories import make_contribution, make_session, make_user

pytestmark = pytest.mark.usefixtures("empty_print_files")

OLD = "/fr/sessions/old/"


@pytest.fixture
def renamed(db, settings, tmp_path):
    """A published session that was called “old” and is called “new”."""
    settings.MEDIA_ROOT = tmp_path
    session = make_session(slug="old", open_call=True)
    make_contribution(session=session, state="accepted")
    publish(session, override="a test")
    return rename(session, "new")


def rename(session, slug):
    session = LearningSession.objects.get(pk=session.pk)
    session.slug = slug
    session.save()
    return session


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "session.ics",
        "briefing/",
        "briefing.pdf",
        "briefing.json",
        "briefing/?a=b",
        "briefing/editions/1/",
        "briefing/editions/1/briefing.docx",
    ],
)
def test_old_address_leads_to_the_new_one(client, renamed, rest):
    response = client.get(OLD + rest)

    assert response.status_code == 301
    assert response["Location"] == OLD.replace("old", "new") + rest
    assert response["Cache-Control"] == "no-cache"
    assert client.get(response["Location"]).status_code == 200


def test_page_that_was_read_before_leads_on_too(
    client, db, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    session = make_session(slug="old")
    make_contribution(session=session, state="accepted")
    publish(session, override="a test")
    assert client.get(f"{OLD}briefing/").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        rename(session, "new")

    assert client.get(f"{OLD}briefing/").status_code == 301


def test_form_that_is_sent_to_the_old_address_arrives(client, renamed):
    response = client.post("/en/contribute/open/old/", {"email": "a@example.org"})

    assert response.status_code == 308
    assert response["Location"] == "/en/contribute/open/new/"


def test_what_is_published_of_it_has_the_present_slug(renamed):
    assert ContributionProjection.objects.get().session_slug == "new"

    publish(renamed, override="again")

    assert {one.session_slug for one in ContributionProjection.objects.all()} == {"new"}


def test_calendars_know_the_entry_again(db):
    session = make_session(slug="old")
    before = [line for line in session_file(session).splitlines() if line.startswith(b"UID")]

    after = session_file(rename(session, "new"))

    assert before[0] in after.splitlines()


def test_draft_leaves_no_address_behind(db):
    session = make_session(slug="old", announced_at=None)

    rename(session, "new")

    assert not FormerSessionSlug.objects.exists()


def test_slug_given_back_leads_nowhere_else(client, renamed):
    rename(renamed, "old")

    assert client.get(f"{OLD}briefing/").status_code == 200
    assert client.get("/fr/sessions/new/")["Location"] == OLD


@pytest.mark.parametrize("address", ["/fr/sessions/none/", "/fr/sessions/none/briefing/"])
def test_slug_that_no_session_had_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_former_slug_is_refused_to_another_session(renamed):
    other = make_session(slug="")
    other.slug = "old"

    with pytest.raises(ValidationError, match="leads to another session"):
        other.full_clean()
    assert make_session(slug="", title_en="Old").slug == "old-2020-03-25"


def test_form_makes_the_slug_and_keeps_the_old_address(client, renamed):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    page = client.get(reverse("admin:sessions_app_learningsession_add")).content.decode()

    assert 'data-prepopulated-fields="[]"' in page
    assert "left empty, it is made from the title" in page
