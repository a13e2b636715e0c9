"""Addresses of pages of models that have another name now."""

import pytest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cities/callrequest/7/change/", "cities/opencallapplication/7/change/"),
        ("cities/callrequest/?state=waiting", "cities/opencallapplication/?state=waiting"),
        ("cities/publishedcity/", "cities/cityprojection/"),
        ("priorities/publishedrating/?q=%25", "priorities/ratingprojection/?q=%25"),
    ],
)
def test_addresses_in_mails_and_bookmarks_lead_to_the_present_ones(client, old, new):
    answer = client.get(f"/fr/admin/{old}")

    assert (answer.status_code, answer["Location"]) == (301, f"/fr/admin/{new}")
