"""Pictures of figures: SVG and PNG in both directions of writing."""

import io
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override
from PIL import Image

from llex.core.charts.files import as_png, as_svg
from llex.core.charts.picture import Picture, PictureBox, PictureText, mark

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def picture():
    drawn = Picture("A title & <b>", "What is drawn", width=400)
    drawn.boxes.append(PictureBox(100, 60, 50, 20, "#1f5673", opacity=0.5, edge="#1f5673"))
    drawn.texts.append(PictureText(24, 75, "كيف"))
    drawn.paths.append(mark(2, 300, 70))
    return drawn.finish("The source", 100)


@pytest.mark.parametrize(
    ("language", "direction", "x"), [("en", "ltr", "100"), ("ar", "rtl", "250")]
)
def test_svg_is_mirrored_where_one_writes_from_the_right(picture, language, direction, x):
    with override(language):
        tree = ET.fromstring(as_svg(picture))  # noqa: S314 - our own
    assert tree.get("direction") == direction
    assert tree.find(f"{_SVG}title").text == "A title & <b>"
    assert tree.findall(f"{_SVG}rect")[1].get("x") == x
    assert (tree.get("width"), tree.get("height")) == ("400", "141")


def test_png_has_two_pixels_for_each_unit_and_shows_its_text(picture):
    for language in ("en", "ar"):
        with override(language):
            image = Image.open(io.BytesIO(as_png(picture)))
        assert image.size == (800, 282)
        x = 48 if language == "en" else 800 - 48 - 60
        box = image.convert("L").crop((x, 120, x + 60, 160))
        assert box.getextrema()[0] < 90, language


def test_a_picture_has_no_decimal_comma_and_no_script_element(picture):
    picture.boxes.append(PictureBox(1.5, 2.25, 3.5, 4, "#000"))
    with override("fr"):
        svg = as_svg(picture).decode()
    assert 'x="1.5" y="2.25"' in svg
    assert "<script" not in svg


def test_marks_differ_in_shape_and_colour():
    marks = [mark(number, 0, 0) for number in range(6)]
    assert len({one.points for one in marks}) == len({one.fill for one in marks}) == 6
