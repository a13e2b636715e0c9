"""Sites are asked whether they answer, and only those of the public network."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import urllib3

from sessions_app.briefing.preflight import site_answers
from sessions_app.briefing.preflight.site_answers import answer_of, is_public

PUBLIC = "93.184.216.34"
STATUS = {"/": 200, "/gone": 404, "/over": 410, "/private": 403, "/busy": 429, "/broken": 500}


class Site(BaseHTTPRequestHandler):
    """A site with pages, some of which are gone or lead on."""

    asked: list[tuple[str, str, str]]

    def do_HEAD(self):
        self.asked.append((self.command, self.headers["Host"], self.path))
        if self.path == "/no-head":
            self.send_response(405 if self.command == "HEAD" else 200)
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
        elif self.path == "/silent":
            self.server.release.wait(5)
            return
        else:
            self.send_response(STATUS.get(self.path, 404))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site(monkeypatch):
    """Serve pages on this computer, at what is taken for a public address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.release, Site.asked = threading.Event(), []
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def pool(_scheme, ip, _port, _host):
        assert ip == PUBLIC
        timeout = urllib3.Timeout(1)
        return urllib3.HTTPConnectionPool(*server.server_address, timeout=timeout, retries=False)

    monkeypatch.setattr(site_answers, "_pool", pool)
    yield Site
    server.release.set()
    server.shutdown()
    server.server_close()


def resolve(host, _port):
    if host == "unknown.example.org":
        raise socket.gaierror(socket.EAI_NONAME, "unknown")
    if host == "later.example.org":
        raise socket.gaierror(socket.EAI_AGAIN, "later")
    inner = {"inside.example.org": ["10.0.0.7"], "both.example.org": [PUBLIC, "127.0.0.1"]}
    return inner.get(host, [host if host.replace(".", "").isdigit() else PUBLIC])


@pytest.mark.parametrize(
    ("address", "outcome", "status"),
    [
        ("https://city.example.org", "answers", 200),
        ("https://city.example.org/no-head", "answers", 200),
        ("https://city.example.org/gone?a=1", "gone", 404),
        ("https://city.example.org/over", "gone", 410),
        ("https://city.example.org/private", "refused", 403),
        ("https://city.example.org/busy", "refused", 429),
        ("https://city.example.org/broken", "refused", 500),
        ("https://city.example.org/silent", "silent", 0),
        ("https://unknown.example.org/", "no_host", 0),
        ("https://later.example.org/", "silent", 0),
        ("https://city.example.org/to//gone", "gone", 404),
        ("https://city.example.org/to/https://other.example.org/", "answers", 200),
        ("https://città.example.org/", "answers", 200),
    ],
)
def test_outcomes(site, address, outcome, status):
    answer = answer_of(address, resolve)

    assert (answer.outcome, answer.status) == (outcome, status)


@pytest.mark.parametrize(
    "address",
    [
        "http://inside.example.org/",
        "http://both.example.org/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "https://city.example.org:22/",
        "https://user:word@city.example.org/",
        "ftp://city.example.org/",
        "file:///etc/passwd",
    ],
)
def test_nothing_inside_is_asked(site, address):
    assert answer_of(address, resolve).outcome == "not_asked"
    assert answer_of(f"https://city.example.org/to/{address}", resolve).outcome == "not_asked"
    assert {host for _method, host, _path in site.asked} <= {"city.example.org"}


def test_circles_end(site):
    circle = "https://city.example.org/to/" * 9 + "https://city.example.org/"

    assert answer_of(circle, resolve).outcome == "refused"
    assert len(site.asked) == 6


def test_site_is_asked_by_its_name_and_a_busy_one_once(site):
    answer_of("https://city.example.org:8443/busy#part", resolve)

    assert site.asked == [("HEAD", "city.example.org:8443", "/busy")]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("0.1.2.3", False), ("100.64.0.1", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("ff02::1", False), ("", False),
    ],
)  # fmt: skip
def test_public_addresses(address, expected):
    assert is_public(address) is expected
