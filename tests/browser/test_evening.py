"""An organiser's evening on an empty site: from the first series to a note that publishes itself.

Presses of the pointer and of Enter are counted in the page, and so is each page that is loaded. The
chair's are not the organiser's. Nothing is found by its words: the evening is the same in every
language.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import openpyxl
import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.timezone import now
from lxml import etree
from playwright.sync_api import Locator

from llex.core.models import TranslationMark
from sessions_app.groups import ORGANISERS
from sessions_app.models import Edition, LearningSession, ReviewLink, ScheduledPublication
from tests.browser.conftest import Reader
from tests.factories import PASSWORD, make_user

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
MOST_PRESSES = 30
MOST_PAGES = 20
CITIES = (
    ("Lisbon", "Portugal"), ("Quito", "Ecuador"), ("Dakar", "Senegal"), ("Amman", "Jordan"),
    ("Nairobi", "Kenya"), ("Montevideo", "Uruguay"), ("Rabat", "Morocco"), ("Medellín", "Colombia"),
    ("Durban", "South Africa"), ("Barcelona", "Spain"),
)  # fmt: skip
_COUNT = """for (const [kind, counts] of [
  ["pointerdown", () => true], ["keydown", (event) => event.key === "Enter"]
]) addEventListener(kind, (event) => {
  if (event.isTrusted && counts(event)) countPress(kind);
}, true);"""


@dataclass
class Evening:
    """An organiser's browser, the kinds of its presses so far and the addresses of its pages."""

    reader: Reader
    by_keyboard: bool = False
    presses: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    @property
    def page(self):
        return self.reader.page

    def begin(self, address):
        """Open the first page, from which on everything counts."""
        self.page.expose_binding("countPress", lambda _source, kind: self.presses.append(kind))
        self.page.add_init_script(_COUNT)
        self.page.on("domcontentloaded", lambda page: self.pages.append(page.url))
        self.reader.open(address)

    def go(self, selector):
        """Press what leads to another page."""
        with self.page.expect_navigation():
            self.press(selector)

    def press(self, selector):
        """Press something with the pointer, or reach it by Tab and press the key that does it."""
        target = self.page.locator(selector).first
        if not self.by_keyboard:
            target.click()
            return
        self.reach(target)
        kind = target.get_attribute("type")
        self.page.keyboard.press("Space" if kind in ("checkbox", "file") else "Enter")

    def reach(self, target: Locator):
        """Go on by Tab until *target* has the focus."""
        for _step in count():
            assert _step < 400, "Tab does not lead there."
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")

    def write(self, selector, text):
        """Type a text into a field."""
        target = self.page.locator(selector).first
        if self.by_keyboard:
            self.reach(target)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            target.fill(text)

    def choose(self, selector, value):
        """Choose from a list, which takes a key for its first letter."""
        target = self.page.locator(selector).first
        if self.by_keyboard:
            self.reach(target)
        target.select_option(value)

    def upload(self, selector, path):
        """Choose a file in the window of the system."""
        with self.page.expect_file_chooser() as chooser:
            self.press(selector)
        chooser.value.set_files(path)


def table_of_cities(path):
    """Write the table that organisers have, one row a city."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["City", "Country", "Representative", "Position", "Responses", "Challenges"])
    for number, (city, country) in enumerate(CITIES):
        responses = f"Shelters for {40 + number} families\nMeals every night"
        person = f"Ana Person {number}"
        sheet.append([city, country, person, "Mayor", responses, "Beds are missing"])
    book.save(path)
    return path


def translated(source, target):
    """Fill in the targets of an XLIFF 2 file, as a translator's program does."""
    names = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    tree = etree.parse(source)
    for segment in tree.iterfind(".//x:segment", names):
        text = "".join(segment.find("x:source", names).itertext())
        found = segment.find("x:target", names)
        if found is None:
            found = etree.SubElement(segment, f"{{{names['x']}}}target")
        found.text = f"{text} (2)"
    tree.write(target, xml_declaration=True, encoding="utf-8")
    return target


@pytest.fixture
def organiser(transactional_db):
    return make_user(group=ORGANISERS, name="Ana Brandt", email="ana@example.org")


