"""Personal links: genuine only for their own invitation."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from django.utils.timezone import now
from sesame import utils as sesame

from cities.invitations import magic_links
from cities.invitations.access import access, grant
from cities.models import Invitation
from tests.factories import make_contribution, make_officer


def make_invitation(**overrides):
    contribution = overrides.pop("contribution", None) or make_contribution(state="invited")
    officer = overrides.pop("officer", None) or make_officer(city=contribution.city)
    return Invitation.objects.create(contribution=contribution, officer=officer, **overrides)


def token_of(invitation):
    return sesame.get_token(invitation.officer.user, scope=f"invitation:{invitation.key}")


@pytest.fixture
def visitor(client, rf):
    """A request with a session and nobody signed in."""
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.session = client.session
    request.user = AnonymousUser()
    return request


def test_link_leads_to_the_invitation_in_the_language_asked_for(db, settings):
    settings.SITE_URL = "https://llex.example.org"
    invitation = make_invitation()

    address = magic_links.build_url(invitation, "ar")

    assert address.startswith("https://llex.example.org/ar/contribute/")
    token = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    assert magic_links.is_signature_valid(invitation, token)


def test_token_opens_no_other_invitation(db):
    officer = make_officer()
    one = make_invitation(officer=officer, contribution=make_contribution(city=officer.city))
    other = make_invitation(officer=officer, contribution=make_contribution(city=officer.city))

    assert magic_links.is_signature_valid(one, token_of(one))
    assert not magic_links.is_signature_valid(other, token_of(one))


@pytest.mark.parametrize("token", ["", "x", "A" * 40, "../../etc"])
def test_forged_token_is_not_genuine(db, token):
    assert not magic_links.is_signature_valid(make_invitation(), token)


def test_looking_at_a_link_writes_nothing(db, django_assert_num_queries):
    invitation = make_invitation()
    token = token_of(invitation)
    officer = invitation.officer
    before = officer.user.last_login

    with django_assert_num_queries(1):
        assert magic_links.is_signature_valid(invitation, token)

    officer.user.refresh_from_db()
    assert officer.user.last_login == before


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": now() - timedelta(seconds=1)},
        {"revoked_at": now()},
    ],
    ids=["expired", "revoked"],
)
def test_invitation_that_has_ended_is_not_valid(db, change):
    invitation = make_invitation(**change)

    assert not invitation.is_valid
    assert not Invitation.objects.valid().exists()


def test_invitation_of_an_office_that_ended_is_not_valid(db):
    invitation = make_invitation()
    officer = invitation.officer
    officer.until = now() - timedelta(days=1)
    officer.save()

    assert not invitation.is_valid
    assert not Invitation.objects.valid().exists()


def test_fresh_invitation_is_valid(db):
    invitation = make_invitation()

    assert invitation.is_valid
    assert Invitation.objects.valid().get() == invitation


def test_grant_opens_its_contribution_and_no_other(db, visitor):
    invitation = make_invitation()
    other = make_contribution(city=invitation.contribution.city)
    grant(visitor, invitation)

    assert access(visitor, invitation.contribution.pk).invitation == invitation
    with pytest.raises(Http404):
        access(visitor, other.pk)


def test_grant_ends_when_the_invitation_is_revoked(db, visitor):
    invitation = make_invitation()
    grant(visitor, invitation)
    invitation.revoke()

    with pytest.raises(Http404):
        access(visitor, invitation.contribution.pk)


def test_officer_opens_contributions_of_the_own_city_only(db, visitor):
    mine, foreign = make_contribution(), make_contribution()
    officer = make_officer(city=mine.city)
    visitor.user = officer.user

    assert access(visitor, mine.pk).officer == officer
    with pytest.raises(Http404):
        access(visitor, foreign.pk)


def test_officer_whose_office_ended_opens_nothing(db, visitor):
    contribution = make_contribution()
    officer = make_officer(city=contribution.city, until=now() - timedelta(days=1))
    visitor.user = officer.user

    with pytest.raises(Http404):
        access(visitor, contribution.pk)


def test_stranger_opens_nothing(db, visitor):
    with pytest.raises(Http404):
        access(visitor, make_contribution().pk)


# --- Somebody else at the same browser ------------------------------------------------------------


def grants_of(client):
    return client.session.get("invitations", {})


def open_link(client, invitation):
    return client.post(magic_links.build_url(invitation, "en"), {"action": "enter"})


def test_signing_in_drops_the_links_of_others_and_keeps_ones_own(client, db):
    mine, foreign = make_invitation(), make_invitation()
    open_link(client, mine)
    open_link(client, foreign)
    assert len(grants_of(client)) == 2

    client.force_login(mine.officer.user)

    assert grants_of(client) == {str(mine.contribution_id): str(mine.key)}
    page = reverse("cities:contribution_edit", args=[foreign.contribution_id])
    assert client.get(page).status_code == 404
    home = client.get(reverse("cities:officer_home")).content.decode()
    assert str(mine.contribution.city) in home
    assert str(foreign.contribution.city) not in home


def test_signing_in_by_code_drops_the_links_of_others(
    client, db, mailoutbox, django_capture_on_commit_callbacks
):
    foreign = make_invitation()
    user = make_officer().user
    open_link(client, foreign)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_request_login_code"), {"email": user.email})
    code = mailoutbox[-1].subject.rpartition(" ")[2]

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert not grants_of(client)


def test_link_opened_after_signing_in_still_opens_its_contribution(client, db):
    foreign = make_invitation()
    client.force_login(make_officer().user)

    open_link(client, foreign)

    page = reverse("cities:contribution_edit", args=[foreign.contribution_id])
    assert client.get(page).status_code == 200
