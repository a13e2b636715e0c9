import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import gettext, override

from llex.core.languages.phrases import join_items, join_with_semicolons, labelled

from . import APPS, PYTHON, ROOT, name_of

TRANSLATED = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
CATALOGUES = [ROOT / "locale" / code / "LC_MESSAGES" / "django.po" for code in TRANSLATED]
# Ours of the phrases of packages that come without them.
BORROWED = sorted(ROOT.glob("locale/*/*/LC_MESSAGES/django.po"))
# What a translation must keep: named and numbered places, and the elements of markup.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z]+")

# Of languages that a site may add: what they lack is shown in English.
OPTIONAL = sorted(set(ROOT.glob("locale/*/LC_MESSAGES/django.po")) - set(CATALOGUES))

every_catalogue = pytest.mark.parametrize("path", CATALOGUES + BORROWED, ids=name_of)


@every_catalogue
def test_catalogue_is_complete(path):
    catalogue = polib.pofile(str(path))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []
    assert len(catalogue) > 1


@pytest.mark.parametrize("path", CATALOGUES + BORROWED + OPTIONAL, ids=name_of)
def test_translation_has_the_placeholders_of_its_original(path):
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(path)).translated_entries()
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


FRENCH = [path for path in CATALOGUES + BORROWED if path.parts[-3] == "fr" or "/fr/" in str(path)]
# Without a space that keeps it on its line: a sign of high punctuation behind a word, but not in an
# address, an hour or markup.
LOOSE = re.compile(r" [:;?!»]|« |[^\W\d][;?!»](?!\w)|[^\W\d]:(?=\s|$)|«\w")
MARKUP = re.compile(r"<[^>]*>|&\w+;|https?:\S+|mailto:\S+")


@pytest.mark.parametrize("path", FRENCH, ids=name_of)
def test_french_sets_a_space_before_high_punctuation(path):
    wrong = [
        text
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if LOOSE.search(MARKUP.sub("", text))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("language", "label", "comma", "semicolon"),
    [
        ("en", "City: Lima", "a, b", "a; b"),
        ("fr", "City\u202f: Lima", "a, b", "a\u202f; b"),
        ("es", "City: Lima", "a, b", "a; b"),
        ("ar", "City: Lima", "a، b", "a؛ b"),
    ],
)
def test_parts_of_phrases_are_joined_as_the_language_does(language, label, comma, semicolon):
    with override(language):
        assert labelled("City", "Lima") == label
        assert join_items(["a", "b"]) == comma
        assert join_with_semicolons(["a", "b"]) == semicolon
        colon = Template("{% load phrases %}City{% colon %} Lima").render(Context())
        assert colon == label


JOINED = re.compile(r"""f"[^"\n]*\{[^{}]*\}: \{|["'], ["']\.join\(""")
# What no page shows: the output of commands, headers, keys, and what is read from files.
UNSHOWN = (
    "management/",
    "migrations/",
    "importing/",
    "demo/",
    "quantities/",
    "core/backup/",
    *("security_headers", "notifications/envelopes"),
)


def test_phrases_are_not_joined_by_the_signs_of_english():
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if not any(part in str(path) for part in UNSHOWN)
        for line in path.read_text(encoding="utf-8").splitlines()
        if JOINED.search(line)
    ]
    templates = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r'join:", "|\{% (?:translate|label) "[^"]*" %\}: ', line)
    ]

    assert wrong + templates == []


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
    for app in [*APPS, "templates", "static"]:
        shutil.copytree(ROOT / app, tmp_path / app)
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
