"""What a consultation found, in every format and language: sentence, chart, table, words."""

import json
from dataclasses import replace

import pytest
from django.utils import translation

from llex.core.text import Phrase
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.document import SCHEMA, from_data
from sessions_app.briefing.render import render
from tests.factories_document import (
    _Texts,
    make_consultation,
    make_document,
    make_stamp,
    make_word_consultation,
)
from tests.sessions_app.briefing.render.reading import (
    docx_text,
    elements,
    pdf_text,
    read_docx,
    read_pdf,
)

LANGUAGES = ("en", "fr", "es", "ar")


def make_note(language="en", **overrides):
    """A note in which services were rated and words were given, and little else."""
    rated = make_consultation(_Texts(language))
    words = make_word_consultation(language if language != "es" else "en")
    return make_document(language, consultations=(rated, words), rows=(), axes=(), **overrides)


def readable(name, content):
    if name == "pdf":
        return pdf_text(content)
    if name == "docx":
        return docx_text(content)
    return content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md"])
def test_format_tells_the_outcome_the_figures_and_the_words(name, language):
    document = make_note(language)
    rated, given = document.consultations

    found = readable(name, render(name, document, make_stamp())).replace(" ", "")

    with translation.override(language):
        figures = [phrases.mean(item.mean) for item in rated.items]
        counts = [phrases.number(word.count) for word in given.words[:3]]
    plain = [word.word.replace(" ", "") for word in given.words]
    # Arabic comes back from a PDF in the order of its glyphs, so only figures are looked for.
    if (name, language) != ("pdf", "ar"):
        assert [word for word in plain if word not in found] == []
    assert [text for text in (*figures, *counts) if text not in found] == []


def test_sentence_counts_and_names_the_languages():
    rated, given = make_note().consultations

    assert result_texts.outcome(rated) == (
        "55 ballots in 3 languages (Arabic, English, French); "
        "rated highest: Health care, 4.75 out of 5."
    )
    assert result_texts.outcome(given) == (
        "55 ballots in 3 languages (Arabic, English, French); "
        "given most often: “Trust”, on 41 ballots."
    )
    few = replace(rated, ballots=3, languages=())
    assert result_texts.outcome(few) == "3 ballots; rated highest: Health care, 4.75 out of 5."


def test_sentence_names_all_that_share_the_first_rank():
    rated = make_note().consultations[0]
    first, second, *rest = rated.items
    tied = replace(rated, items=(first, replace(second, rank=1, mean=first.mean), *rest))

    assert "Health care, Water and sanitation, 4.75 out of 5" in result_texts.outcome(tied)


def test_sentence_names_no_word_where_all_were_given_as_often():
    given = make_note().consultations[1]
    equal = replace(given, words=tuple(replace(word, rank=1, count=1) for word in given.words))

    assert result_texts.outcome(equal).endswith("(Arabic, English, French).")


def test_html_cloud_is_for_the_eye_and_the_list_for_everybody():
    page = render("html", make_note(), None).decode()

    assert page.count('<p class="cloud" aria-hidden="true">') == 1
    assert '<ol class="words">' in page
    assert 'class="step-5">Trust' in page
    assert "also written: <bdi>trust, TRUST, trusting</bdi>" in page


def test_pdf_cloud_is_no_part_of_what_is_read_out():
    reader = read_pdf(render("pdf", make_note(), None))

    tables = [element for element in elements(reader) if element["/S"] == "/Table"]
    assert len(tables) == 2


def test_docx_has_the_chart_as_a_picture_with_its_text():
    file = read_docx(render("docx", make_note(), None))

    (shape,) = file.inline_shapes
    text = shape._inline.docPr.get("descr")
    assert text.startswith("Bar chart of the mean rating of each public service: Health care 4.75")
    sizes = {run.font.size.pt for one in file.paragraphs for run in one.runs if run.font.size}
    assert {9.0, 25.0} <= sizes


