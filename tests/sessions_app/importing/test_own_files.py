"""What the site itself exports comes back as it was."""

import json
from dataclasses import replace

import pytest
from django.utils import translation

from cities.wording.published_row import CityName
from llex.core.text import Phrase, parse
from sessions_app.briefing import phrases
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.document import Quotation, to_data
from sessions_app.briefing.render import render
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.preview.traces import trace
from sessions_app.importing.reading import read
from sessions_app.importing.reading.stored import from_data, numbered
from sessions_app.importing.reading.stored import to_data as stored
from sessions_app.importing.run import import_note
from tests.factories_document import make_document, make_stamp

pytestmark = pytest.mark.usefixtures("gazetteer")
FORMATS = ("json", "md", "html", "docx")
# Ids and addresses are given anew; results, pictures and follow-ups cannot be imported.
ANEW = {"id", "slug", "response", "answers", "answered_by", "update", "photographs"}
ANEW |= {"consultations", "languages", "logos", "withdrawn", "has_consent", "schema"}
# Counted by the site from the cities of those who were present; what it knows of places itself.
SERIES = ("title", "tagline", "hashtag", "contact", "conveners")
COUNTED = {"countries", "continents", "country", "coordinates"}
# What a format does not print.
NOT_PRINTED = {
    "json": set(),
    "html": {"time_zone", "duration"},
    "md": {"time_zone", "duration", "starts_at"},
    "docx": {"time_zone", "duration", "starts_at", "website"},
}


def make_note(language, **overrides):
    """Make a note whose texts hold paragraphs, lists within lists and links, in every place."""
    document = make_document(language)
    text = (
        "First **bold** paragraph.\n\nSecond one, with [a link](https://example.org/a_b):\n\n"
        "- one\n- two\n\n  1. inner\n  2. list\n\n- three"
    )
    first, *others = document.rows
    long = replace(first.responses[0], text=parse(text, language))
    first = replace(first, responses=(long, *first.responses[1:]))
    quote = Quotation(
        parse("Two paragraphs.\n\nOf one speaker.", language),
        "Maren Öztürk",
        document.attendees[0].position,
        "closing",
    )
    values = {
        "rows": (first, *others),
        "closing": parse(text, language),
        "quotations": (*document.quotations, quote),
    }
    return replace(document, **values | overrides)


def imported(document, name, language=None, stamp=None):
    data = render(name, document, stamp)
    code = language or document.language
    return import_note(data, f"note.{name}", series=document.series.slug, language=code)


def differences(one, other, left_out, path=""):
    """Yield where two documents differ, without what is *left_out*."""
    if isinstance(one, dict) and isinstance(other, dict):
        if {"language", "text"} == set(one):
            one, other = one["text"], other.get("text")
        else:
            for name in sorted({*one, *other} - left_out):
                yield from differences(one.get(name), other.get(name), left_out, f"{path}.{name}")
            return
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        if path.endswith((".services", ".conveners", ".attendees")):
            one, other = (sorted(names, key=lambda it: str(it["name"])) for names in (one, other))
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, left_out, f"{path}[{number}]")
    elif one != other:
        yield path, one, other


def what_differs(document, back, name):
    left_out = ANEW | COUNTED | NOT_PRINTED[name]
    one, other = to_data(document), to_data(back)
    for data in (one, other):
        # Who made the edition, and how the series looks, is the site’s own.
        data.pop("credits", None)
        data["series"] = {name: data["series"].get(name) for name in SERIES}
    return list(differences(one, other, left_out))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_note_comes_back_from_each_format(name, language):
    document = make_note(language)

    done = imported(document, name, stamp=make_stamp())

    assert not done.completeness.lost
    assert done.note.kept == []
    back = compose(done.draft.session, language)
    evidence = {".axes[0].points[0].evidence"} if name == "md" else set()
    assert [it for it in what_differs(document, back, name) if it[0] not in evidence] == []


@pytest.mark.parametrize("name", ["json", "html", "docx"])
def test_links_between_texts_come_back_where_the_file_has_them(name):
    document = make_note("en")

    back = compose(imported(document, name).draft.session, "en")

    answers = [challenge for row in back.rows for one in row.responses for challenge in one.answers]
    challenges = {one.id: str(one.text.blocks) for row in back.rows for one in row.challenges}
    asked = next(one for row in document.rows for one in row.challenges if one.id == 203)
    assert [challenges[answer] for answer in answers] == [str(asked.text.blocks)]
    evidence = back.axes[0].points[0].evidence[0]
    assert str(evidence.city.name) == "Αθήνα"


