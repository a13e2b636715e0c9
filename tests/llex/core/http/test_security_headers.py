import pytest


@pytest.mark.parametrize(
    "address",
    ["/healthz", "/en/", "/fr/sessions/", "/en/admin/", "/en/accounts/login/", "/v/none/", "/en/x"],
)
def test_every_answer_says_what_pages_may_use(client, db, address):
    policy = client.get(address)["Permissions-Policy"]

    assert "camera=()" in policy
    assert "geolocation=()" in policy
    # The hall's screen stays awake.
    assert "screen-wake-lock=(self)" in policy


@pytest.mark.parametrize(
    "address",
    [
        "/healthz",
        "/en/",
        "/fr/sessions/",
        "/ar/cities/",
        "/en/data/",
        "/en/admin/",
        "/en/accounts/login/",
        "/v/none/",
        "/oembed",
        "/en/x",
        "/en/embed/",
        "/en/embed/x/",
    ],
)
def test_no_page_but_an_embed_is_shown_in_a_frame(client, db, address):
    answer = client.get(address)

    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/en/embed/map/", 200), ("/ar/embed/cities/none/", 404), ("/en/embed/map/?kind=x", 404)],
)
def test_embed_is_shown_in_a_frame_of_any_site(client, db, address, status):
    answer = client.get(address)

    policy = answer["Content-Security-Policy"]
    assert answer.status_code == status
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in policy
    assert "'none'" not in policy.partition("frame-ancestors")[2].partition(";")[0]
    # All else is as strict as elsewhere.
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy


def test_only_the_page_that_shows_an_example_may_hold_a_frame_of_this_site(client, db):
    assert "frame-src 'self'" in client.get("/en/data/")["Content-Security-Policy"]
    assert "frame-src" not in client.get("/en/cities/")["Content-Security-Policy"]