def test_markdown_draws_its_bars_with_blocks():
    text = render("md", make_note(), None).decode()

    assert "| 1 | Health care | 4.75 | █████████▍ ▁▁▁▃█ | 0 | 0 | 2 | 9 | 41 | 52 | 3 |" in text
    assert "| 1 | Trust | trust, TRUST, trusting | 41 | ██████████ |" in text


@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md"])
def test_format_says_that_voting_was_opened_again_and_why(name):
    found = readable(name, render(name, make_note(), None))

    assert "Voting was opened again on 19 May 2021." in found
    assert "Two delegations had lost their connection." in found


@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md"])
def test_word_is_printed_as_it_was_typed(name):
    typed = "<b>#x *y* | $z$</b>"
    given = make_word_consultation()
    words = (replace(given.words[0], word=typed, spellings=()), *given.words[1:])
    document = replace(make_note(), consultations=(replace(given, words=words),))

    found = readable(name, render(name, document, None))

    wanted = {"html": "&lt;b&gt;#x *y* | $z$&lt;/b&gt;", "md": r"\*y\*"}.get(name, typed)
    assert wanted.replace(" ", "") in found.replace(" ", "")
    assert "<b>#x" not in (found if name == "html" else "")


def test_many_words_are_ranked_named_and_counted():
    given = make_word_consultation()
    words = tuple(replace(given.words[0], word=f"w{n}", rank=1, count=1) for n in range(150))
    many = replace(given, words=words)

    assert len(result_texts.ranked_words(many)) == 20
    assert result_texts.further_words(many).startswith("Also given: w20, ")
    assert result_texts.further_words(many).endswith("w119 and 30 more.")
    assert len(result_texts.cloud(many)) == 40
    assert {word.step for word in result_texts.cloud(many)} == {1}


def test_note_from_before_there_were_words_still_reads():
    data = json.loads(render("json", make_document(), None))["note"]
    for consultation in data["consultations"]:
        for new in ("kind", "words", "reopened", "code"):
            del consultation[new]

    (read,) = from_data(data).consultations

    assert (read.kind, read.words, read.reopened, read.code) == ("ratings", (), None, "")
    assert data["schema"] == SCHEMA


def test_json_holds_all_words_with_their_spellings():
    given = json.loads(render("json", make_note(), None))["note"]["consultations"][1]

    assert len(given["words"]) == 23
    assert given["words"][0] == {
        "rank": 1, "word": "Trust", "count": 41, "spellings": ["trust", "TRUST", "trusting"],
    }  # fmt: skip
    assert given["reopened"]["reason"] == {
        "language": "en", "text": "Two delegations had lost their connection.",
    }  # fmt: skip


def test_reason_in_another_language_says_so():
    given = make_word_consultation()
    foreign = replace(given.reopened, reason=Phrase("fr", "Une panne."))
    document = replace(make_note(), consultations=(replace(given, reopened=foreign),))

    assert "Une panne. (Français)" in docx_text(render("docx", document, None))


@pytest.mark.parametrize(
    "word", ["x" * 60, "ش" * 60, "Donaudampfschifffahrtsgesellschaftskapitänspatente sind da"]
)
@pytest.mark.parametrize("place", [0, -1], ids=["frequent", "rare"])
def test_long_word_stays_on_the_page(word, place):
    given = make_word_consultation("en")
    words = list(given.words)
    words[place] = replace(words[place], word=word, spellings=(word.upper(),))
    document = make_document(
        "en", consultations=(replace(given, words=tuple(words)),), rows=(), axes=()
    )

    pages = read_pdf(render("pdf", document, make_stamp())).pages

    for page in pages:
        assert all(0 < left < right < page.mediabox.right for left, right in ends_of_text(page))


def ends_of_text(page):
    """Return where pieces of text on a page of a PDF begin and, at least, end."""
    ends = []

    def visit(text, place, matrix, _font, size):
        if text.strip():
            left = place[4] + matrix[4]
            ends.append((left, left + 0.35 * size * len(text.strip())))

    page.extract_text(visitor_text=visit)
    return ends
