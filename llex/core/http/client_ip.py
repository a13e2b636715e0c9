"""The address that a request comes from: the one place for every limit and log.

Behind a proxy (`BEHIND_PROXY`) it is the last entry of X-Forwarded-For, which our own proxy wrote.
Earlier entries are written by the visitor and mean nothing.
"""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

UNKNOWN: Final = "unknown"
# A household or an office has a network of this size, and any address in it for the asking.
_IPV6_NETWORK: Final = 64


def client_ip(request: HttpRequest) -> str:
    """Return the visitor's IP address, or `UNKNOWN` where neither proxy nor socket gives one."""
    if settings.BEHIND_PROXY:
        forwarded: str = request.headers.get("X-Forwarded-For", "")
        if last := _parse(forwarded.rpartition(",")[2]):
            return last
    return _parse(str(request.META.get("REMOTE_ADDR", ""))) or UNKNOWN


def client_network(request: HttpRequest) -> str:
    """Return what limits count as one visitor: an IPv4 address, or the /64 of an IPv6 address."""
    address = client_ip(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/{_IPV6_NETWORK}", strict=False))


def _parse(text: str) -> str:
    """Return *text* as an address in its usual form, without a port; nothing for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)
