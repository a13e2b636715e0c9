"""A site that adds Portuguese by the setting LANGUAGES, on an empty database."""

import json
import os
import subprocess
import sys

import pytest

from . import ROOT, run_manage

KEY = "a-key-for-these-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portuguese")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "llex.settings",
        "LANGUAGES": "en,fr,es,ar,pt",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "VAR_DIR": str(folder),
        "SECRET_KEY": KEY,
        "DEBUG": "true",
        "HTTPS": "false",
        "STAFF_SECOND_FACTOR": "false",
        "ALLOWED_HOSTS": "testserver",
    }
    script = [sys.executable, "tests/project/further_language.py"]
    run = subprocess.run(
        script, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_columns_are_added_and_removed_by_the_migrations_of_the_language(site):
    assert "No changes detected" in site["migrations"]
    assert "No columns are missing" in site["migrations"]
    assert "name_pt" in site["columns"]
    assert "name_pt" not in site["columns_after_removal"]
    assert {"name_en", "name_fr", "name_es", "name_ar"} <= set(site["columns_after_removal"])
    assert "name_pt" in site["columns_after_return"]


def test_interface_is_in_the_language_and_in_english_where_untranslated(site):
    assert '<html lang="pt" dir="ltr">' in site["home"]
    assert "Português" in site["home"]
    assert "Sessões" in site["home"]
    assert "Sign in or go to your page" in site["home"]


def test_texts_are_edited_in_the_admin(site):
    assert site["admin"]["status"] == 302
    assert site["admin"]["title"] == "Experiência"
    assert {"title_pt", "introduction_pt", "closing_text_pt"} <= set(site["admin"]["fields"])


def test_note_is_written_in_every_format(site):
    note = site["note"]

    assert '"language": "pt"' in note["json"]
    for form in ("html", "md", "word", "pdf", "json"):
        assert "Os governos locais responderam à crise" in note[form], form
    for form in ("html", "md", "word", "pdf"):
        assert "Medidas" in note[form], form
        assert "Policy responses" not in note[form], form
        assert "quarta-feira, 25 de março de 2020" in note[form].casefold(), form
    assert 'w:lang w:val="pt"' in note["word_styles"]
    assert note["pdf_language"] == "pt"


def test_numbers_dates_and_names_follow_the_language(site):
    assert site["words"] == {
        "number": "1\u00a0234\u00a0567,5",
        "date": "25 de março de 2020",
        "zone": "hora de Lisboa",
        "cities": ["Espinho", "Évora", "Faro", "Zurique"],
    }
    assert {"2500", "32"} <= set(site["quantities"])


@pytest.mark.parametrize(
    ("value", "message"),
    [("en,fr,es", "ar"), ("en,fr,es,ar,xx", "xx"), ("en,fr,es,ar,../pt", "have no data")],
)
def test_site_does_not_start_with_languages_that_it_cannot_have(value, message):
    check = run_manage("check", SECRET_KEY=KEY, DEBUG="true", LANGUAGES=value)

    assert check.returncode != 0
    assert "LANGUAGES" in check.stderr
    assert message in check.stderr


def test_columns_of_a_built_in_language_are_refused():
    made = run_manage("make_language_migration", "fr", SECRET_KEY=KEY, DEBUG="true")

    assert made.returncode != 0
    assert "not an optional language" in made.stderr