def test_links_that_only_name_a_city_are_joined_where_one_text_can_be_meant():
    document = make_note("en")

    done = imported(document, "md")

    back = compose(done.draft.session, "en")
    assert any(one.answers for row in back.rows for one in row.responses)
    assert any("key points rest" in remark for remark in done.note.remarks)


@pytest.mark.parametrize("name", FORMATS)
def test_what_cannot_come_back_is_told(name):
    document = make_document("en")

    done = imported(document, name, stamp=make_stamp())

    dropped = " ".join(one.text for one in (*done.reading.dropped, *done.note.dropped))
    reasons = {one.reason for one in done.reading.dropped}
    assert "result of a consultation: votes cannot be imported" in reasons
    assert str(document.consultations[0].caveat) in dropped
    assert done.draft.session.consultations.get().question_en == str(
        document.consultations[0].question
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_known_again_after_it_was_stored(name):
    reading = read(render(name, make_note("fr"), make_stamp()), f"note.{name}")

    assert from_data(json.loads(json.dumps(stored(reading)))) == reading


@pytest.mark.parametrize("name", FORMATS)
def test_the_preview_says_of_each_block_what_it_is(name):
    done = imported(make_note("en"), name, stamp=make_stamp())
    reading = numbered(done.reading)

    traces = trace(reading, done.note, "en")

    unknown = [
        block for block, found in zip(reading.blocks, traces, strict=True)
        if any(one.style == "lost" for one in found)
    ]  # fmt: skip
    assert unknown == []


def test_a_file_that_was_edited_brings_what_was_edited():
    data = render("md", make_note("en"), None).decode()
    edited = data.replace("Second one", "Another one").replace("Żaneta Wójcik", "Żaneta Nowak")

    done = import_note(edited.encode(), "note.md", series="learning", language="en")

    row = done.draft.session.contributions.first()
    assert row.representative_name == "Żaneta Nowak"
    assert "Another one" in row.responses.first().text_en
    assert not done.completeness.lost


def test_a_page_that_a_browser_saved_has_the_site_around_it():
    page = render("html", make_note("en"), None).decode()
    page = page.replace("<body>", "<body><header><nav>Home Sessions</nav></header>")

    done = import_note(page.encode(), "note.html", series="learning", language="en")

    assert not done.completeness.lost
    assert "Home Sessions" in [one.text for one in done.reading.dropped]
    assert done.note.texts["introduction"]


def test_a_row_in_unknown_words_stays_a_row():
    document = make_note("en")
    city = CityName("somewhere", Phrase("en", "Somewhere, over the river"))
    document = replace(document, rows=(replace(document.rows[0], city=city),))

    for name in FORMATS:
        with translation.override("en"):
            reading = read(render(name, document, None), f"note.{name}")
        assert [str(block.text) for block in reading.blocks if block.known.part == "city"] == [
            "Somewhere, over the river"
        ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": 1}', "no note with a schema"),
        (b'{"note": {"schema": "llex-note/3"}}', "does not follow its schema, llex-note/3"),
        (b'{"note": {"schema": "llex-note/99"}}', "does not follow its schema, llex-note/99"),
        (b'{"note": 3', "no note with a schema"),
        (b"[" * 100_000, "no note with a schema"),
    ],
)
def test_other_json_is_refused_with_the_reason(data, message):
    with pytest.raises(ImportRefused, match=message):
        read(data, "note.json")


def test_a_note_in_a_language_that_the_site_lacks_is_refused():
    data = json.loads(render("json", make_note("en"), None))
    data["note"]["language"] = "de"

    with pytest.raises(ImportRefused, match="language that this site has not: Deutsch"):
        read(json.dumps(data).encode(), "note.json")


def test_headings_are_those_that_the_formats_write():
    with translation.override("fr"):
        title = phrases.section_title("front_line")
    reading = read(render("md", make_note("fr"), None), "note.md")

    assert any(
        title in str(block.text) for block in reading.blocks if block.known.part == "heading"
    )
