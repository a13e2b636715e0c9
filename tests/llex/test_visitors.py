import pytest

from llex.visitors import line_of


@pytest.mark.parametrize(
    ("proxy", "forwarded", "line"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        # What a visitor writes stands before what our proxy adds.
        (True, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (True, None, "127.0.0.1"),
    ],
)
def test_line_is_the_one_that_our_own_proxy_saw(rf, settings, proxy, forwarded, line):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    assert line_of(rf.get("/", headers=headers)) == line
