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
    "cities/contributions",
    "cities/directory",
    "cities/directory/merge",
    "cities/forms",
    "cities/invitations",
    "cities/models",
    "cities/notifications",
    "cities/officers",
    "cities/open_call",
    "cities/public",
    "cities/public/map",
    "cities/review",
    "cities/spreadsheets",
    "cities/templatetags",
    "cities/views",
    "llex/core",
    "llex/core/accounts",
    "llex/core/admin",
    "llex/core/backup",
    "llex/core/db",
    "llex/core/files",
    "llex/core/forms",
    "llex/core/http",
    "llex/core/languages",
    "llex/core/mail",
    "llex/core/spreadsheets",
    "llex/core/templatetags",
    "llex/core/text",
    "llex/core/time_zones",
    "priorities",
    "priorities/admin",
    "priorities/live",
    "priorities/live/stream",
    "priorities/models",
    "priorities/results",
    "priorities/views",
    "priorities/voting",
    "priorities/words",
    "sessions_app",
    "sessions_app/admin",
    "sessions_app/briefing",
    "sessions_app/briefing/preflight",
    "sessions_app/briefing/projection",
    "sessions_app/briefing/render",
    "sessions_app/briefing/render/word",
    "sessions_app/demo",
    "sessions_app/importing",
    "sessions_app/importing/drafting",
    "sessions_app/importing/reading",
    "sessions_app/importing/recognising",
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
