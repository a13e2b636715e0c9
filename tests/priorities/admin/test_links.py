"""One-person links: shown once, kept only as digests."""

import re

import pytest
from django.urls import reverse

from priorities.models import VotingLink
from priorities.voting.casting import digest
from sessions_app.groups import ORGANISERS
from tests.factories import make_consultation, make_service, make_user


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


@pytest.fixture
def hall(db):
    return make_consultation(
        code="rain5", services=[make_service()], is_closed_hall=True, state="open"
    )


def where(name, hall):
    return reverse(f"admin:priorities_consultation_{name}", args=[hall.pk])


def make(client, hall, people="Ana\n\n  Ben   B. \n", once="1"):
    return client.post(where("links", hall), {"people": people, "once": once})


def tokens(page):
    return re.findall(r"http://testserver/v/rain5/([\w-]+)/", page.content.decode())


def test_links_are_shown_once_and_kept_as_digests(as_organiser, hall):
    sheet = make(as_organiser, hall)

    shown = tokens(sheet)
    assert "no-store" in sheet["Cache-Control"]
    assert sheet.content.decode().count("<svg") >= 2
    assert len(shown) == 2
    stored = set(VotingLink.objects.values_list("label", "token_digest"))
    assert stored == {("Ana", digest(shown[0])), ("Ben B.", digest(shown[1]))}
    later = as_organiser.get(where("links", hall)).content.decode()
    assert not any(token in later for token in shown)
    assert as_organiser.get(f"/v/rain5/{shown[0]}/").status_code == 200


def test_sheet_is_saved_as_csv(as_organiser, hall):
    sheet = make(as_organiser, hall, people="=Ana\nBen")
    signed = re.search(r'name="sheet" value="([^"]+)"', sheet.content.decode())[1]

    file = as_organiser.post(where("links_csv", hall), {"sheet": signed})

    lines = file.content.decode("utf-8-sig").splitlines()
    first, second = tokens(sheet)
    assert lines[1:] == [
        f"'=Ana,http://testserver/v/rain5/{first}/",
        f"Ben,http://testserver/v/rain5/{second}/",
    ]


def test_forged_sheet_is_refused(as_organiser, hall):
    assert as_organiser.post(where("links_csv", hall), {"sheet": "x"}).status_code == 400


def test_form_that_comes_twice_makes_links_once(as_organiser, hall):
    make(as_organiser, hall)

    assert make(as_organiser, hall).status_code == 302
    assert VotingLink.objects.count() == 2


@pytest.mark.parametrize("people", ["", " \n ", "x" * 201, "\n".join("abcd" * 251)])
def test_wrong_lists_are_refused_and_still_there(as_organiser, hall, people):
    page = make(as_organiser, hall, people=people)

    assert page.context["form"].errors["people"]
    assert not VotingLink.objects.exists()


def test_open_hall_makes_no_links(as_organiser, db):
    hall = make_consultation(code="rain5", services=[make_service()], state="open")

    make(as_organiser, hall)

    assert not VotingLink.objects.exists()


def test_unused_links_are_withdrawn_and_used_ones_stay(as_organiser, hall):
    make(as_organiser, hall)
    VotingLink.objects.filter(label="Ana").update(is_spent=True)

    as_organiser.post(where("links_withdraw", hall))

    assert list(VotingLink.objects.values_list("label", flat=True)) == ["Ana"]
