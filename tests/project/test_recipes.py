"""What CONTRIBUTING.md says of the usual changes is true of the code."""

import ast
import dataclasses
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class

from cities.public.search import WORDS, Search
from llex.core.clock import JOBS
from llex.core.mail import kinds
from llex.core.spreadsheets.resource import SheetResource
from sessions_app.briefing.render import FORMATS
from sessions_app.groups import GRANTS
from sessions_app.spreadsheets.workbook import SHEETS

from . import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text()
RECIPES = re.findall(r"^### (.+)$", TEXT, re.MULTILINE)


def test_each_usual_change_has_its_recipe():
    assert set(RECIPES) >= {
        "A field of the officer's form",
        "A column of the city table",
        "A preflight rule",
        "A renderer",
        "A language",
        "A kind of question",
        "A mail",
        "A spreadsheet column",
        "A public filter",
        "A role's right",
        "A scheduled job",
        "A translated phrase",
    }


def test_each_path_exists():
    paths = set(re.findall(r"`([\w.]+/[\w./-]+)`", TEXT)) - {"management/commands/"}
    files = set(re.findall(r"`(\.?[\w-]+(?:\.[a-z]+)+)`", TEXT)) - {"django.po", "language.toml"}
    missing = {name for name in paths | files if not (ROOT / name).exists()}

    assert len(paths) > 20
    assert missing == set()


def test_each_name_is_defined_where_the_recipe_says():
    sentences = re.findall(
        r"((?:`[\w.]+`,? (?:or |and )?)+)in `([\w/]+\.py)`", " ".join(TEXT.split())
    )
    named = {(name, path) for names, path in sentences for name in re.findall(r"`(\w+)`", names)}

    assert len(named) > 8
    assert {pair for pair in named if pair[0] not in defined_in(pair[1])} == set()


def defined_in(path):
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def test_renderers_are_modules_of_the_folder():
    folder = ROOT / "sessions_app" / "briefing" / "render"

    assert len(FORMATS) > 4
    for form in FORMATS.values():
        name = form.module.rpartition(".")[2]
        files = (folder / f"{name}.py", folder / name / "__init__.py")
        assert any(file.exists() for file in files), form.name


def test_each_mail_has_a_template_and_a_label():
    templates = {path.stem for path in (ROOT / "templates" / "mail").glob("[!_]*.txt")}

    assert len(templates) > 20
    assert templates == set(kinds._LABELS)


def test_each_sheet_is_in_a_folder_of_spreadsheets_and_in_the_guide():
    guide = (ROOT / "docs" / "spreadsheets.md").read_text()

    for sheet in SHEETS:
        assert issubclass(sheet, SheetResource)
        assert sheet.__module__.split(".")[1] == "spreadsheets"
        assert f"| `{sheet.sheet}` |" in guide


def test_filters_of_the_list_are_fields_of_the_search():
    fields = {field.name for field in dataclasses.fields(Search)}

    assert set(WORDS) | {"area"} == fields


@pytest.mark.parametrize("role", GRANTS)
def test_rights_of_a_role_are_on_models_and_actions_that_exist(role):
    for name, actions in GRANTS[role].items():
        assert set(actions) <= {"view", "add", "change", "delete"}
        assert apps.get_model(name)


def test_jobs_are_commands_of_the_apps():
    commands = get_commands()

    for job in JOBS:
        command = load_command_class(commands[job.command], job.command)
        assert command.__module__.startswith(("llex.", "priorities.", "cities.", "sessions_app."))


def test_each_language_of_the_interface_has_a_catalogue():
    translated = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    assert len(translated) > 2
    for code in translated:
        assert (ROOT / "locale" / code / "LC_MESSAGES" / "django.po").exists()
