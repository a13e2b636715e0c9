"""The look of a series in the admin: picture, colours and numbers, taken and refused."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from PIL import Image

from llex.core.files.pictures import SMALL
from sessions_app.models.series_look import COVERS
from tests.factories import make_cover, make_organisation, make_series
from tests.llex.core.admin.test_kept_posts import typed
from tests.sessions_app.admin.test_logos import bomb, drawn


@pytest.fixture
def series(db):
    return make_series()


@pytest.fixture
def address(series):
    return reverse("admin:sessions_app_series_change", args=[series.pk])


def post(client, address, content=None, **data):
    data = typed(client, address, cover_file="") | data
    # A list without a choice is not sent.
    data = {name: value for name, value in data.items() if value or name != "conveners"}
    del data["cover_file"]
    if content is not None:
        data["cover_file"] = SimpleUploadedFile("cover.jpg", content)
    return client.post(address, data)


def test_picture_is_kept_in_two_sizes_shown_and_taken_off(as_organiser, series, address, client):
    content = drawn("JPEG", size=(2000, 1400))

    assert post(as_organiser, address, content).status_code == 302

    series.refresh_from_db()
    assert (series.cover_width, series.cover_height) == (1600, 1120)
    shown = reverse("cover_file", args=[series.cover, SMALL])
    assert f'src="{shown}"' in as_organiser.get(address).content.decode()
    answer = client.get(shown)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert post(as_organiser, address, **{"cover_file-clear": "on"}).status_code == 302
    series.refresh_from_db()
    assert (series.cover, series.cover_width) == ("", 0)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"%PDF-1.7", "This is not a PNG, JPEG or WebP image"),
        (drawn()[:60], "it may be damaged"),
        (bomb(), "too many pixels"),
        (drawn(size=(1199, 900)), "at least 1200 are needed"),
        (drawn(size=(3000, 1000)), "too long and narrow"),
    ],
    ids=["pdf", "damaged", "bomb", "small", "slim"],
)
def test_refused_picture_leaves_the_present_one_and_what_was_typed(
    as_organiser, series, address, content, text
):
    make_cover(series)

    page = post(as_organiser, address, content, hashtag="Typed").content.decode()

    assert text in page
    assert "Typed" in page
    before = series.cover
    series.refresh_from_db()
    assert series.cover == before


@pytest.mark.parametrize("digest", ["0" * 64, "x" * 64])
def test_unknown_picture_is_not_found(client, db, digest):
    assert client.get(f"/covers/{digest}-640.jpg").status_code == 404


def test_picture_is_only_read(client, series):
    make_cover(series)

    assert client.post(reverse("cover_file", args=[series.cover, SMALL])).status_code == 405
    assert client.get(reverse("cover_file", args=[series.cover, 641])).status_code == 404


def test_files_of_a_replaced_picture_go(series, monkeypatch):
    make_cover(series)
    former = series.cover
    make_cover(series)
    monkeypatch.setattr("llex.core.files.file_storage._AGE", timedelta(days=-1))

    call_command("clean_up")

    private = storages["private"]
    assert not private.exists(COVERS.name(former, SMALL))
    assert private.exists(COVERS.name(series.cover, SMALL))


def test_colours_and_numbers_are_kept_as_they_are_written(as_organiser, series, address):
    sent = {"main_colour": "0B4F6C", "second_colour": "#b4531a", "issn": "issn 20493630"}

    assert post(as_organiser, address, **sent).status_code == 302

    series.refresh_from_db()
    assert (series.main_colour, series.second_colour) == ("#0b4f6c", "#b4531a")
    assert series.issn == "2049-3630"


def test_pale_colour_and_wrong_issn_are_refused_beside_their_fields(as_organiser, series, address):
    page = post(as_organiser, address, main_colour="#ffe08a", issn="2049-3631").content.decode()

    assert "Text in this colour is hard to read on white" in page
    assert "after 2049-363 comes 0" in page
    assert 'value="#ffe08a"' in page
    assert 'value="2049-3631"' in page
    series.refresh_from_db()
    assert (series.main_colour, series.issn) == ("", "")


def test_rapporteur_looks_at_a_series_only(as_rapporteur, series, address):
    assert post_refused(as_rapporteur, address)
    series.refresh_from_db()
    assert series.main_colour == ""


def post_refused(client, address):
    content = io.BytesIO()
    Image.new("RGB", (1300, 900)).save(content, "JPEG")
    return client.post(address, {"main_colour": "#0b4f6c"}).status_code == 403


def test_help_about_the_picture_is_in_the_language_of_the_page(as_organiser, series):
    for model, key in (("series", series.pk), ("organisation", make_organisation().pk)):
        with translation.override("fr"):
            address = reverse(f"admin:sessions_app_{model}_change", args=[key])

        page = as_organiser.get(address).content.decode()

        assert "pixels de large" in page
        assert "pixels wide" not in page
