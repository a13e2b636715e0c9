"""The catalogues are compiled without GNU gettext."""

import gettext

import pytest
from django.core.management import CommandError, call_command

ENTRY = 'msgid "City"\nmsgstr "Ciudad"\n'
OTHER = 'msgctxt "Of a network"\nmsgid "City"\nmsgstr "Municipio"\n'


@pytest.fixture
def catalogue(tmp_path, settings):
    """Return an empty catalogue, the only one of the site."""
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    return path


def test_words_are_found_by_their_context(catalogue):
    catalogue.write_text(f"{ENTRY}\n{OTHER}", "utf-8")

    call_command("compilemessages", verbosity=0)

    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("City") == "Ciudad"
    assert compiled.pgettext("Of a network", "City") == "Municipio"


def test_entry_that_is_there_twice_is_named(catalogue):
    catalogue.write_text(f"{ENTRY}\n{ENTRY}", "utf-8")

    with pytest.raises(CommandError, match="twice: 'City'"):
        call_command("compilemessages", verbosity=0)


def test_file_of_another_kind_is_named(catalogue):
    catalogue.write_text("# City\nCiudad\n", "utf-8")

    with pytest.raises(CommandError, match=r"django\.po cannot be read"):
        call_command("compilemessages", verbosity=0)
