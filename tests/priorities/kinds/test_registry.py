"""Every kind of question is complete, and no other code asks which kind it is."""

import ast
import re
from functools import singledispatch
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings
from django.template.loader import get_template

from priorities.models import Consultation
from priorities.questions.registry import all_kinds, kind_named
from priorities.results.published import ConsultationResult, result_kind
from sessions_app.briefing import document, result_tables, result_texts
from sessions_app.briefing.render import typst_results
from sessions_app.briefing.render.docx import results as docx_results

APPS = ("llex", "priorities", "cities", "sessions_app")
KEYS = [str(key) for key in Consultation.Kind.values]


def result_classes():
    union = get_args(document.Consultation)[0]
    return [get_args(member)[0] for member in get_args(union)]


def test_each_kind_of_the_model_has_a_class():
    assert sorted(kind.key for kind in all_kinds()) == sorted(KEYS)


def test_settings_of_a_kind_are_fields_of_the_consultation():
    names = {field.name for field in Consultation._meta.get_fields()}

    assert {name for kind in all_kinds() for name in kind.settings} <= names


@pytest.mark.parametrize("key", KEYS)
def test_each_kind_has_its_templates(key):
    templates = kind_named(key).templates

    for path in (*templates.values(), f"sessions_app/briefing/results/{key}.html"):
        assert get_template(path)


def test_each_kind_has_one_class_of_published_results():
    kinds = [result_class.__dataclass_fields__["kind"].default for result_class in result_classes()]

    assert sorted(kinds) == sorted(KEYS)


@pytest.mark.parametrize(
    "render",
    [
        result_texts._leaders,
        result_tables.result_table,
    ],
)
@pytest.mark.parametrize("result_class", result_classes())
def test_notes_describe_each_class_of_results(render, result_class):
    assert isinstance(render, type(singledispatch(str))) or callable(render)
    assert render.dispatch(result_class) is not render.dispatch(ConsultationResult)


@pytest.mark.parametrize("result_class", result_classes())
def test_each_kind_has_a_chart_or_a_drawing_in_every_format_that_draws(result_class):
    has_chart = result_texts.chart.dispatch(result_class) is not result_texts.chart.dispatch(object)
    source = Path(settings.BASE_DIR, "sessions_app/briefing/render/typst/consultation.typ")
    drawings = re.search(r"#let drawings = \((.*?)\n\)", source.read_text(), re.DOTALL)
    key = result_class.__dataclass_fields__["kind"].default
    drawn = [
        key in re.findall(r"^  (\w+):", drawings[1], re.MULTILINE),
        typst_results.drawing.dispatch(result_class) is not typst_results.drawing.dispatch(object),
        docx_results.draw.dispatch(result_class) is not docx_results.draw.dispatch(object),
    ]

    assert drawn == [not has_chart] * 3


@pytest.mark.parametrize("script", ["voting.js", "screen.js"])
def test_scripts_draw_each_kind(script):
    source = (Path(settings.BASE_DIR) / "static/js/priorities" / script).read_text()

    assert [key for key in KEYS if not re.search(rf"\b{key}: ", source)] == []
    assert not re.search(r"dataset\.kind\s*[!=]==", source)


def test_result_of_an_old_edition_is_of_ratings():
    assert result_kind({"question": {}}) == "ratings"


def is_kind(node):
    """Return whether an expression is a question's kind, or a value of it."""
    return (isinstance(node, ast.Attribute) and node.attr == "kind") or (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "Kind"
    )


def test_no_code_but_the_kinds_compares_the_kind_of_a_question():
    found = []
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            if "kinds" in path.parts or "migrations" in path.parts:
                continue
            text = path.read_text()
            if "onsultation" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                names = {"RATINGS", "WORDS", "CHOICE", *KEYS}
                if isinstance(node, ast.Compare) and any(
                    is_kind(side) for side in (node.left, *node.comparators)
                ):
                    sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
                    words = set(re.findall(r"\w+", " ".join(sides)))
                    if words & names:
                        found.append(f"{path}:{node.lineno}")
    assert found == []


def test_no_template_but_those_of_kinds_compares_the_kind_of_a_question():
    pattern = re.compile(
        r"""consultation\.kind\s*[!=]=|kind\s*[!=]=\s*["'](ratings|words|choice)"""
    )
    templates = Path(settings.BASE_DIR) / "templates"

    assert [
        str(path) for path in templates.rglob("*.html") if pattern.search(path.read_text())
    ] == []
