import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from . import PYTHON, ROOMS, ROOT, name_of

TRANSLATED = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
CATALOGUES = [ROOT / "locale" / code / "LC_MESSAGES" / "django.po" for code in TRANSLATED]
# Ours of the phrases of packages that come without them.
BORROWED = sorted(ROOT.glob("locale/*/*/LC_MESSAGES/django.po"))
# What a translation must keep: named and numbered places, and the elements of markup.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z]+")

every_catalogue = pytest.mark.parametrize("path", CATALOGUES + BORROWED, ids=name_of)


@every_catalogue
def test_catalogue_is_complete(path):
    catalogue = polib.pofile(str(path))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []
    assert len(catalogue) > 1


@every_catalogue
def test_translation_has_the_placeholders_of_its_original(path):
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(path))
        if not entry.msgid_plural and places(entry.msgstr) != places(entry.msgid)
    ]

    assert wrong == []


@every_catalogue
def test_plural_has_every_form_of_its_language(path):
    catalogue = polib.pofile(str(path))
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])

    for entry in (entry for entry in catalogue if entry.msgid_plural):
        assert sorted(entry.msgstr_plural) == list(range(forms)), entry.msgid
        for form in entry.msgstr_plural.values():
            # The form for one or for two may say its number in words; none may invent a place.
            assert form, entry.msgid
            assert places(form) <= places(entry.msgid) | places(entry.msgid_plural), entry.msgid


def places(text):
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Villes"), ("es", "Ciudades"), ("ar", "المدن")]
)
def test_known_word_is_translated(language, word):
    with override(language):
        assert gettext("Cities") == word


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_catalogues_have_every_phrase_of_the_code(tmp_path):
    for room in [*ROOMS, "templates", "static"]:
        shutil.copytree(ROOT / room, tmp_path / room)
    (tmp_path / "locale").mkdir()
    collect = ["makemessages", "--locale", "fr", "--keep-pot", "--verbosity", "0"]
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run(
        [sys.executable, "-m", "django", *collect], cwd=tmp_path, env=environment, check=True
    )
    wanted = phrases(tmp_path / "locale/django.pot")

    assert len(wanted) > 100
    for path in CATALOGUES:
        assert wanted - phrases(path) == set(), f"`make messages`, then translate {name_of(path)}"


def test_gettext_goes_by_names_that_are_collected():
    """What xgettext does not know by its name is never collected, and so never translated."""
    alias = re.compile(r"import [^\n]*\bn?p?gettext(?:_lazy)? as (?!_\b)\w+")

    assert {name_of(path) for path in PYTHON if alias.search(path.read_text())} == set()
    assert alias.search("from django.utils.translation import gettext_lazy as _l")


def phrases(path):
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}
