"""A choice of services in the note: every format and language, and the document's data."""

import json

import pytest
from django.utils import translation

from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.document import from_data, to_data
from sessions_app.briefing.render import render
from tests.factories_document import make_choice_consultation, make_document, make_stamp
from tests.sessions_app.briefing.render.reading import docx_text, pdf_text

LANGUAGES = ("en", "fr", "es", "ar")


def make_note(language="en", **overrides):
    choice = make_choice_consultation(language, **overrides)
    return make_document(language, consultations=(choice,), rows=(), axes=())


def readable(name, content):
    readers = {"pdf": pdf_text, "docx": docx_text}
    return readers.get(name, bytes.decode)(content)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md"])
def test_format_has_the_counts_and_the_shares(name, language):
    document = make_note(language)
    (choice,) = document.consultations

    found = readable(name, render(name, document, make_stamp()))

    with translation.override(language):
        counts = [phrases.number(item.count) for item in choice.choices]
    assert [count for count in (*counts, "75", "60") if count not in found] == []


def test_sentence_names_what_was_chosen_most_often():
    (choice,) = make_note().consultations

    assert result_texts.outcome(choice) == (
        "55 ballots in 3 languages (Arabic, English, French); "
        "chosen most often: Water and sanitation, on 41 ballots (75%)."
    )


def test_limit_of_one_is_explained():
    (choice,) = make_note(max_choices=1).consultations

    assert result_texts.choice_limit(choice).startswith("Each ballot chose one.")


def test_few_ballots_name_no_language():
    (choice,) = make_note(ballots=3, languages=()).consultations

    assert result_texts.outcome(choice).startswith("3 ballots; chosen most often")


def test_data_is_read_back_as_it_was_written():
    document = make_note()

    data = json.loads(json.dumps(to_data(document)))

    assert from_data(data) == document
    assert data["schema"] == "llex-note/4"
    assert data["consultations"][0]["kind"] == "choice"
    assert "scale" not in data["consultations"][0]


def test_service_that_no_ballot_chose_has_no_rank():
    page = render("html", make_note(), None).decode()

    assert "<td>–</td>" in page
    assert 'width="74.5"' in page
