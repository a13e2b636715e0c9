import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from llex.core.text import (
    Break,
    Bullets,
    Emphasis,
    Link,
    Paragraph,
    RichText,
    Run,
    Strong,
    parse,
    to_markdown,
    to_plain,
)
from llex.core.text.links import is_safe_address

JSON = TypeAdapter(RichText)
written = st.text(alphabet="ab1.)-+*_[]()<>&\\#`!| \n", max_size=60)


def test_parse_reads_paragraphs_emphasis_links_and_lists():
    text = parse(
        "One *two* **three**\nfour [five](https://example.org/a).\n\n- six\n- seven\n\n3. eight",
        "fr",
    )

    assert text.language == "fr"
    assert text.blocks[0] == Paragraph(
        (
            Run("One "),
            Emphasis((Run("two"),)),
            Run(" "),
            Strong((Run("three"),)),
            Break(),
            Run("four "),
            Link("https://example.org/a", (Run("five"),)),
            Run("."),
        )
    )
    assert isinstance(text.blocks[1], Bullets)
    assert [block.start for block in text.blocks[1:]] == [None, 3]
    assert " ".join(to_plain(text).split()) == "One two three four five. six seven eight"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "# not a heading",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "`no code`",
        "| no | table |",
        "> no quotation",
    ],
)
def test_parse_keeps_as_text_what_is_not_ours(source):
    assert parse(source, "en").blocks == (Paragraph((Run(source),)),)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org", True),
        ("http://example.org/a?b#c", True),
        ("mailto:a@example.org", True),
        ("mailto:", False),
        ("https:///nowhere", False),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_address_is_safe_when_it_is_web_or_mail(address, safe):
    assert is_safe_address(address) == safe


@given(written)
@example("* a\n\n  b\n- c")
@example("1. a\n2) b")
def test_text_survives_json(source):
    text = parse(source, "en")

    assert JSON.validate_python(json.loads(JSON.dump_json(text))) == text


@given(written)
@example("*\\\n1*")
@example("**a\\\n**")
@example(">*ba-_1b.<_*>")
@example("_a_*b*")
def test_words_survive_the_way_to_markdown_and_back(source):
    text = parse(source, "en")

    again = parse(to_markdown(text), "en")

    assert to_plain(again).split() == to_plain(text).split()


def test_marks_that_would_become_characters_are_left_out():
    assert to_markdown(parse("_a_*b* [*c*](https://example.org)", "en")) == (
        "ab [*c*](<https://example.org>)"
    )


def test_space_at_an_edge_costs_no_emphasis():
    text = RichText("en", (Paragraph((Strong((Run("Housing"),)), Run(" first "))),))

    assert to_markdown(text).strip() == "**Housing** first"


@given(st.text(alphabet="abc äéعرب東.,;!?'\"()-–#&<>*_[]\\ \n", max_size=80))
def test_no_letter_is_lost_in_parsing(source):
    letters = [c for c in source if c.isalpha()]

    assert [c for c in to_plain(parse(source, "en")) if c.isalpha()] == letters


@pytest.mark.parametrize(
    "typed",
    [
        "Bürger*innen und Schüler*innen",
        "snake_case and other_snake_case",
        "l*s alumn* y l*s profesor*s",
        "2*3*4 = 24",
        "f**k and sh**t",
        "R&amp;D &copy; &nbsp;",
        "[x](ftp://example.org) and [y](file:///etc)",
        "3 * 4 * 5",
        "#hashtag ~x~ a|b `c`",
        "مدينة*مدن*",
    ],
)
def test_what_is_typed_is_shown_and_survives_the_way_to_markdown(typed):
    text = parse(typed, "de")

    assert to_plain(text) == typed
    assert to_plain(parse(to_markdown(text), "de")) == typed


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*wichtig*, **sehr**", [Emphasis((Run("wichtig"),)), Run(", "), Strong((Run("sehr"),))]),
        ("这是**重要**的", [Run("这是"), Strong((Run("重要"),)), Run("的")]),
        ("و**مهم** جدا", [Run("و"), Strong((Run("مهم"),)), Run(" جدا")]),
        ("*Bürger*innen*", [Emphasis((Run("Bürger*innen"),))]),
    ],
)
def test_marks_around_words_are_marks(source, expected):
    assert parse(source, "en").blocks == (Paragraph(tuple(expected)),)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1. a\n3. b\n7. c", "1. a\n\n3. b\n\n7. c"),
        ("2020. a\n2019. b", "2020. a\n\n2019. b"),
        ("4) a\n2) b", "4) a\n\n2) b"),
    ],
)
def test_numbers_that_do_not_count_up_stay_as_typed(typed, shown):
    text = parse(typed, "en")

    assert to_plain(text) == shown
    assert to_plain(parse(to_markdown(text), "en")) == shown


@pytest.mark.parametrize("typed", ["1. a\n2. b", "3. a\n4. b", "1. a\n1. b"])
def test_numbers_that_count_up_make_a_list(typed):
    assert isinstance(parse(typed, "en").blocks[0], Bullets)
