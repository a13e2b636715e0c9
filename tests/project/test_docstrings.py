"""Docstrings are plain: they begin with a verb and use the words of the field."""

import ast
import re

import pytest

from . import PYTHON, name_of

MANNERED = {
    "“Return whether”, not “Tell whether”": re.compile(r"\bTells? whether\b"),
    "a verb first, not a relative clause": re.compile(
        r"\A(?:Who|What|Whoever|Whom|Whatever)\b(?![^.?]*\?)"
    ),
    "no “… that is none”": re.compile(r"\b(?:that|which) (?:is|are) none\b"),
    "no “Let a …”": re.compile(r"\ALet\b"),
    "“is”, not “stands”": re.compile(r"\b(?:stands?|stood)\b(?! for\b)"),
    "a person by role, not “nobody” or “somebody”": re.compile(
        r"\b(?:nobody|somebody|whoever)\b", re.IGNORECASE
    ),
}
NODES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module


def docstrings():
    for path in PYTHON:
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, NODES) and (text := ast.get_docstring(node)):
                    yield name_of(path), text


@pytest.mark.parametrize("rule", MANNERED)
def test_docstring_is_plain(rule):
    checked = list(docstrings())

    assert len(checked) > 2_000
    assert {name for name, text in checked if MANNERED[rule].search(text)} == set()
