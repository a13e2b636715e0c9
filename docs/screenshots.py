"""Draw the pictures of README.md: the demo, served on a free port and looked at with Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "img"
ORGANISER = "organiser@example.org"


@dataclass(frozen=True)
class Picture:
    """A page, and how it is looked at."""

    name: str
    path: str
    width: int = 1200
    height: int = 800
    logged_in: bool = False


@dataclass(frozen=True)
class Demo:
    """A site with the demo's data: its address, its published session, and how to log in."""

    site: str
    slug: str
    key: str
    password: str


def main() -> None:
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if not chromium:
        sys.exit("Chromium is needed: apt install chromium")
    with demo() as served, sync_playwright() as playwright:
        note = f"sessions/{served.slug}/briefing/"
        admin = f"en/admin/sessions_app/learningsession/{served.key}/"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in (
            Picture("note", f"en/{note}"),
            Picture("phone", f"fr/{note}", width=360, height=720),
            Picture("arabic", f"ar/{note}", width=760, height=900),
            Picture("admin", admin, logged_in=True),
        ):
            draw(browser, served, picture)


def draw(browser: Browser, served: Demo, picture: Picture) -> None:
    viewport = {"width": picture.width, "height": picture.height}
    page = browser.new_page(viewport=viewport, device_scale_factor=1.5)  # type: ignore[arg-type]
    if picture.logged_in:
        log_in(page, served)
    page.goto(served.site + picture.path)
    path = PICTURES / f"{picture.name}.jpg"
    page.screenshot(path=path, type="jpeg", quality=72)
    page.close()
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")


def log_in(page: Page, served: Demo) -> None:
    page.goto(f"{served.site}en/accounts/login/")
    page.fill("[name=login]", ORGANISER)
    page.fill("[name=password]", served.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/**")


@contextmanager
def demo() -> Iterator[Demo]:
    """Serve the demo from a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="llex-pictures-") as folder:
        port = free_port()
        site = f"http://127.0.0.1:{port}/"
        environment = os.environ | {
            "SECRET_KEY": "only-for-the-pictures-0123456789-0123456789-0123456789",
            "DEBUG": "false",
            "DEMO": "true",
            "HTTPS": "false",
            "SITE_URL": site,
            "VAR_DIR": folder,
            "MEDIA_ROOT": f"{folder}/media",
            "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
            "REDIS_URL": "",
        }
        for command in (["migrate"], ["collectstatic", "--no-input"], ["demo", "--no-places"]):
            manage(*command, "--verbosity", "0", environment=environment)
        found = manage("shell", "--verbosity", "0", "-c", FIND, environment=environment).split()
        options = ["--interface", "wsgi", "--port", str(port), "--log-level", "error"]
        server = subprocess.Popen(
            [Path(sys.executable).parent / "granian", *options, "llex.wsgi:application"],
            cwd=ROOT,
            env=environment,
        )
        try:
            wait_for(f"{site}healthz")
            yield Demo(site, *found)
        finally:
            server.terminate()
            server.wait()


FIND = """
from sessions_app.demo.accounts import password
from sessions_app.models import Edition
session = Edition.objects.latest("number").session
print(session.slug, session.pk, password())
"""


def manage(*arguments: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address).close()  # noqa: S310 - our own server
        except URLError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{address} does not answer")


if __name__ == "__main__":
    main()
