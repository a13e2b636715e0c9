import polib
import pytest

from . import ROOT

LANGUAGES = ("fr", "es", "ar")
LINES = (ROOT / "docs" / "glossary.md").read_text().splitlines()
CELLS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if "|" in line]
TERMS = [cells for cells in CELLS if len(cells) == 5 and cells[0] not in {"term", "---"}]


@pytest.mark.parametrize(("column", "language"), [*enumerate(LANGUAGES, start=2)])
def test_glossary_has_the_terms_of_the_interface(column, language):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    terms = {}
    for entry in catalogue:
        forms = {entry.msgstr, *entry.msgstr_plural.values()}
        terms.setdefault(entry.msgid, set()).update(forms)

    wrong = [cells[0] for cells in TERMS if cells[column] not in terms.get(cells[0], set())]

    assert len(TERMS) > 30
    assert wrong == [], f"docs/glossary.md differs from the catalogue of {language}"


def test_each_term_is_defined_once_in_one_sentence():
    rows = [cells for cells in CELLS if len(cells) in {2, 5} and cells[0] not in {"term", "---"}]
    names = [cells[0] for cells in rows]

    assert len(set(names)) == len(names)
    assert [cells[0] for cells in rows if not cells[1].rstrip().endswith((".", "…"))] == []
