"""A real browser against a real server. Skipped, aloud, where Chromium is not installed."""

import os
import shutil
import threading
import time
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.signals import request_finished, request_started
from playwright.sync_api import Page, sync_playwright

# Playwright keeps an event loop in this thread; Django would refuse the tests' own queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The shell has no window and no menus: a fifth faster.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": _STANDARDS, "resultTypes": ["violations"]}


@dataclass
class Reader:
    """Somebody with a browser."""

    page: Page
    site: str
    errors: list[str]

    def open(self, path):
        """Go to a page of the site. Fail unless it is answered with 200."""
        response = self.page.goto(self.site + path)
        assert response.status == 200, path
        return self.page

    def follow(self, target):
        """Press what leads to another page, or to this one anew, and return once that is there.

        A click alone returns while the old page still stands, and so would whatever comes next.
        """
        with self.page.expect_navigation():
            target.click()
        return self.page

    def violations(self, within=None):
        """Return what axe finds wrong on the page, or in a part of it, one line for each."""
        found = Axe().run(self.page, context=within, options=AXE_OPTIONS)
        return [
            f"{violation['id']} at {node['target']}: {node['failureSummary']}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]

    def wait_until(self, expression):
        """Wait until a JavaScript expression is true; our policy forbids polling by `eval`."""
        for _attempt in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"Never true: {expression}")

    def overflow(self):
        """Return by how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@pytest.fixture(scope="session")
def settle():
    """Return what waits until the server has answered all that a closed browser had asked.

    A page may save something as it goes; the next test empties the tables of the database.
    """
    busy = set()

    def begin(**_kwargs):
        busy.add(threading.get_ident())

    def end(**_kwargs):
        busy.discard(threading.get_ident())

    def wait():
        busy.discard(threading.main_thread().ident)  # a test's own client
        quiet_until = time.monotonic() + 0.05
        give_up = time.monotonic() + 20
        while time.monotonic() < min(quiet_until, give_up):
            time.sleep(0.01)
            if busy:
                quiet_until = time.monotonic() + 0.05

    request_started.connect(begin)
    request_finished.connect(end)
    yield wait
    request_started.disconnect(begin)
    request_finished.disconnect(end)


# For this package only: while it lives, no other test could run an event loop in this thread.
@pytest.fixture(scope="package")
def chromium():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: nothing is tested in a real browser.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium, settle, live_server, settings, request):
    """A reader; parametrize indirectly with options of the browser, such as its window."""
    settings.SITE_URL = live_server.url
    options = {"viewport": {"width": 1280, "height": 900}} | getattr(request, "param", {})
    context = chromium.new_context(**options)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    yield Reader(page, live_server.url, errors)
    context.close()
    settle()
    assert errors == []
