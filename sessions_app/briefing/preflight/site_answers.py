"""Requests to sites whether they answer at an address, without reaching into the own network.

A host is resolved once, each of its addresses must be public, and the connection is made to the
address that was checked, at each redirection anew. No body is read.
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, Literal
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi
import urllib3
from urllib3.exceptions import HTTPError, SSLError

Outcome = Literal["answers", "gone", "no_host", "unsafe", "refused", "silent", "not_asked"]
Resolve = Callable[[str, int], list[str]]

_REDIRECTIONS: Final = 5
_PORTS: Final = {"http": {80, 8080}, "https": {443, 8443}}
_TIMEOUT: Final = urllib3.Timeout(connect=5, read=8)
_HEADERS: Final = {"User-Agent": "Mozilla/5.0 (compatible; LLEX link check)", "Accept": "*/*"}
_GONE: Final = frozenset({404, 410})
_BAD: Final = 400
_TOO_MANY: Final = 429
# Networks that lead to IPv4 addresses in another guise: NAT64, 6to4, Teredo.
_GUISES: Final = tuple(
    map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of asking; *status* is that of HTTP, 0 where there was none."""

    outcome: Outcome
    status: int = 0


class _NotPublicError(Exception):
    """The address leads into a network that is not public, or to an unusual port."""


def answer_of(address: str, resolve: Resolve | None = None) -> Answer:
    """Ask the site of *address*, following redirections, and return what it answered."""
    try:
        for _redirection in range(_REDIRECTIONS + 1):
            status, location = _ask(urlsplit(address), resolve or addresses_of)
            if not location:
                return Answer(_outcome(status), status)
            address = urljoin(address, location)
    except _NotPublicError:
        return Answer("not_asked")
    except socket.gaierror as problem:
        # A name server that is away says nothing about the name.
        is_unknown = problem.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        return Answer("no_host" if is_unknown else "silent")
    except (SSLError, ssl.SSLError):
        return Answer("unsafe")
    except (HTTPError, OSError, ValueError):
        return Answer("silent")
    return Answer("refused")


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of a host. Raise socket.gaierror where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Return whether an IP address is in the public network."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in _GUISES):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _ask(parts: SplitResult, resolve: Resolve) -> tuple[int, str]:
    """Return status and, of a redirection, where it leads."""
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    if port not in _PORTS.get(parts.scheme, ()) or not parts.hostname or parts.username:
        raise _NotPublicError
    host = (
        parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    )
    found = resolve(host, port)
    if not found or not all(map(is_public, found)):
        raise _NotPublicError
    with _pool(parts.scheme, found[0], port, host) as pool:
        status, location = _request(pool, "HEAD", parts, host)
        # Some sites know of no HEAD, and say so in many ways.
        if status >= _BAD and status != _TOO_MANY:
            status, location = _request(pool, "GET", parts, host)
    return status, location


def _pool(scheme: str, ip: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
    if scheme == "http":
        return urllib3.HTTPConnectionPool(ip, port, timeout=_TIMEOUT, retries=False)
    return urllib3.HTTPSConnectionPool(
        ip, port, timeout=_TIMEOUT, retries=False, ca_certs=certifi.where(),
        cert_reqs="CERT_REQUIRED", server_hostname=host, assert_hostname=host,
    )  # fmt: skip


def _request(
    pool: urllib3.HTTPConnectionPool, method: str, parts: SplitResult, host: str
) -> tuple[int, str]:
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    named = f"[{host}]" if ":" in host else host
    shown = f"{named}:{parts.port}" if parts.port else named
    answer = pool.request(
        method, path, headers={**_HEADERS, "Host": shown}, redirect=False, preload_content=False
    )
    try:
        location = answer.get_redirect_location() or ""
        return answer.status, str(location)
    finally:
        answer.close()


def _outcome(status: int) -> Outcome:
    if status in _GONE:
        return "gone"
    return "answers" if status < _BAD else "refused"
