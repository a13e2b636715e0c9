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
}
# Folders still to be cleaned (their own modules only); take one out once its docstrings are plain.
UNCLEAN = (
    "cities",
    "cities/admin",
    "cities/directory",
    "cities/directory/merge",
    "cities/forms",
    "cities/invitations",
    "cities/models",
    "cities/notifications",
    "cities/officers",
    "cities/open_call",
    "cities/public",
    "cities/review",
    "cities/spreadsheets",
    "cities/templatetags",
    "cities/views",
    "llex/core/accounts",
    "llex/core/admin",
    "sessions_app",
    "sessions_app/admin",
    "sessions_app/briefing/preflight",
    "sessions_app/demo",
    "sessions_app/models",
    "sessions_app/people",
    "sessions_app/public",
)
NODES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module


def docstrings():
    for path in PYTHON:
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, NODES) and (text := ast.get_docstring(node)):
                    yield name_of(path), text


def is_unclean(name):
    return name.rpartition("/")[0] in UNCLEAN


@pytest.mark.parametrize("rule", MANNERED)
def test_docstring_is_plain(rule):
    checked = [(name, text) for name, text in docstrings() if not is_unclean(name)]

    assert len(checked) > 100
    assert {name for name, text in checked if MANNERED[rule].search(text)} == set()
