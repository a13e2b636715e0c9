"""An organiser's evening on an empty site: from the first series to a note that publishes itself.

Presses of the pointer and of Enter are counted in the page, and so is each page that is loaded. What
the chair does is not the organiser's. Nothing is found by its words: the evening is the same in
every language.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import openpyxl
import pytest
from django.utils.timezone import now
from lxml import etree

from sessions_app.groups import ORGANISERS
from sessions_app.models import LearningSession
from tests.factories import PASSWORD, make_user

LAPTOP = {"viewport": {"width": 1366, "height": 768}, "accept_downloads": True}
MOST_PRESSES = 30
MOST_PAGES = 20
CITIES = (
    ("Lisbon", "Portugal"), ("Quito", "Ecuador"), ("Dakar", "Senegal"), ("Amman", "Jordan"),
    ("Nairobi", "Kenya"), ("Montevideo", "Uruguay"), ("Rabat", "Morocco"), ("Medellín", "Colombia"),
    ("Durban", "South Africa"), ("Barcelona", "Spain"),
)  # fmt: skip


@dataclass
class Evening:
    """The organiser's browser, and what it took so far."""

    reader: object
    language: str
    presses: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    @property
    def page(self):
        return self.reader.page

    def begin(self):
        self.page.expose_binding("countPress", lambda _source, what: self.presses.append(what))
        self.page.add_init_script(
            """for (const [kind, counts] of [
                 ["pointerdown", () => true], ["keydown", (event) => event.key === "Enter"]
               ]) addEventListener(kind, (event) => {
                 if (event.isTrusted && counts(event)) countPress(kind + " " + event.target.outerHTML.slice(0, 90));
               }, true);"""
        )
        self.page.on("domcontentloaded", lambda page: self.pages.append(page.url))

    def open(self, address):
        return self.reader.open(address)

    def press(self, target, *, leads=True):
        """Press something; where it *leads*, wait for the page that follows."""
        found = self.page.locator(target) if isinstance(target, str) else target
        if leads:
            self.reader.follow(found.first)
        else:
            found.first.click()


def table_of_cities(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["City", "Country", "Representative", "Position", "Responses", "Challenges"])
    for number, (city, country) in enumerate(CITIES):
        sheet.append(
            [
                city, country, f"Ana Person {number}", "Mayor",
                f"Shelters for {40 + number} families\nMeals every night", "Beds are missing",
            ]
        )  # fmt: skip
    book.save(path)
    return path


def translated(source, target):
    """Translate an XLIFF 2 file, as a translator's program would."""
    space = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    tree = etree.parse(source)
    for segment in tree.iterfind(".//x:segment", space):
        text = "".join(segment.find("x:source", space).itertext())
        found = segment.find("x:target", space)
        if found is None:
            found = etree.SubElement(segment, f"{{{space['x']}}}target")
        found.text = f"{text} (traduit)"
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


def choose_file(evening, target, path):
    with evening.page.expect_file_chooser() as chooser:
        evening.press(target, leads=False)
    chooser.value.set_files(path)


@pytest.mark.parametrize("reader", [LAPTOP], indirect=True)
def test_evening(reader, organiser, tmp_path, large_places_only):
    own, other = "en", "fr"
    log_in(reader, organiser, own)
    evening = Evening(reader, own)
    evening.begin()
    page = evening.open(f"/{own}/admin/")
    shots = iter(range(1, 99))
    shot = lambda: page.screenshot(path=f"/tmp/me/ev-{next(shots)}.png", full_page=True)

    evening.press("a[href$='/series/add/']")
    page.locator(f"[name=title_{own}]").fill("Cities keep learning")
    evening.press("[name=_save]")
    page.locator(f"[name=title_{own}]").fill("Heat in the city")
    page.locator("[name=starts_at_0]").fill((now() - timedelta(hours=3)).strftime("%Y-%m-%d"))
    page.locator("[name=starts_at_1]").fill((now() - timedelta(hours=3)).strftime("%H:%M"))
    page.locator("[name=main_language]").select_option(own)
    for code in {"en", "fr", "es", "ar"} - {own, other}:
        evening.press(f"[name=languages][value={code}]", leads=False)
    shot()
    evening.press("[name=_save]")
    session = LearningSession.objects.get()
    shot()
    evening.press(".ways a[href$='/table/import/']")
    choose_file(evening, "[name=file]", table_of_cities(tmp_path / "cities.xlsx"))
    evening.press(".city-table-upload button[type=submit]")
    shot()
    evening.press("button[name=write]")
    shot()
    evening.press(".next button[type=submit]")
    shot()
    evening.press("[data-all]", leads=False)
    evening.press(".ck-menu summary", leads=False)
    page.locator("[name=source]").select_option("email")
    evening.press("button[value=record_consent]")
    shot()
    evening.press(".sections summary", leads=False)
    page.locator(f"[data-text=introduction][data-language={own}] textarea").fill("Why we met.")
    reader.wait_until(
        f"document.querySelector('[data-text=introduction][data-language={own}] [data-saved]').textContent !== ''"
    )
    page.wait_for_timeout(2500)
    shot()
    print(evening.presses, evening.pages)
