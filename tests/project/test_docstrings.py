"""Docstrings are plain: they begin with a verb and use the words of the field."""

import ast
import re

import pytest

from . import PYTHON, ROOT, name_of

MANNERED = {
    "“Return whether”, not “Tell whether”": re.compile(r"\bTells? whether\b"),
    "a verb first, not a relative clause": re.compile(
        r"\A(?:Who|What|Whoever|Whom|Whatever)\b(?![^.?]*\?)"
    ),
    "no “… that is none”": re.compile(r"\b(?:that|which) (?:is|are) none\b"),
    "no “Let a …”": re.compile(r"\ALet\b"),
    "“is”, not “stands”": re.compile(r"\b(?:stands?|stood)\b(?! for\b)"),
}
# Folders and modules still to be cleaned; take a line out once its docstrings are plain.
UNCLEAN: tuple[str, ...] = ()
NODES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module


def docstrings():
    for path in PYTHON:
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, NODES) and (text := ast.get_docstring(node)):
                    yield name_of(path), text


def is_unclean(name):
    return any(name == one or name.startswith(f"{one}/") for one in UNCLEAN)


@pytest.mark.parametrize("rule", MANNERED)
def test_docstring_is_plain(rule):
    wrong = {
        f"{name}: {text.splitlines()[0]}"
        for name, text in docstrings()
        if MANNERED[rule].search(text) and not is_unclean(name)
    }

    assert wrong == set()


def test_most_docstrings_are_checked():
    names = [name for name, _text in docstrings()]

    assert len(names) > 500
    assert len([name for name in names if not is_unclean(name)]) > len(names) / 4


def test_each_place_to_clean_exists():
    assert {one for one in UNCLEAN if not (ROOT / one).exists()} == set()
