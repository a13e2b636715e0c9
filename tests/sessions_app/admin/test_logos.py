"""Logos in the admin: uploaded, shown, replaced, taken off, refused."""

import io
import zlib
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image, ImageDraw

from llex.core.files.pictures import LARGE, SMALL
from sessions_app.models import Organisation
from sessions_app.models.series import LOGOS
from sessions_app.people.merging import merge
from tests.factories import in_all, make_logo, make_organisation
from tests.llex.core.admin.test_kept_posts import typed

TALLER = (300, 400)


def drawn(kind="PNG", size=(400, 200), mark="#123456", ground="white", box=None, mode="RGB"):
    """Return an image with a rectangle on its ground."""
    image = Image.new(mode, size, ground)
    ImageDraw.Draw(image).rectangle(box or (0, 0, size[0] - 1, size[1] - 1), fill=mark)
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


def bomb():
    """Return a PNG of a few bytes that says it has billions of pixels."""
    content = bytearray(drawn(size=(200, 200)))
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


@pytest.fixture
def organisation(db):
    return make_organisation()


@pytest.fixture
def address(organisation):
    return reverse("admin:sessions_app_organisation_change", args=[organisation.pk])


def post(client, address, content=None, **data):
    data = typed(client, address, logo_file="") | data
    if content is None:
        del data["logo_file"]
    else:
        data["logo_file"] = SimpleUploadedFile("logo.png", content)
    return client.post(address, data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_logo_is_kept_as_a_png_without_its_margin(as_organiser, organisation, address, kind):
    content = drawn(kind, size=(800, 600), box=(200, 200, 599, 399))

    assert post(as_organiser, address, content).status_code == 302

    organisation.refresh_from_db()
    assert organisation.logo_width == pytest.approx(400, abs=20)
    assert organisation.logo_height == pytest.approx(200, abs=20)
    for size in (SMALL, LARGE):
        kept = Image.open(io.BytesIO(LOGOS.read(organisation.logo, size)))
        assert (kept.format, kept.mode) == ("PNG", "RGB")


def test_page_shows_the_logo_and_takes_it_off(as_organiser, organisation, address):
    make_logo(organisation)
    page = as_organiser.get(address).content.decode()
    assert f'src="{reverse("logo_file", args=[organisation.logo, SMALL])}"' in page

    assert post(as_organiser, address).status_code == 302
    organisation.refresh_from_db()
    assert organisation.logo

    assert post(as_organiser, address, **{"logo_file-clear": "on"}).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.logo, organisation.logo_width, organisation.logo_height) == ("", 0, 0)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Save an SVG drawing as a PNG first."),
        (b"%PDF-1.7", "Save an SVG drawing as a PNG first."),
        (drawn()[:60], "it may be damaged"),
        (bomb(), "too many pixels"),
        (drawn(size=(140, 70)), "at least 150 are needed"),
        (drawn(size=(1400, 200)), "too long and narrow"),
        (drawn(mark="white"), "cannot be seen on white"),
        (drawn(mode="RGBA", ground=(0, 0, 0, 0), mark="white"), "cannot be seen on white"),
    ],
    ids=["svg", "pdf", "damaged", "bomb", "small", "slim", "white", "white-on-transparent"],
)
def test_logo_that_is_refused_leaves_the_present_one(
    as_organiser, organisation, address, content, text
):
    make_logo(organisation)

    page = post(as_organiser, address, content, website="https://typed.example/")

    assert page.status_code == 200
    assert text in page.content.decode()
    assert "https://typed.example/" in page.content.decode()
    assert Organisation.objects.get().logo == organisation.logo


def test_file_that_is_too_large_is_refused(as_organiser, organisation, address, settings):
    settings.ATTACHMENT_MEGABYTES = 0

    page = post(as_organiser, address, drawn())

    assert "at most 0" in page.content.decode()
    assert Organisation.objects.get().logo == ""


@pytest.mark.parametrize("digest", ["0" * 64, "x" * 64, "../../secret"])
def test_unknown_logo_is_not_found(client, db, digest):
    assert client.get(f"/logos/{digest}-640.png").status_code == 404


def test_logo_has_two_sizes_and_is_only_read(client, organisation):
    make_logo(organisation)
    address = reverse("logo_file", args=[organisation.logo, SMALL])

    assert client.get(address).status_code == 200
    assert client.get(reverse("logo_file", args=[organisation.logo, 641])).status_code == 404
    assert client.post(address).status_code == 405


def test_replaced_logo_is_not_shown_and_its_file_goes(client, organisation, monkeypatch):
    make_logo(organisation)
    former = organisation.logo
    make_logo(organisation)
    assert client.get(reverse("logo_file", args=[former, SMALL])).status_code == 404
    monkeypatch.setattr("llex.core.files.file_storage._AGE", timedelta(days=-1))

    call_command("clean_up")

    private = storages["private"]
    assert not private.exists(LOGOS.name(former, SMALL))
    assert private.exists(LOGOS.name(organisation.logo, SMALL))


def test_merge_takes_the_logo_with_its_size_and_text(organisation):
    other = make_logo(make_organisation(), size=TALLER, **in_all("logo_alternative", "A tree"))

    merged = merge(organisation, other)

    assert (merged.logo, merged.logo_width, merged.logo_height) == (other.logo, *TALLER)
    assert merged.logo_alternative_fr == "A tree (fr)"


def test_merge_page_shows_both_logos(as_organiser, organisation):
    rows = [make_logo(organisation), make_logo(make_organisation(), size=TALLER)]
    address = reverse("admin:sessions_app_organisation_merge")

    page = as_organiser.get(address, {"keep": rows[0].pk, "gone": rows[1].pk}).content.decode()

    for row in rows:
        assert reverse("logo_file", args=[row.logo, SMALL]) in page
