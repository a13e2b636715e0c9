"""References for reference managers, read again by libraries that others use."""

import json
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from llex.core.citations.records import Citation
from llex.core.citations.writers import CITATION_FORMATS, bibtex, csl_json, ris

PLAIN = Citation(
    key="launch-2-en",
    language="en",
    authors=("United Cities and Local Governments", "UN-Habitat"),
    title="Water and housing",
    genre="Briefing & Learning Note",
    container="Live Learning Experiences",
    day="Wednesday 25 March 2020",
    edition="Edition 2, 26 March 2020",
    edition_number=2,
    published=date(2020, 3, 26),
    publisher="United Cities and Local Governments, UN-Habitat",
    address="https://example.org/en/sessions/launch/briefing/editions/2/",
)
TITLES = (
    "Water and housing",
    "50 % of {cities} & $2_500 #now ~ ^up",
    r"A path \like\this}, and {another",
    "« Rester chez soi » : l’eau, d’abord",
    "الحق في السكن: 50٪ من المدن، والمياه",
    'Quotes "so", commas, and a tail\\',
    "Two\nlines\r\nand\ttabs",
    "ER  - not the end",
)


def decoded(text):
    """Return an entry of BibTeX as a reference manager shows it."""
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    [entry] = library.entries
    # The decoder prints the sign of this command as the letter of Unicode that looks like it.
    entry["title"] = entry["title"].replace("ˆ", "^")
    return entry


def spaced(text):
    return " ".join(text.split())


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_prints_the_title_as_it_is(title):
    entry = decoded(bibtex(replace(PLAIN, title=title)))

    shown = entry["title"].replace("{", "").replace("}", "")
    assert spaced(shown) == spaced(title.replace("{", "").replace("}", ""))
    assert (entry.entry_type, entry.key) == ("techreport", "launch-2-en")


def test_bibtex_names_each_author_as_one_organisation():
    text = bibtex(replace(PLAIN, authors=("Cities and Regions", "Habitat, Fund & Co")))

    assert r"author = {{Cities and Regions} and {Habitat, Fund \& Co}}" in text


def test_bibtex_has_what_a_reference_needs():
    entry = decoded(bibtex(PLAIN))

    assert entry["year"] == "2020"
    assert entry["month"] in ("mar", "3", "March")
    assert entry["edition"] == "2"
    assert entry["type"] == "Briefing & Learning Note"
    assert entry["url"] == PLAIN.address


@pytest.mark.parametrize("sign", "\\{}$&%#_^~")
def test_no_sign_is_left_for_latex_to_read(sign):
    line = next(
        line for line in bibtex(replace(PLAIN, title=f"a{sign}b")).splitlines() if "title" in line
    )

    inner = line.partition("{{")[2].removesuffix("}},")
    assert inner != f"a{sign}b"
    assert inner.startswith("a\\")


@pytest.mark.parametrize("title", TITLES)
def test_ris_prints_the_title_as_it_is(title):
    [entry] = rispy.loads(ris(replace(PLAIN, title=title)))

    assert spaced(entry["title"]) == spaced(title)
    assert entry["type_of_reference"] == "RPRT"
    assert entry["authors"] == list(PLAIN.authors)
    assert entry["year"] == "2020"
    assert entry["urls"] == [PLAIN.address]
    assert entry["language"] == "en"


def test_ris_keeps_an_organisation_with_a_comma_whole():
    [entry] = rispy.loads(ris(replace(PLAIN, authors=("Habitat, Fund",))))

    assert entry["authors"] == ["Habitat Fund"]


@pytest.mark.parametrize("title", TITLES)
def test_csl_json_prints_the_title_as_it_is(title):
    [item] = json.loads(csl_json(replace(PLAIN, title=title)))

    assert item["title"] == spaced(title)
    assert item["author"] == [{"literal": name} for name in PLAIN.authors]
    assert item["issued"] == {"date-parts": [[2020, 3, 26]]}
    assert item["type"] == "report"


@pytest.mark.parametrize("name", sorted(CITATION_FORMATS))
def test_empty_fields_are_left_out(name):
    text = CITATION_FORMATS[name].write(replace(PLAIN, publisher=""))

    assert "institution" not in text
    assert "PB  -" not in text
    assert "publisher" not in text
