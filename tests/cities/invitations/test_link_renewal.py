"""A new link for an officer whose session ended while writing."""

import pytest
from django.core import mail, signing
from django.test import TestCase

from cities.invitations.link_renewal import RENEWAL_SALT, send_new_link
from tests.factories import make_invitation, make_user


def ticket_of(user, salt=RENEWAL_SALT):
    return signing.dumps(user.pk, salt=salt)


def renewed(invitation, ticket, pk=None):
    """Return the answer, and to whom mails went."""
    mail.outbox.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = send_new_link(pk or invitation.contribution_id, ticket)
    return answer, [letter.to for letter in mail.outbox]


@pytest.fixture
def invitation(db):
    return make_invitation()


def test_link_goes_to_the_invited_address_once_in_a_while(invitation):
    user = invitation.officer.user

    assert renewed(invitation, ticket_of(user)) == (True, [[user.email]])
    assert "/invitations/" in mail.outbox[0].body
    assert renewed(invitation, ticket_of(user)) == (False, [])


# The ids are fixed: a signature holds its time, and each process collects at another.
@pytest.mark.parametrize(
    "ticket",
    ["", "forged", signing.dumps("x", salt=RENEWAL_SALT)],
    ids=["none", "forged", "of no user"],
)
def test_forged_ticket_sends_nothing(invitation, ticket):
    assert renewed(invitation, ticket) == (False, [])


def test_ticket_of_somebody_else_or_for_another_page_sends_nothing(invitation):
    user = invitation.officer.user

    assert renewed(invitation, ticket_of(make_user())) == (False, [])
    assert renewed(invitation, ticket_of(user, salt="another")) == (False, [])
    assert renewed(invitation, ticket_of(user), pk=make_invitation().contribution_id)[0] is False


def test_revoked_invitation_gets_no_new_link(invitation):
    invitation.revoke()

    assert renewed(invitation, ticket_of(invitation.officer.user)) == (False, [])
