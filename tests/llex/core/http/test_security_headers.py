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
