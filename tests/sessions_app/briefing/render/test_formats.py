"""What holds in every format: nothing that somebody typed is lost, or becomes markup."""

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from django.utils import translation

from llex.core.text import Paragraph, Phrase, RichText, Run
from sessions_app.briefing.document import from_data
from sessions_app.briefing.render import FORMATS, render
from sessions_app.briefing.text_locations import texts
from tests.factories_document import make_bare_document, make_document, make_stamp
from tests.sessions_app.briefing.render.reading import docx_text, epub_text, pdf_text, squeeze

HOSTILE = '#import "x": * $x^2$ \\emph{a} @ref <script>alert(1)</script> *b* _c_ `d` [e](f) {{ g }}'
# In plain text: marks of direction, of quotations, and the addresses behind the words of a link.
PLAIN_MARKS = re.compile("[\u200e\u200f]|^(?: *>)+|\\s+<(?:https?|mailto):[^>]*>", re.MULTILINE)
READERS = {"pdf": pdf_text, "docx": docx_text, "epub": epub_text}


def text_in(name, content):
    """Return what a reader of the format sees."""
    if name == "txt":
        return squeeze(PLAIN_MARKS.sub("", content.decode()))
    if name == "json":
        return squeeze(" ".join(_strings(json.loads(content))))
    if name == "md":
        from markdown_it import MarkdownIt

        tokens = MarkdownIt("commonmark").enable("table").parse(content.decode())
        inlines = [token for token in tokens if token.type == "inline"]
        children = (child for token in inlines for child in token.children)
        return squeeze(" ".join(child.content for child in children if child.content))
    return READERS[name](content)


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def literal(language="en"):
    return RichText(language, (Paragraph((Run(HOSTILE),)),))


def hostile_document():
    document = make_document()
    row = document.rows[0]
    response = replace(row.responses[0], text=literal(), title=Phrase("en", HOSTILE))
    axis = document.axes[0]
    point = replace(axis.points[0], text=literal(), lead=Phrase("en", HOSTILE))
    return replace(
        document,
        event=replace(document.event, title=Phrase("en", HOSTILE)),
        introduction=literal(),
        rows=(replace(row, responses=(response,), representative=HOSTILE),),
        axes=(replace(axis, statement=Phrase("en", HOSTILE), points=(point,)),),
        quotations=(replace(document.quotations[0], text=literal(), speaker=HOSTILE),),
        attendees=(replace(document.attendees[0], name=HOSTILE),),
    )


@pytest.mark.parametrize("name", ["pdf", "docx", "epub", "md", "txt", "json"])
def test_format_prints_what_was_typed_to_the_letter(name):
    found = text_in(name, render(name, hostile_document(), make_stamp()))

    # The title, introduction, response and its title, representative, axis, point and its lead,
    # quotation and speaker, participant. Only the PDF may part the characters at a line's end.
    joined = found.replace(" ", "")
    assert joined.count(HOSTILE.replace(" ", "")) >= 11


@pytest.mark.parametrize("name", ["html", "docx", "md", "txt"])
def test_format_keeps_the_no_break_spaces_of_a_title(name):
    title = "Le logement\u202f: et après\u202f?"
    document = make_document("fr")
    event = replace(document.event, title=Phrase("fr", title))

    content = render(name, replace(document, event=event), make_stamp())

    if name == "docx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    assert title in content.decode()


@pytest.mark.parametrize("name", ["docx", "epub", "md", "txt"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_format_holds_every_text_of_the_note(name, language):
    document = make_document(language)

    found = text_in(name, render(name, document, None)).replace(" ", "")

    words = [word for one in texts(document) for word in _words(one.text)]
    assert len(words) > 200
    assert [word for word in words if word not in found] == []


def _words(text):
    from llex.core.text import to_plain

    return (to_plain(text) if isinstance(text, RichText) else str(text)).split()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_format_renders_a_bare_document(name):
    assert render(name, make_bare_document(), None)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_format_leaves_the_active_language_as_it_was(name):
    with translation.override("es"):
        render(name, make_document("fr"), make_stamp())

        assert translation.get_language() == "es"


@pytest.mark.parametrize("name", ["pdf", "docx", "epub", "md", "txt"])
def test_format_says_draft_only_without_a_stamp(name):
    draft = text_in(name, render(name, make_document(), None))
    edition = text_in(name, render(name, make_document(), make_stamp()))

    assert "Draft, not published" in draft
    assert "Draft, not published" not in edition
    assert "Edition 2, 21 May 2021" in edition


def test_json_reads_back_into_the_same_document():
    document = make_document("ar")

    data = json.loads(render("json", document, make_stamp()))

    assert from_data(data["note"]) == document
    assert data["edition"]["number"] == 2
    assert list(data) == ["$schema", "edition", "note"]


def test_json_of_a_draft_has_no_edition():
    assert json.loads(render("json", make_document(), None))["edition"] is None


def test_formats_are_those_that_a_note_is_kept_in():
    assert set(FORMATS) == {"html", "pdf", "short", "docx", "epub", "md", "txt", "csv", "json"}
    with pytest.raises(KeyError):
        render("odt", make_document(), None)


@pytest.mark.parametrize("name", ["pdf", "docx", "epub", "md", "txt"])
@pytest.mark.parametrize(
    ("continents", "told"),
    [(3, "1,204 participants from 24 countries on 3 continents."),
     (6, "1,204 participants from 24 countries on all continents.")],
)  # fmt: skip
def test_every_format_says_from_where_people_came(name, continents, told):
    document = make_document()
    event = replace(document.event, countries=24, continents=continents)

    said = text_in(name, render(name, replace(document, event=event), make_stamp()))

    assert squeeze(f"{told} Named here are those who agreed to be listed") in said


def test_open_data_say_from_where_people_came():
    document = make_document()
    event = replace(document.event, countries=24, continents=3)

    data = json.loads(render("json", replace(document, event=event), make_stamp()))

    event = data["note"]["event"]
    assert (event["countries"], event["continents"]) == (24, 3)
