"""The proxy of production, with nginx itself. Skipped, aloud, where nginx is not installed."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, BrokenBarrierError, Thread

import pytest

from . import ROOT

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed: it is not tried.")

# Where a proxy before ours stands, and where somebody else does.
NEIGHBOUR, STRANGER = "127.0.0.2", "127.0.0.3"
# As many must be at the site together before any of them is answered.
HALL = 3


class Pages(BaseHTTPRequestHandler):
    """Stands for the site: tells what it was asked with."""

    protocol_version = "HTTP/1.1"
    asked = Counter()
    is_away = False
    together = Barrier(HALL, timeout=4)

    def do_GET(self):
        self.asked[self.path] += 1
        status = 304 if "If-None-Match" in self.headers else 200
        try:
            if self.path == "/together/":
                self.together.wait()
        except BrokenBarrierError:
            status = 500
        if self.is_away:
            status = 503
        keep = self.path.startswith("/static/")
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "public, max-age=1000" if keep else "no-cache")
        if self.path.startswith("/en/cities/"):
            self.send_header("X-Accel-Expires", "1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if "If-None-Match" in self.headers else body)

    def log_message(self, *_told):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """Run nginx as production does, but on ports of ours; return its port."""
    folder = tmp_path_factory.mktemp("proxy")
    Pages.asked.clear()
    pages = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    Thread(target=pages.serve_forever, daemon=True).start()
    port = free_port()
    text = (ROOT / "deploy/nginx.conf").read_text()
    for was, now in (
        ("worker_processes auto;", f"pid {folder}/pid; worker_processes 1; daemon off;"),
        # What only production is given.
        ("worker_rlimit_nofile 65536;", ""),
        ("worker_connections 24576;", "worker_connections 256;"),
        ("include mime.types;", "types { text/html html; }"),
        ("/var/cache/nginx", str(folder)),
        ("/usr/share/nginx/html", str(ROOT / "deploy")),
        ("listen 80 backlog=8192;", f"listen 127.0.0.1:{port};"),
        ("web:8000", f"127.0.0.1:{pages.server_port}"),
        ("stream:8000", f"127.0.0.1:{free_port()}"),
        ("127.0.0.0/8", f"{NEIGHBOUR}/32"),
    ):
        assert was in text, was
        text = text.replace(was, now)
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        text = text.replace("http {", f"http {{ {kind}_temp_path {folder}/{kind};", 1)
    # Run by root, its workers would be nobody, to whom our folder is closed.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(user + text)
    running = subprocess.Popen(
        [NGINX, "-e", folder / "errors", "-p", folder, "-c", folder / "nginx.conf"]
    )
    try:
        for _attempt in range(100):
            try:
                get(port, "/")
                break
            except ConnectionError:
                time.sleep(0.05)
        yield port
    finally:
        running.terminate()
        running.wait()
        pages.shutdown()


def get(port, path, source="127.0.0.1", **headers):
    """Return status and body of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
    connection.request(
        "GET", path, headers={name.replace("_", "-"): told for name, told in headers.items()}
    )
    answer = connection.getresponse()
    status, body = answer.status, answer.read().decode()
    connection.close()
    return status, body


def test_hall_that_opens_one_page_at_once_does_not_wait_for_one_another(proxy):
    with ThreadPoolExecutor(HALL) as hall:
        answers = list(hall.map(lambda _voter: get(proxy, "/together/")[0], range(HALL)))

    assert answers == [200] * HALL


def test_question_whether_a_page_has_changed_reaches_the_site(proxy):
    assert get(proxy, "/v/homes/state.json", If_None_Match='"1"')[0] == 304


def test_file_that_never_changes_is_fetched_once(proxy):
    for _reader in range(3):
        assert get(proxy, "/static/css/base.0123456789ab.css")[0] == 200

    assert Pages.asked["/static/css/base.0123456789ab.css"] == 1


@pytest.mark.parametrize(
    ("source", "told", "address", "scheme"),
    [
        (NEIGHBOUR, "198.51.100.7, 203.0.113.9", "203.0.113.9", "https"),
        (STRANGER, "198.51.100.7, 203.0.113.9", STRANGER, "http"),
    ],
)
def test_only_a_proxy_before_ours_says_where_a_reader_comes_from(
    proxy, source, told, address, scheme
):
    _status, body = get(proxy, "/", source, X_Forwarded_For=told, X_Forwarded_Proto="https")

    seen = json.loads(body)
    assert seen["x-forwarded-for"] == address
    assert seen["x-forwarded-proto"] == scheme
    assert re.fullmatch(r"127\.0\.0\.1:\d+", seen["host"])


def test_who_comes_while_nothing_runs_reads_so_in_four_languages(proxy):
    # No stream runs beside this proxy.
    status, body = get(proxy, "/v/homes/stream")

    assert status == 502
    assert re.findall(r'<section lang="(..)"', body) == ["en", "fr", "es", "ar"]
    # Going back would lose a ballot without scripts; loading again sends it.
    assert "load this page again" in body


@pytest.fixture
def away(monkeypatch):
    """A switch that makes the site unable to answer."""
    return lambda: monkeypatch.setattr(Pages, "is_away", True)


def test_finished_page_is_shown_while_the_site_cannot_answer(proxy, away):
    path = "/en/cities/bogota/"
    assert get(proxy, path)[0] == 200
    away()
    # The second for which the proxy does not ask is over.
    time.sleep(1.5)

    assert [get(proxy, path)[0] for _reader in range(3)] == [200] * 3
    assert get(proxy, "/en/cities/never-read/")[0] == 503


def test_finished_page_is_asked_for_once_in_a_second(proxy):
    path = "/en/cities/quito/"
    for _reader in range(20):
        assert get(proxy, path)[0] == 200

    assert Pages.asked[path] < 5


def test_reader_with_a_message_gets_a_page_that_is_not_kept(proxy):
    path = "/en/cities/lima/"
    _status, own = get(proxy, path, Cookie="messages=signed-out")
    _status, others = get(proxy, path)

    assert "messages=signed-out" in own
    assert "messages" not in others


@pytest.mark.parametrize("path", ["/en/contribute/", "/en/sessions/launch/register/", "/v/homes/"])
def test_page_of_one_reader_is_never_kept(proxy, away, path):
    assert get(proxy, path)[0] == 200
    away()

    assert get(proxy, path)[0] == 503


def test_page_that_the_site_does_not_mark_is_not_kept(proxy, away):
    assert get(proxy, "/en/priorities/housing/")[0] == 200
    away()

    assert get(proxy, "/en/priorities/housing/")[0] == 503
