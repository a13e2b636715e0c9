"""The book: its package as EPUB 3.3 wants it, and what reading programs find in it."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from llex.core.text import Phrase, parse
from llex.core.text.normalization import clean_line
from sessions_app.briefing.render import epub
from tests.factories_document import make_bare_document, make_document, make_stamp

LANGUAGES = ("en", "fr", "es", "ar")
NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
}
XML = (".xml", ".opf", ".xhtml", ".svg")


def book(document, stamp=None):
    return zipfile.ZipFile(io.BytesIO(epub.render(document, stamp)))


def tree(archive, name):
    return etree.fromstring(archive.read(name))


def find(element, path):
    return element.xpath(path, namespaces=NAMES)


def pages(archive):
    return [tree(archive, name) for name in archive.namelist() if name.endswith(".xhtml")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_archive_begins_with_its_type_and_every_file_is_well_formed(language):
    content = epub.render(make_document(language), make_stamp())
    archive = zipfile.ZipFile(io.BytesIO(content))

    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    assert archive.testzip() is None
    for name in archive.namelist():
        if name.endswith(XML):
            tree(archive, name)


def test_manifest_lists_every_file_once_and_no_other():
    archive = book(make_document(), make_stamp())
    root = find(tree(archive, "META-INF/container.xml"), "//c:rootfile/@full-path")
    package = tree(archive, root[0])

    listed = find(package, "//o:manifest/o:item/@href")

    others = {"mimetype", "META-INF/container.xml", root[0]}
    assert sorted(f"book/{name}" for name in listed) == sorted(set(archive.namelist()) - others)
    ids = find(package, "//o:item/@id")
    assert len(set(ids)) == len(ids)
    assert set(find(package, "//o:itemref/@idref")) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_book_fetches_nothing_and_its_links_lead_somewhere(language):
    archive = book(make_document(language), make_stamp())
    names = set(archive.namelist())

    for name in names:
        if not name.endswith(".xhtml"):
            continue
        page = tree(archive, name)
        for source in find(page, "//@src | //h:link/@href"):
            assert f"book/{source}" in names
        assert not find(page, "//h:script | //h:iframe | //@style")
        for target in find(page, "//h:a/@href"):
            if "://" not in target and not target.startswith("mailto:"):
                file, _sign, anchor = target.partition("#")
                assert f"book/{file}" in names
                if anchor:
                    assert find(tree(archive, f"book/{file}"), f"//*[@id='{anchor}']")
    assert b"url(" not in archive.read("book/book.css")


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_book_is_in_its_language_and_turns_its_pages_that_way(language, direction):
    archive = book(make_document(language), make_stamp())
    package = tree(archive, "book/package.opf")

    assert find(package, "//dc:language/text()") == [language]
    assert find(package, "//o:spine/@page-progression-direction") == [direction]
    for page in pages(archive):
        assert (page.get("lang"), page.get("dir")) == (language, direction)


def test_contents_list_sections_cities_and_themes():
    archive = book(make_document(), make_stamp())
    nav = tree(archive, "book/nav.xhtml")

    def titles(path):
        return [one.xpath("string()") for one in find(nav, path)]

    chapters = titles("//h:nav[@e:type='toc']/h:ol/h:li/h:a")
    assert chapters[0] == "Drinking water after the flood"
    assert "2. On the front line" in chapters
    assert chapters[-1] == "About this edition"
    assert {"Łódź", "Αθήνα"} <= set(titles("//h:ol/h:li/h:ol/h:li/h:a"))


def test_package_tells_what_a_library_wants_to_know():
    package = tree(book(make_document(), make_stamp()), "book/package.opf")

    def meta(name):
        return find(package, f"//o:meta[@property='{name}']/text()")

    assert meta("schema:accessMode") == ["textual", "visual"]
    assert meta("schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in meta("schema:accessibilityFeature")
    assert meta("schema:accessibilityHazard") == ["none"]
    assert meta("schema:accessibilitySummary")
    assert meta("dcterms:modified") == ["2021-05-21T08:30:00Z"]
    assert (meta("belongs-to-collection"), meta("group-position")) == (["Cities learn live"], ["7"])
    assert find(package, "//dc:source/text()")[0].endswith("/briefing/editions/2/")
    assert find(package, "//dc:creator/text()") == [
        "World Table of Cities",
        "Alliance for Local Water",
    ]


def test_pictures_have_words_and_the_cover_too():
    texts = [text for one in pages(book(make_document())) for text in find(one, "//h:img/@alt")]
    bare = tree(book(make_bare_document()), "book/package.opf")

    assert texts[0].startswith("Drinking water after the flood, Cities learn live")
    assert texts[1].startswith("Bar chart of the mean rating")
    # Its cover is a picture.
    assert find(bare, "//o:meta[@property='schema:accessMode']/text()") == ["textual", "visual"]
    features = find(bare, "//o:meta[@property='schema:accessibilityFeature']/text()")
    assert "alternativeText" in features


def test_text_in_another_language_is_marked():
    document = make_document("ar")
    mixed = replace(document, introduction=parse("Only in English.", "en"))

    page = next(one for one in pages(book(mixed)) if "Only in English." in one.xpath("string()"))

    marked = find(page, "//h:div[@lang='en'][@dir='ltr']")
    assert [one.xpath("string()") for one in marked] == ["Only in English."]


@pytest.mark.parametrize("text", ["<b>&amp; \"'", "a\x00b\x0bc", "]]> <!-- -->"])
def test_whatever_is_typed_stays_text(text):
    document = make_document()
    event = replace(document.event, title=Phrase("en", text))
    point = replace(document.axes[0].points[0], text=parse(text, "en"))
    axis = replace(document.axes[0], points=(point,))

    archive = book(replace(document, event=event, axes=(axis,)), make_stamp())

    shown = find(tree(archive, "book/chapter-1.xhtml"), "string(//h:h1)")
    assert shown.split() == clean_line(text).split()
    assert find(tree(archive, "book/chapter-1.xhtml"), "//h:h1/h:b") == []


@pytest.mark.parametrize("make", [make_document, make_bare_document])
def test_bytes_are_the_same_each_time(make):
    assert epub.render(make(), make_stamp()) == epub.render(make(), make_stamp())


def test_draft_has_no_address_and_says_so():
    package = tree(book(make_document()), "book/package.opf")

    assert find(package, "//dc:source") == []
    assert find(package, "//dc:identifier/text()")[0].startswith("urn:uuid:")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_epubcheck_finds_nothing(language, tmp_path):
    checker = shutil.which("epubcheck")
    if not checker:
        pytest.skip("epubcheck is not installed")
    file = tmp_path / "note.epub"
    file.write_bytes(epub.render(make_document(language), make_stamp()))

    checked = subprocess.run([checker, str(file)], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stderr
