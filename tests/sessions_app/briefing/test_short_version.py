"""The short version: one page whatever was written, and the text of a mail."""

from dataclasses import replace

import pytest

from llex.core.text import Phrase, parse
from sessions_app.briefing import phrases
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.render import render
from sessions_app.briefing.short_version import LONGEST_FINDING, short_version, shortened
from sessions_app.briefing.summary import findings_list
from tests.factories import in_all, make_full_session
from tests.factories_document import (
    make_bare_document,
    make_document,
    make_long_document,
    make_stamp,
)
from tests.sessions_app.briefing.render.reading import elements, pdf_text, read_pdf

LANGUAGES = ("en", "fr", "es", "ar")
SENTENCES = {
    "en": "The canteens stayed open and families found water that was safe to drink.",
    "fr": "Les cantines sont restées ouvertes et les familles y ont trouvé de l’eau saine.",
    "es": "Los comedores siguieron abiertos y las familias encontraron en ellos agua segura.",
    "ar": "بقيت المطاعم المدرسية مفتوحة ووجدت الأسر فيها مياهًا آمنة صالحة للشرب في كل يوم.",
}


def with_summary(document, lines):
    return replace(document, summary=findings_list(parse("\n".join(lines), document.language)))


def findings(document):
    with phrases.activate_language(document):
        return [str(one) for one in short_version(document).findings]


def fullest(language):
    """Return a note with more findings, longer names and more cities than have room."""
    document = make_long_document(100, language)
    rows = tuple(
        replace(row, city=replace(row.city, name=Phrase(language, f"{'Llanfair ' * 4}{number}")))
        for number, row in enumerate(document.rows)
    )
    title = Phrase(language, SENTENCES[language] * 2)
    document = replace(document, rows=rows, event=replace(document.event, title=title))
    return with_summary(document, [f"- {SENTENCES[language]} " + SENTENCES[language] * 8] * 9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_what_matters(language):
    document = make_document(language)
    with phrases.activate_language(document):
        short = short_version(document)

    text = pdf_text(render("short", document, make_stamp())).replace(" ", "")

    if language != "ar":
        for line in (*map(str, short.findings), *map(str, short.cities), str(document.event.title)):
            assert line.replace(" ", "").replace("\u202f", "") in text.replace("\u202f", "")
        assert "/briefing/editions/2/" in text
    assert len(short.figures) == 3
    assert len(short.findings) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_one_whatever_was_written(language):
    for document in (make_document(language), fullest(language)):
        assert len(read_pdf(render("short", document, make_stamp())).pages) == 1


def test_page_is_accessible():
    reader = read_pdf(render("short", make_document("fr"), make_stamp()))

    kinds = [one["/S"] for one in elements(reader)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 3
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert next(one["/Alt"] for one in elements(reader) if one["/S"] == "/Figure").startswith(
        "Diagramme"
    )


def test_draft_has_no_code_and_says_that_it_is_one():
    text = pdf_text(render("short", make_document(), None))

    assert "Draft, not published" in text
    assert "/editions/" not in text


def test_note_without_a_summary_begins_with_its_introduction():
    document = make_document(summary=None)

    assert len(findings(document)) == 1
    assert findings(document)[0].startswith("Rivers in four countries")
    assert findings(make_bare_document()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_finding_gives_its_first_sentences(language):
    sentence = SENTENCES[language]

    short = shortened(Phrase(language, " ".join([sentence] * 9)))

    assert len(short.text) <= LONGEST_FINDING
    assert short.text == " ".join([sentence] * (short.text.count(sentence)))
    assert short.text.count(sentence) >= 3


def test_long_sentence_is_cut_between_words():
    short = shortened(Phrase("en", "word, " * 100))

    assert short.text.endswith("word…")
    assert len(short.text) <= LONGEST_FINDING


@pytest.mark.parametrize(("length", "found"), [(LONGEST_FINDING, 0), (LONGEST_FINDING + 1, 1)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_check_names_findings_that_are_cut(db, language, length, found):
    long = (SENTENCES[language] * 9)[: length - 1] + "."
    lines = "\n".join([f"- {SENTENCES[language]}", f"- {long}", f"- {SENTENCES[language]}"])
    session = make_full_session(**in_all("summary", SENTENCES["en"]))
    setattr(session, f"summary_{language}", lines)
    session.save()

    codes = [
        (one.severity, one.language, one.values)
        for one in preflight_session(session)
        if one.code == "finding_too_long"
    ]

    assert codes == [("warning", language, (2,))] * found
