"""QR codes: what a page and a printer take."""

from lxml import etree

from llex.core import qr_codes

ADDRESS = "https://llex.example.org/v/halls/"


def test_drawing_keeps_to_the_content_security_policy():
    drawing = qr_codes.drawing(ADDRESS)

    assert drawing.startswith("<svg")
    assert "style" not in drawing


def test_file_is_svg_of_many_squares():
    drawn = etree.fromstring(qr_codes.file(ADDRESS))

    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert qr_codes.file(ADDRESS).count(b"h1") > 20
