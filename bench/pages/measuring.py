"""The rates and times of pages, over keep-alive connections, directly and behind the proxy."""

import asyncio
import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from urllib.request import Request, urlopen

from bench.consultation.site import ROOT, answers, served

CONNECTIONS = 8
SECONDS = 1.5
SHARE = 0.5
LIGHTEST = 30 * 1024
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
_OK = 200
_PER_CONNECTION = 900
_HEAD = "page           req/s  constant   ratio   p50 ms   p99 ms     KB"
OPTIONS = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "4")


def measure(paths: Mapping[str, str], folder: Path) -> bool:
    """Print the figures of all *paths*. Return whether every budget is kept."""
    kept = True
    with served("llex.wsgi:application", *OPTIONS) as site:
        answers(site.port)
        for path in paths.values():
            for _time in range(2):
                _get(site.port, path)
        print(_HEAD)
        for name, path in paths.items():
            page, constant = _in_turns(site.port, path, "/constant")
            ratio, weight = page.rate / constant.rate, _weight(site.port, path)
            is_kept = ratio >= SHARE and weight <= LIGHTEST
            kept &= is_kept
            print(
                f"{name:<12}{page.rate:>8,.0f}{constant.rate:>10,.0f}{ratio:>8.2f}"
                f"{page.at(0.5):>9.2f}{page.at(0.99):>9.2f}{weight / 1024:>7.1f}"
                f"{'' if is_kept else '  NOT KEPT'}"
            )
        if not NGINX:
            print("nginx is not installed: the proxy is not tried.")
            return kept
        with _proxy(site.port, folder) as port:
            _file = next((folder / "static" / "css" / "core").glob("base.*.css")).name
            static = asyncio.run(_rate(port, f"/static-file/{_file}"))
            print(f"nginx, a static file: {static.rate:,.0f}/s, p99 {static.at(0.99):.2f} ms")
            for name in ("note", "city", "topic"):
                page = asyncio.run(_rate(port, paths[name]))
                print(
                    f"nginx, {name}: {page.rate:,.0f}/s, {page.rate / static.rate:.2f} of the file"
                )
            for path in paths.values():
                _get(port, path)
            files = [f"{paths['note'].rstrip('/')}.pdf"]
            for path in files:
                _get(port, path)
            site.kill()
            time.sleep(1.5)
            for name, path in [*paths.items(), *(("file", one) for one in files)]:
                status = _get(port, path)[0]
                kept &= status == _OK
                print(f"application stopped, {name}: {status}")
    return kept


class Timing:
    """How long answers took, in seconds."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.elapsed = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0

    def at(self, share: float) -> float:
        """Return the time in milliseconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def add(self, other: "Timing") -> None:
        self.seconds += other.seconds
        self.elapsed += other.elapsed


def _in_turns(port: int, *paths: str) -> list[Timing]:
    """Ask the paths in turns, so that all meet the same machine."""
    timings = [Timing() for _path in paths]
    for _round in range(2):
        for timing, path in zip(timings, paths, strict=True):
            timing.add(asyncio.run(_rate(port, path)))
    return timings


async def _rate(port: int, path: str) -> Timing:
    timing = Timing()
    begun = time.perf_counter()
    until = begun + SECONDS / 2
    await asyncio.gather(*(_ask(port, path, until, timing) for _ in range(CONNECTIONS)))
    timing.elapsed = time.perf_counter() - begun
    return timing


async def _ask(port: int, path: str, until: float, timing: Timing) -> None:
    question = (f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n").encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in count():
        if time.perf_counter() >= until:
            break
        # nginx closes a connection after a thousand requests.
        if number % _PER_CONNECTION == _PER_CONNECTION - 1:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        begun = time.perf_counter()
        writer.write(question)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head.splitlines()[0].decode()}")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if found is None:
            raise RuntimeError(f"{path} has no length.")
        await reader.readexactly(int(found[1]))
        timing.seconds.append(time.perf_counter() - begun)
    writer.close()


def _weight(port: int, path: str) -> int:
    """Return the bytes of a first visit, compressed: the page, its styles and its scripts."""
    body = _get(port, path)[1]
    text = gzip.decompress(body).decode()
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', text))
    return len(body) + sum(len(_get(port, file)[1]) for file in files)


def _get(port: int, path: str) -> tuple[int, bytes]:
    request = Request(
        f"http://127.0.0.1:{port}{path}",
        headers={"Accept-Encoding": "gzip", "Host": "localhost"},
    )
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read()
    except OSError as error:
        return getattr(error, "code", 0), b""


@contextmanager
def _proxy(pages: int, folder: Path) -> Iterator[int]:
    """Run nginx as production does, on a port of ours and beside a folder of static files."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = (ROOT / "deploy/nginx.conf").read_text()
    static = f"location /static-file/ {{ alias {folder}/static/css/core/; }}"
    for was, now in (
        ("worker_processes auto;", f"pid {folder}/pid; worker_processes 1; daemon off;"),
        ("worker_rlimit_nofile 65536;", ""),
        ("worker_connections 24576;", "worker_connections 256;"),
        ("include mime.types;", "types { text/css css; text/html html; }"),
        ("/var/cache/nginx", str(folder)),
        ("/usr/share/nginx/html", str(ROOT / "deploy")),
        (
            "listen 80 backlog=8192;",
            f"listen 127.0.0.1:{port}; {static}",
        ),
        ("web:8000", f"127.0.0.1:{pages}"),
        ("stream:8000", f"127.0.0.1:{pages}"),
    ):
        text = text.replace(was, now)
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        text = text.replace("http {", f"http {{ {kind}_temp_path {folder}/{kind};", 1)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(user + text)
    command = [
        str(NGINX),
        "-e",
        f"{folder}/errors",
        "-p",
        str(folder),
        "-c",
        f"{folder}/nginx.conf",
    ]
    running = subprocess.Popen(command)
    try:
        for _attempt in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield port
    finally:
        running.terminate()
        running.wait()
