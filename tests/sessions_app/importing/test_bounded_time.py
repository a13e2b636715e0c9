"""A note of any text is read in time that grows with its length, not with its square.

Work is counted in calls of functions, which no busy machine changes. What regular expressions do
inside one call is seen by the clock only, with a margin of a hundred.
"""

import contextlib
import cProfile
import time

import pytest

from llex.core.text import parse, to_markdown
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.reading import read
from sessions_app.importing.recognising import recognise

NOTE = """Live Learning Experience: Mobility
25 March 2020

# Policy responses

{text}

# Conclusion

The end.
"""
FAMILIES = {
    "pipes": "|",
    "cells by pipes": "a|",
    "cells by tabs": "a\t",
    "gaps of tabs": "\t",
    "rows": "|\n",
    "brackets": "[",
    "links that never end": "![a](",
    "closed brackets": "[]",
    "parentheses": "(a ",
    "stars": "*",
    "words with stars": "a*",
    "underscores": "_a ",
    "letters": "a",
    "hyphens": "a-",
    "cut words": "a-\n",
    "digits": "1",
    "numbers": "1. ",
    "dates": "25 March ",
    "addresses": "a@",
    "dots": "a.",
    "colons": "a: ",
    "quotation marks": "“",
    "quotations": "“a b c d e” – Ana Torres, mayor. ",
    "dashes": "– ",
    "backslashes": "\\",
    "entities": "&#",
    "tags": "<b>a",
    "lines": "a\n",
    "sentences that break off": "one two three four five six seven eight nine\n\n",
    "items": "- a\n",
    "headings": "# h\n\n",
    "numbered items": "1. a\n",
    "rules": "---\n",
    "at signs": "@",
    "addresses of pages": "http://",
    "thousands": "1 000 ",
    "hours": "15:00 ",
    "ampersands": "&",
    "comments": "<!--",
    "quotes that nest": "> ",
    "labels": "City: x\n",
}
# What grows deeper or wider with each line, made so long.
SHAPES = {
    "lists that nest": lambda size: _lines(size, lambda number: "  " * number + "- x"),
    "quotes that nest by line": lambda size: _lines(size, lambda number: ">" * number + " x"),
    "backticks of all lengths": lambda size: _lines(size, lambda number: "`" * number + "a"),
    "headings that differ": lambda size: _lines(size, lambda number: f"## City {number}\n\na\n"),
    "references": lambda size: _lines(size, lambda number: f"[a{number}]: /a\n[a{number}]"),
    "a wide table": lambda size: "|a" * (size // 6) + "\n" + "|-" * (size // 6) + "\n|b" * 9,
    "brackets in brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "emphasis in emphasis": lambda size: "*_" * (size // 4) + "x" + "_*" * (size // 4),
    "tags in tags": lambda size: "<b>" * (size // 7) + "x" + "</b>" * (size // 7),
}
SIZES = (500, 2000)
# Twice what is linear; what is quadratic takes sixteen times as much.
MOST = 8
_SECONDS = 5
_LONG = 20_000


def _lines(size, line):
    """Return lines of growing numbers, together about that long."""
    text, number = "", 0
    while len(text) < size:
        number += 1
        text += line(number) + "\n"
    return text


class NoPlaces:
    def find(self, name, country=""):
        return ()


def import_text(text):
    with contextlib.suppress(ImportRefused):
        reading = read(NOTE.format(text=text).encode(), "n.txt")
        recognise(reading, language="en", gazetteer=NoPlaces())


def parse_text(text):
    to_markdown(parse(text, "en"))


def work(run, text):
    profile = cProfile.Profile()
    profile.runcall(run, text)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("run", [import_text, parse_text])
@pytest.mark.parametrize("family", FAMILIES)
def test_work_grows_with_the_length(run, family):
    unit = FAMILIES[family]
    run(unit)

    small, large = (work(run, unit * (size // len(unit))) for size in SIZES)

    assert large <= MOST * small


@pytest.mark.parametrize("run", [import_text, parse_text])
@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_length_of_what_nests(run, shape):
    make = SHAPES[shape]
    run(make(20))

    small, large = (work(run, make(size)) for size in SIZES)

    assert large <= MOST * small


@pytest.mark.parametrize("family", ["pipes", "letters", "hyphens", "addresses", "gaps of tabs"])
def test_no_expression_takes_long_for_a_long_line(family):
    unit = FAMILIES[family]
    started = time.process_time()

    import_text(unit * (_LONG // len(unit)))

    assert time.process_time() - started < _SECONDS


def test_a_text_too_long_for_a_note_is_refused():
    with pytest.raises(ImportRefused, match="too large"):
        read(b"a " * 260_000, "n.txt")