def log_in(reader, user, language):
    page = reader.open(f"/{language}/accounts/login/?next=/{language}/admin/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    reader.follow(page.locator("main form button[type=submit]").first)


def plan(evening, own, other):
    """Make the series and its first session, which has just ended."""
    started = now() - timedelta(hours=3)
    evening.go("a[href$='/series/add/']")
    evening.write(f"[name=title_{own}]", "Cities keep learning")
    evening.go("[name=_save]")
    evening.write(f"[name=title_{own}]", "Heat in the city")
    evening.write("[name=starts_at_0]", f"{started:%Y-%m-%d}")
    evening.write("[name=starts_at_1]", f"{started:%H:%M}")
    for code in ("en", "fr", "es", "ar"):
        if code not in (own, other):
            evening.press(f"[name=languages][value={code}]")
    evening.choose("[name=main_language]", own)
    evening.go("[name=_save]")
    return LearningSession.objects.get()


def bring_in_cities(evening, path):
    """Take the table of cities, accept what it says, and record that the cities agreed."""
    evening.go(".ways a[href$='/table/import/']")
    evening.upload("[name=file]", path)
    evening.go(".city-table-upload button[type=submit]")
    evening.go("button[name=write]")
    evening.go(".next button[type=submit]")
    evening.press("[data-all]")
    evening.press(".ck-menu summary")
    evening.choose("[name=source]", "email")
    evening.go("button[value=record_consent]")


def write_introduction(evening, own):
    box = f"[data-text=introduction][data-language={own}]"
    evening.press(f".sections details:has({box}) > summary")
    evening.write(f"{box} textarea", "Why we met.")
    evening.page.locator(f"{box} [data-saved]:not(:empty)").wait_for()
    evening.reader.wait_until(
        f"!document.querySelector('{box}').dataset.saving.includes("
        f"document.querySelector('{box} [data-saved]').textContent)"
    )


def translate(evening, session, own, other, folder):
    """Send the texts out as XLIFF, and bring them back translated and approved."""
    evening.go("a[href$='/translations/']")
    evening.go("a[href*='/translations/files/']")
    with evening.page.expect_download() as download:
        evening.press(f"a[href*='/files/xlf/{own}/{other}/']")
    download.value.save_as(folder / "out.xlf")
    evening.upload("[name=file]", translated(folder / "out.xlf", folder / "back.xlf"))
    evening.go("form.desk-assign button[type=submit]")
    evening.press("[name=approve]")
    evening.go(".desk-actions button[type=submit]")
    evening.go(f"a[href$='/learningsession/{session.pk}/']")


def approve_for_cities(evening):
    """Note that the cities have approved their texts, which came with the table."""
    evening.press("[data-all]")
    evening.go("button[value=approve_wording]")


def ask_the_chair(evening):
    """Mail the chair a private link to the draft."""
    evening.go("a[href$='/draft-links/add/']")
    evening.write("[name=name]", "Clara Chair")
    evening.write("[name=email]", "clara@example.org")
    evening.go(".publish form button[type=submit]")


def approve_as_chair(chromium, site):
    """Follow the link of the mail in a browser of one's own, and approve every language."""
    [letter] = [one for one in mail.outbox if one.to == ["clara@example.org"]]
    [address] = [word for word in letter.body.split() if "/draft/" in word]
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    assert page.goto(address).status == 200
    with page.expect_navigation():
        page.locator("button[name=approve][value=all]").click()
    context.close()
    assert address.startswith(site)


def schedule(evening):
    """Set the hour at which the note publishes itself."""
    hour = now() + timedelta(hours=1)
    evening.go("a[href$='/publish/']")
    evening.write("[name=publish_at_0]", f"{hour:%Y-%m-%d}")
    evening.write("[name=publish_at_1]", f"{hour:%H:%M}")
    evening.go("button[name=do][value=later]")


def let_the_clock_publish():
    """Let that hour come."""
    assert not Edition.objects.exists()
    ScheduledPublication.objects.update(publish_at=now() - timedelta(minutes=1))
    call_command("publish_due")


@pytest.mark.parametrize("reader", [LAPTOP], indirect=True, ids=["laptop"])
@pytest.mark.parametrize(
    ("own", "other", "by_keyboard"),
    [("en", "fr", False), ("fr", "en", False), ("ar", "fr", False), ("en", "ar", True)],
    ids=["en", "fr", "ar", "keyboard"],
)
def test_evening_takes_few_presses_and_pages(  # noqa: PLR0917 - fixtures
    reader, chromium, organiser, own, other, by_keyboard, tmp_path, large_places_only, capsys
):
    log_in(reader, organiser, own)
    evening = Evening(reader, by_keyboard)
    evening.begin(f"/{own}/admin/")

    session = plan(evening, own, other)
    bring_in_cities(evening, table_of_cities(tmp_path / "cities.xlsx"))
    write_introduction(evening, own)
    translate(evening, session, own, other, tmp_path)
    approve_for_cities(evening)
    ask_the_chair(evening)
    approve_as_chair(chromium, reader.site)
    schedule(evening)
    let_the_clock_publish()

    with capsys.disabled():
        print(f"\nAn evening ({own}): {len(evening.presses)} presses, {len(evening.pages)} pages")
    document = Edition.objects.get().documents.get(language=other)
    assert len(document.content["rows"]) == len(CITIES)
    assert document.title == "Heat in the city (2)"
    session.refresh_from_db()
    assert session.is_announced
    assert set(ReviewLink.objects.get().approvals.values_list("language", flat=True)) == {
        own,
        other,
    }
    marks = TranslationMark.objects.about([session]).filter(language=other, field="introduction")
    assert marks.get().state == "approved"
    if by_keyboard:
        assert "pointerdown" not in evening.presses
    else:
        assert len(evening.presses) <= MOST_PRESSES
    assert len(evening.pages) <= MOST_PAGES
    reader.open(f"/{other}/sessions/{session.slug}/briefing/")
