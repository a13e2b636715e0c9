"""The last steps of a contribution in a real browser: approving, and telling how it went on."""

import pytest

from cities.invitations import magic_links
from cities.models import Contribution, ResponseUpdate
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_session,
    make_user,
)


@pytest.fixture
def invitation(reader, settings):
    contribution = make_contribution(session=make_session(languages=["en", "ar"]))
    make_contribution(session=contribution.session)
    contribution.responses.update(text_en="Edited before it is printed")
    officer = make_officer(city=contribution.city, user=make_user(email="officer@example.org"))
    return make_invitation(contribution=contribution, officer=officer)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "reader", [{"viewport": {"width": 360, "height": 780}}],
    indirect=True,
)  # fmt: skip
def test_officer_approves_and_follows_up_on_a_phone(reader, transactional_db, invitation, language):
    pk = invitation.contribution_id
    link = magic_links.build_url(invitation, language, to=magic_links.WORDING).removeprefix(
        reader.site
    )
    page = reader.open(link)
    reader.follow(page.locator("main form button").first)
    assert page.url.endswith(f"/{language}/contribute/{pk}/wording/")
    assert reader.violations() == []
    assert reader.overflow() <= 0
    assert not Contribution.objects.get(pk=pk).is_wording_approved

    reader.follow(page.locator("#approve form:first-of-type button"))
    assert Contribution.objects.get(pk=pk).is_wording_approved

    page = reader.open(f"/{language}/contribute/{pk}/still-true/")
    assert reader.violations() == []
    assert reader.overflow() <= 0
    page.check("input[type=radio][value=true]")
    reader.follow(page.locator("main form button[type=submit]"))
    assert ResponseUpdate.objects.get().kind == "true"
