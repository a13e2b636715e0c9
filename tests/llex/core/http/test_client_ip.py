import pytest
from allauth.core.internal.ratelimit import get_ip
from django.contrib.auth.models import AnonymousUser

from llex.core.accounts.adapter import ClosedAdapter
from llex.core.http.client_ip import client_ip, client_network

PROXY, DIRECT = True, False


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (DIRECT, "203.0.113.9", "127.0.0.1"),
        (PROXY, "203.0.113.9", "203.0.113.9"),
        # What a visitor writes stands before what our proxy adds.
        (PROXY, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (PROXY, None, "127.0.0.1"),
        (PROXY, "203.0.113.9:4711", "203.0.113.9"),
        (PROXY, "[2001:db8::1]:4711", "2001:db8::1"),
        (PROXY, "2001:DB8:0::1", "2001:db8::1"),
        (PROXY, "::ffff:203.0.113.9", "203.0.113.9"),
        (PROXY, "unknown", "127.0.0.1"),
        (PROXY, "203.0.113.9, <script>", "127.0.0.1"),
    ],
)
def test_address_is_the_one_that_our_own_proxy_saw(rf, settings, behind_proxy, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", headers={"x-forwarded-for": forwarded} if forwarded else {})
    request.user = AnonymousUser()

    assert client_ip(request) == address
    assert ClosedAdapter(request).get_client_ip(request) == address
    assert get_ip(request) == client_network(request).partition("/")[0]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_limits_count_an_ipv6_network_as_one_visitor(rf, address, network):
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network
