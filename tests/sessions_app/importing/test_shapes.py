"""Notes in the shapes of the bench of the import: tables, cards, lines and files of many kinds."""

import pytest

from bench.importing import office_files, pdf_files, plain_files, web_files
from bench.importing.corpus import blocks_of, read_notes
from bench.importing.layouts import layout
from bench.importing.scoring import KINDS, score
from sessions_app.importing.reading import read
from sessions_app.importing.recognising import RecognisedPlace, recognise

NOTES = {note.name: (turn, note) for turn, note in enumerate(read_notes())}
WRITERS = {
    "md": ("note.md", plain_files.markdown),
    "txt": ("note.txt", plain_files.text),
    "pages": ("note.txt", plain_files.pages),
    "html": ("note.html", web_files.page),
    "gdocs": ("note.html", web_files.google_docs),
    "cms": ("note.html", web_files.cms),
    "docx": ("note.docx", office_files.word),
    "odt": ("note.odt", office_files.open_document),
    "pdf": ("note.pdf", pdf_files.pdf),
}
SERIES = ["Live Learning Experience", "Expérience d'apprentissage en direct"]
RIGHT = [
    "subtitle after a colon",
    "type on a line of its own",
    "number of the note before its title",
    "five things",
    "tour de table",
    "numbered heading and numbered list",
    "countries span rows",
    "a city spans rows",
    "merged cells in Word",
    "regions across the table",
    "head in unknown words",
    "head half known",
    "transposed",
    "without a head",
    "fiches",
    "a heading for each city",
    "un párrafo por ciudad",
    "columns of spaces",
    "PDF",
    "PDF en français",
    "ODT",
    "ODT, cellules fusionnées",
    "Google Docs en español",
    "page of a CMS",
    "notes de bas de page",
    "hyphens over pages",
    "Word بالعربية",
    "HTML بالعربية",
    "text بالعربية",
]


class CorpusPlaces:
    """The cities of the corpus, as a gazetteer has them, and a first name that is a place, too."""

    def __init__(self):
        cities = {city.name: city.country for _turn, note in NOTES.values() for city in note.cities}
        self.places = {
            name: RecognisedPlace(name, country, number, 0.0, 0.0, 500_000)
            for number, (name, country) in enumerate({**cities, "Manuel": "MX"}.items())
        }

    def find(self, name, country=""):
        place = self.places.get(name)
        return [place] if place and country in {"", place.country} else []


@pytest.mark.parametrize("name", RIGHT)
def test_everything_in_a_note_is_found(name):
    turn, note = NOTES[name]
    file, write = WRITERS[note.file]
    reading = read(write(note, list(blocks_of(note, layout(note), turn))), file)

    found = recognise(
        reading, language=note.language, gazetteer=CorpusPlaces(), series=[note.known, *SERIES]
    )

    result = score(note, found)
    assert not result.wrong
    assert all(result.expected[kind] for kind in KINDS)


@pytest.mark.parametrize(
    ("name", "places", "country"),
    [
        ("Lalitpur", [("Lalitpur", "IN", 126_475), ("Pātan", "NP", 299_283)], ""),
        ("Rome", [("Rome", "IT", 2_318_895), ("Lomé", "TG", 2_188_376)], "IT"),
        ("San José", [("San Jose", "US", 997_368), ("San José", "CR", 335_007)], ""),
        ("Valencia", [("Valencia", "VE", 1_619_470), ("Valencia", "ES", 824_340)], ""),
        ("Lima", [("Lima", "PE", 7_737_002), ("Lima", "US", 37_873)], "PE"),
    ],
)
def test_country_is_asked_for_where_another_city_may_be_meant(name, places, country):
    class Places:
        def find(self, wanted, country=""):
            if wanted != name:
                return []
            return [
                RecognisedPlace(*place[:2], number, 0.0, 0.0, place[2])
                for number, place in enumerate(places)
                if country in {"", place[1]}
            ]

    text = (
        "# A note of cities\n\n8 April 2020\n\n# Front line\n\n"
        f"| City | Responses | Challenges |\n|-|-|-|\n| {name} | Water is free. | Pipes leak. |\n"
    )
    note = recognise(read(text.encode(), "n.md"), language="en", gazetteer=Places())

    row = note.rows[0]
    assert (row.name, row.country) == (name, country)
    assert any("choose which" in remark for remark in note.remarks) == (not country)
