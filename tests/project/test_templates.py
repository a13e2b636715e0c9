import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import TemplateDoesNotExist, engines
from django.test import override_settings

from . import ROOT, TEMPLATES, name_of

# Files to keep and letters: they carry their own stylesheet, and no header of ours protects them.
SENT_AWAY = {
    ROOT / "templates/sessions_app/briefing/file.html",
    ROOT / "templates/mail/_letter.html",
}
PAGES = [path for path in TEMPLATES if path not in SENT_AWAY]


def test_every_template_compiles():
    for path in TEMPLATES:
        engines["django"].get_template(path.relative_to(ROOT / "templates").as_posix())

    assert len(TEMPLATES) > 10


def test_templates_name_only_templates_that_exist():
    """An include of a template that is missing fails only when the page is rendered."""
    tag = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    sources = [path for path in (ROOT / "templates").rglob("*.*") if path.is_file()]
    named = {(path, name) for path in sources for name in tag.findall(path.read_text())}
    missing = set()
    for path, name in named:
        try:
            engines["django"].get_template(name)
        except TemplateDoesNotExist:
            missing.add(f"{name_of(path)}: {name}")

    assert len(named) > 100
    assert missing == set()


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(r"<script(?![^>]*(\bsrc=|application/(ld\+)?json))", id="inline script"),
        pytest.param(r"<[^>]*\son[a-z]+\s*=", id="inline handler"),
        pytest.param(r"<style|<[^>]*\sstyle\s*=", id="inline style"),
        pytest.param(
            r"<(script|link|img|iframe|source)\b[^>]*(src|href)=[\"']?(https?:)?//",
            id="third party",
        ),
    ],
)
def test_page_keeps_to_the_content_security_policy(forbidden):
    rule = re.compile(forbidden, re.IGNORECASE)

    assert {name_of(path) for path in PAGES if rule.search(path.read_text())} == set()


def test_static_files_lead_only_to_files_that_exist(tmp_path):
    """Collecting under hashed names fails at the first address that leads nowhere."""
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    storages = {"staticfiles": {"BACKEND": manifest}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "staticfiles.json").exists()


def test_templates_name_only_static_files_that_exist():
    static = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
    named = [(path, asset) for path in TEMPLATES for asset in static.findall(path.read_text())]

    assert len(named) > 1
    assert {
        f"{name_of(path)}: {asset}" for path, asset in named if not finders.find(asset)
    } == set()
