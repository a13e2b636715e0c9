"""The pictures beside links on other sites: drawn per page, in its language and script."""

import io
import re
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from llex.core import languages
from llex.core.sharing import pictures
from llex.core.sharing.pictures import SharePicture, kept_picture
from priorities.models import Service
from sessions_app.briefing.editions import publish
from tests.factories import make_full_session

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def note(db):
    session = make_full_session(languages=list(languages.CODES))
    publish(session)
    return session


def head_of(client, path):
    return html.fromstring(client.get(path).content.decode()).find("head")


def picture_of(client, path):
    address = head_of(client, path).xpath("meta[@property='og:image']/@content")[0]
    answer = client.get(address.removeprefix("http://testserver"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert not answer.cookies
    return address, answer


@pytest.mark.parametrize("code", languages.CODES)
def test_each_page_names_a_picture_of_its_language(client, note, code):
    city = note.contributions.first().city
    service = Service.objects.first()
    paths = [
        f"/{code}/",
        f"/{code}/sessions/{note.slug}/",
        f"/{code}/sessions/{note.slug}/briefing/",
        f"/{code}/cities/{city.slug}/",
        f"/{code}/priorities/{service.slug}/",
    ]

    addresses = set()
    for path in paths:
        address, answer = picture_of(client, path)
        picture = Image.open(io.BytesIO(answer.content))
        assert picture.format == "PNG"
        assert picture.size == (1200, 630)
        assert f"/share/{code}/" in address
        # The address is that of the picture as it is: caches may keep it for a year.
        assert "max-age=31536000" in answer["Cache-Control"], path
        addresses.add(address)
    assert len(addresses) == len(paths)


def test_page_says_what_is_on_its_picture(client, note):
    head = head_of(client, f"/ar/sessions/{note.slug}/briefing/")

    alternative = head.xpath("meta[@property='og:image:alt']/@content")[0]
    assert note.title_ar in alternative
    assert "مذكرة إحاطة وتعلّم" in alternative
    assert head.xpath("meta[@name='twitter:card']/@content") == ["summary_large_image"]


def test_other_pages_have_the_picture_of_the_site(client, db):
    about, _answer = picture_of(client, "/fr/about/")
    privacy, _answer = picture_of(client, "/fr/privacy/")

    assert about == privacy


def test_home_shows_a_small_picture_of_the_newest_note(client, note):
    page = html.fromstring(client.get("/ar/").content.decode())

    (address,) = page.xpath("//img[@class='row-picture']/@src")
    answer = client.get(address)

    assert Image.open(io.BytesIO(answer.content)).size == (480, 252)
    assert len(answer.content) < 8000


def test_old_address_shows_the_picture_as_it_is(client, note):
    answer = client.get(f"/share/en/notes/{note.slug}-0123456789abcdef.png")

    assert answer.status_code == 200
    assert "max-age=3600" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "xx/site/site-0.png",
        "en/secrets/x-0.png",
        "en/notes/nowhere-0.png",
        "en/cities/nowhere-0.png",
        "en/sessions/nowhere-0.png",
        "en/topics/nowhere-0.png",
    ],
)
def test_picture_of_nothing_is_not_found(client, db, path):
    assert client.get(f"/share/{path}").status_code == 404


def test_picture_of_a_draft_is_not_found(client, db):
    session = make_full_session(languages=["en"], announced_at=None)

    for kind in ("notes", "sessions"):
        assert client.get(f"/share/en/{kind}/{session.slug}-0.png").status_code == 404


@pytest.mark.parametrize(
    ("language", "title"), [("en", "A city learns " * 5), ("ar", "مدينة تتعلم " * 6)]
)
def test_picture_weighs_little(language, title):
    drawn = pictures.draw(SharePicture(language, "Note", title, "Wednesday 25 March 2020"))

    assert len(drawn) < 45_000


def test_picture_is_drawn_once(monkeypatch):
    drawn = []
    draw = pictures.draw
    monkeypatch.setattr(pictures, "draw", lambda one: drawn.append(one) or draw(one))
    picture = SharePicture("en", "City", "Bogotá")

    assert kept_picture(picture) == kept_picture(picture)
    assert len(drawn) == 1


def test_kept_pictures_are_bounded(monkeypatch, settings):
    monkeypatch.setattr(pictures, "MOST_KEPT", 3)
    monkeypatch.setattr(pictures, "draw", lambda one: one.title.encode())
    for number in range(6):
        kept_picture(SharePicture("en", "City", f"City {number}"))

    kept = [path.read_bytes() for path in Path(settings.VAR_DIR, "share").iterdir()]
    assert len(kept) == 3
    assert b"City 5" in kept


def test_full_disk_only_costs_time(monkeypatch, settings, tmp_path):
    (tmp_path / "share").write_text("a file where the folder should be")

    assert kept_picture(SharePicture("en", "City", "Quito")).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "title",
    ["", '#import "x" $ * _ @ <b>', "W" * 300, "Ж 中文 ไทย", "\u202e back", "مدينة " * 60],
)
def test_any_title_can_be_drawn(title):
    picture = Image.open(io.BytesIO(pictures.draw(SharePicture("ar", "City", title, "1 · 2"))))

    assert picture.size == (1200, 630)
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 3


def test_digest_depends_on_what_is_drawn(settings):
    one = SharePicture("en", "City", "Quito")
    before = one.digest
    settings.SITE_NAME = "Ports"

    assert one.digest != before
    assert one.digest != SharePicture("fr", "City", "Quito").digest
    assert re.fullmatch(r"[0-9a-f]{16}", one.digest)
