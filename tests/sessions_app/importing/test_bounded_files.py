"""Files of each kind that were made to be read for long are read in a time that is bounded."""

import contextlib
import io
import json
import time

import docx
import pytest

from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.reading import read
from sessions_app.importing.recognising import recognise
from tests.sessions_app.importing.test_bounded_time import NoPlaces

UNITS = ["|", "#", "*", "[", "<", "(", "1", " ", "a ", "<b>", "**a ", "&amp;", "- ", "> ", "“", "@"]
LENGTH = 20_000
# A note takes a tenth of a second; what is quadratic would take minutes.
SECONDS = 10
TITLE = "Briefing note: Water"
DAY = "25 March 2020"
PART = "Policy responses"


def markdown(body):
    return f"# {TITLE}\n\n{DAY}\n\n## {PART}\n\n{body}\n".encode(), "note.md"


def text(body):
    return f"{TITLE}\n\n{DAY}\n\n{PART}\n\n{body}\n".encode(), "note.txt"


def page(body):
    return f"<h1>{TITLE}</h1><p>{DAY}</p><h2>{PART}</h2><p>{body}</p>".encode(), "note.html"


def word(body):
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(DAY)
    document.add_heading(PART, 1)
    document.add_paragraph(body)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue(), "note.docx"


def seconds(data, name):
    began = time.process_time()
    with contextlib.suppress(ImportRefused):
        recognise(read(data, name), language="en", gazetteer=NoPlaces())
    return time.process_time() - began


@pytest.mark.parametrize("made", [markdown, text, page, word])
@pytest.mark.parametrize("unit", UNITS)
def test_long_line(made, unit):
    assert seconds(*made(unit * (LENGTH // len(unit)))) < SECONDS


SHAPES = {
    "ten thousand cells": page("<table>" + ("<tr>" + "<td>a b</td>" * 5) * 2000 + "</table>"),
    "a row of ten thousand cells": page("<table>" + ("<tr>" + "<td>a b</td>" * 5000) * 2),
    "cells that reach over all": page(
        "<table>" + "<tr><td colspan=99999 rowspan=99999>x</td></tr>" * 200 + "</table>"
    ),
    "lists in lists": page("<ul><li>x" * 150),
    "tables in tables": page("<table><tr><td>" * 80),
    "many tags": page("<b>a</b> " * 8000),
    "a table of ten thousand cells in Markdown": markdown(
        "|a|b|c|d|e|\n|-|-|-|-|-|\n" + "|a b|c|d|e|f|\n" * 2000
    ),
    "ten thousand cells by spaces": text("a b      c d      e f      g h      i j\n" * 2000),
    "lists in lists by indents": markdown("\n".join("  " * depth + "- x" for depth in range(400))),
    "objects in objects": (b'{"note": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001, "note.json"),
    "a list of ten thousand": (json.dumps({"note": {"rows": [{}] * 10_000}}).encode(), "note.json"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape):
    assert seconds(*SHAPES[shape]) < SECONDS
