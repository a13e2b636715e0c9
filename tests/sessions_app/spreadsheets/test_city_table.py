"""The table that organisers have, as people make it: written right, or refused by its cell."""
# ruff: noqa: E501 - a row of a table stands whole

import io
import zipfile

import openpyxl
import pytest

from cities.models import City, Contribution, PolicyResponse
from llex.core.models import TranslationMark
from llex.core.spreadsheets import formats
from llex.core.spreadsheets.sheets import UnreadableFile
from tests import factories
from tests.factories_cities import make_place
from tests.sessions_app.spreadsheets import tables
from tests.sessions_app.spreadsheets.tables import (
    HEADS,
    LISBON,
    QUITO,
    ROWS,
    preview,
    stored,
    written,
    xlsx,
)

LISBON_SAID = ("Ana Silva", "Mayor", ["Tents", "Soup kitchens"], ["Rents"])
QUITO_SAID = ("José Paz", "Deputy mayor", ["Buses at night"], ["Water", "Masks"])
BOTH = {"Lisbon": LISBON_SAID, "Quito": QUITO_SAID}


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


@pytest.fixture
def session(db):
    names = {"Lisbon": ("Lisbonne", "Lisboa", "لشبونة", "PT"), "Quito": ("Quito",) * 3 + ("EC",)}
    for english, (french, spanish, arabic, country) in names.items():
        factories.make_city(
            name_en=english, name_fr=french, name_es=spanish, name_ar=arabic, country=country
        )
    return factories.make_session()


def problems(found):
    return [str(problem) for problem in found.problems]


def remarks(found):
    return [str(remark) for remark in found.remarks]


def test_table_becomes_drafts(session, organiser):
    found = written(xlsx(ROWS), session, organiser)

    assert stored(session) == BOTH
    assert set(session.contributions.values_list("state", flat=True)) == {Contribution.State.DRAFT}
    assert found.remarks == []
    assert [one.kind for one in found.changes.cities] == ["new", "new"]


@pytest.mark.parametrize(
    "data",
    [
        tables.xls(ROWS),
        tables.ods(ROWS),
        tables.as_csv(ROWS),
        tables.as_csv(ROWS, ";", "cp1252"),
        tables.as_csv(ROWS, "\t", "utf-16"),
        tables.as_csv(ROWS, "\t", "utf-16-le"),
        tables.as_csv(ROWS, ";", "utf-8-sig"),
        tables.as_csv(ROWS, ";", "mac_roman"),
        tables.as_csv(ROWS, ";", "cp850"),
        tables.as_csv(ROWS, "|", "utf-8", "\n"),
        b"sep=;\r\n" + tables.as_csv(ROWS, ";", "cp1252"),
        tables.as_clipboard(ROWS),
        tables.as_csv(ROWS, ";").decode(),
    ],
    ids=[
        "xls", "ods", "csv", "french", "utf-16", "unmarked", "excel", "mac", "dos", "bar", "sep",
        "clipboard", "pasted-csv",
    ],
)  # fmt: skip
def test_table_of_any_program_is_read(data, session, organiser):
    written(data, session, organiser)

    assert stored(session) == BOTH


TITLES = [["Session of 25 March"], [], ["Draft – do not share"], *ROWS]
FRENCH = ["Ville", "Pays", "Nom de l’élu·e", "Fonction", "Réponses apportées", "Difficultés"]
SPANISH = ["Ciudad", "País", "Representante de la ciudad", "Cargo", "Medidas", "Retos"]
ARABIC = ["المدينة", "البلد", "الممثل", "المنصب", "الاستجابات", "التحديات"]
SAID = {
    "title-rows": xlsx(TITLES),
    "title-merged": xlsx(TITLES, merged=["A1:F1", "A3:F3"]),
    "sum-row": xlsx([*ROWS, [], ["Total", "2 cities", "", "", 3, 3]]),
    "sum-row-french": xlsx([*ROWS, ["Nombre de villes : 2"]]),
    "note-below": xlsx([*ROWS, [], ["Source: UCLG secretariat"]]),
    "numbered-columns": xlsx([HEADS, [1, 2, 3, 4, 5, 6], LISBON, QUITO]),
    "heads-again": xlsx([HEADS, LISBON, HEADS, QUITO]),
    "region-rows": xlsx([HEADS, ["Europe"], LISBON, ["Americas"], QUITO], merged=["A2:F2", "A4:F4"]),
    "own-column-first": xlsx([["No.", *HEADS], [1, *LISBON], [2, *QUITO]]),
    "own-columns-between": xlsx(
        [[*HEADS[:3], "Remarks", *HEADS[3:]], [*LISBON[:3], "late", *LISBON[3:]],
         [*QUITO[:3], "", *QUITO[3:]]]
    ),
    "other-order": xlsx([row[::-1] for row in ROWS]),
    "begins-at-c5": xlsx([[]] * 4 + [["", "", *row] for row in ROWS]),
    "french-heads": xlsx([FRENCH, ["Lisbonne", "Portugal", *LISBON[2:]], ["Quito", "Équateur", *QUITO[2:]]]),
    "spanish-heads": xlsx([SPANISH, ["Lisboa", "Portugal", *LISBON[2:]], QUITO]),
    "arabic-heads": xlsx([ARABIC, ["لشبونة", "البرتغال", *LISBON[2:]], ["Quito", "الإكوادور", *QUITO[2:]]]),
    "bilingual-heads": xlsx([[f"{a} / {b}" for a, b in zip(HEADS, FRENCH, strict=True)], LISBON, QUITO]),
    "shouting-heads": xlsx([[f" {head.upper()} :" for head in HEADS], LISBON, QUITO]),
    "long-heads": xlsx(
        [["Name of the city", "Country of the city", "Representative of the city",
          "Title / function", "What the city does (max. 5)", "Main challenges faced by the city"],
         LISBON, QUITO]
    ),
    "two-head-rows": xlsx(
        [["City", "Country", "Representative", "", "Answers of the city", ""],
         ["", "", "Name", "Position", "Responses", "Challenges"], LISBON, QUITO],
        merged=["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
    ),
    "other-sheets": xlsx(ROWS, others={"Contacts": [["E-mail"], ["a@example.org"]], "Sheet3": []}),
    "second-sheet": xlsx([["Read me first"]], others={"Table": ROWS}),
    "name-and-position": xlsx(
        [["City", "Country", "Name, title", "Responses", "Challenges"],
         ["Lisbon", "Portugal", "Ana Silva, Mayor", *LISBON[4:]],
         ["Quito", "Ecuador", "José Paz\nDeputy mayor", *QUITO[4:]]]
    ),
    "position-in-brackets": xlsx(
        [["City", "Country", "Representative", "Responses", "Challenges"],
         ["Lisbon", "Portugal", "Ana Silva (Mayor)", *LISBON[4:]],
         ["Quito", "Ecuador", "José Paz – Deputy mayor", *QUITO[4:]]]
    ),
    "first-and-last-name": xlsx(
        [["City", "Country", "Last name", "First name", *HEADS[3:]],
         ["Lisbon", "Portugal", "Silva", "Ana", *LISBON[3:]],
         ["Quito", "Ecuador", "Paz", "José", *QUITO[3:]]]
    ),
    "country-in-city": xlsx(
        [["City, country", *HEADS[2:]], ["Lisbon (Portugal)", *LISBON[2:]], ["Quito, Ecuador", *QUITO[2:]]]
    ),
    "city-of": xlsx([HEADS, ["City of Lisbon", *LISBON[1:]], ["Ville de Quito", *QUITO[1:]]]),
    "country-codes": xlsx([HEADS, ["LISBON", "PT", *LISBON[2:]], ["quito", "ec", *QUITO[2:]]]),
    "bullets": xlsx(
        [HEADS, [*LISBON[:4], "• Tents\n• Soup kitchens", "- Rents"],
         [*QUITO[:4], "▪ Buses at\n  night", "1. Water\n2) Masks\n"]]
    ),
    "bullets-in-a-line": xlsx(
        [HEADS, [*LISBON[:4], "• Tents • Soup kitchens", "Rents"], [*QUITO[:4], "Buses at night", "•Water\r\n•Masks"]]
    ),
    "a-row-for-each-response": xlsx(
        [HEADS, [*LISBON[:4], "Tents", "Rents"], ["", "", "", "", "Soup kitchens", ""],
         [*QUITO[:5], "Water"], ["", "", "", "", "", "Masks"]]
    ),
    "merged-city": xlsx(
        [HEADS, [*LISBON[:4], "Tents", "Rents"], ["", "", "", "", "Soup kitchens", ""], QUITO],
        merged=["A2:A3", "B2:B3", "C2:C3", "D2:D3", "F2:F3"],
    ),
    "city-named-again": xlsx(
        [HEADS, [*LISBON[:4], "Tents", "Rents"], QUITO, ["Lisbon", "Portugal", "", "", "Soup kitchens", ""]]
    ),
    "columns-of-responses": xlsx(
        [[*HEADS[:4], "Response 1", "Response 2", "Challenge 1", "Challenge 2"],
         [*LISBON[:4], "Tents", "Soup kitchens", "Rents", ""], [*QUITO[:4], "Buses at night", "", "Water", "Masks"]]
    ),
    "spaces-everywhere": xlsx(
        [HEADS, [f"\xa0{cell}  " for cell in LISBON], [f" {cell}\u200b" for cell in QUITO]]
    ),
    "merged-in-xls": tables.xls(
        [["Our table"], HEADS, [*LISBON[:4], "Tents", "Rents"], ["", "", "", "", "Soup kitchens"], QUITO],
        merged=[(0, 0, 0, 5), (2, 3, 0, 0), (2, 3, 5, 5)],
    ),
    "merged-in-ods": tables.ods(
        [HEADS, [*LISBON[:4], "Tents", "Rents"], ["", "", "", "", "Soup kitchens"], QUITO],
        spans={(1, 0): (2, 1), (1, 5): (2, 1)},
    ),
    "titles-in-csv": "Session of 25 March;;;;;\r\n".encode("cp1252") + tables.as_csv(ROWS, ";", "cp1252"),
    "no-country": xlsx([[row[0], *row[2:]] for row in ROWS]),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_table_as_people_make_it_is_written_right(name, session, organiser):
    written(SAID[name], session, organiser)

    assert stored(session) == BOTH


REFUSED = {
    "formula": (
        [HEADS, [*LISBON[:4], "=A1&B1", "Rents"]],
        ["Sheet1!E2: This is a formula; replace it by its value."],
    ),
    "no-city": (
        [HEADS, ["", "Portugal", "Ana Silva", "Mayor", "", ""]],
        ["Sheet1!A2: Name the city of this row, or empty the row."],
    ),
    "first-row-goes-on": (
        [HEADS, ["", "", "", "", "Tents", ""]],
        ["Sheet1!A2: Name the city of this row, or empty the row."],
    ),
    "long-name": (
        [HEADS, ["Lisbon", "Portugal", "A" * 201, "Mayor", "Tents", ""]],
        ["Sheet1!C2: The text has 201 characters; shorten it to 200."],
    ),
    "only-heads": ([HEADS], ["Sheet1: There is no row with a city below the heads."]),
    "no-city-column": (
        [HEADS[1:], LISBON[1:]],
        ["Sheet1: Say which column has the cities."],
    ),
    "no-heads": ([LISBON, QUITO], ["Sheet1: Say which column has the cities."]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_cell_that_cannot_be_taken_is_named_with_the_remedy(name, session, organiser):
    rows, expected = REFUSED[name]

    found = preview(xlsx(rows), session, organiser)

    assert problems(found) == expected
    assert not found.is_writable


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"\n  \n", "The file is empty."),
        (b"x" * (formats.LARGEST_FILE + 1), "The file is larger than 5 MB."),
        (b"%PDF-1.7 ...", "Choose a file of this kind: XLSX, ODS, XLS, CSV."),
        (
            b"<html><table><tr><td>City</td></tr></table>",
            "This is a web page with the name of a spreadsheet. Open it in your spreadsheet program, save it as XLSX, and choose that file.",
        ),
        (b"PK\x03\x04 broken", "This is not a spreadsheet, or it is broken or protected by a password."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "This is not a spreadsheet, or it is broken or protected by a password.",
        ),
        (b'City;Country\r\n"Lisbon;Portugal', "The CSV file is broken: check its quotation marks."),
        (b"\xff\xfeC\x00i", "The CSV file is broken. Save it again as “CSV UTF-8” or as XLSX."),
    ],
    ids=["empty", "blank", "large", "pdf", "web-page", "zip", "ole", "quotes", "cut-off"],
)  # fmt: skip
def test_file_that_is_no_spreadsheet_is_refused(data, message, session, organiser):
    if message.startswith("The CSV file is broken. Save") and len(data) % 2 == 0:
        data += b"\x00"
    with pytest.raises(UnreadableFile) as refusal:
        preview(data, session, organiser)

    assert str(refusal.value) == message


def test_what_is_passed_over_is_told_with_its_cell(session, organiser):
    rows = [
        ["Session of 25 March"], ["Nr", *HEADS, "Mail"], [1, *LISBON, "a@example.org"], [],
        ["", "Total", 1, "", "", 2, 1],
    ]  # fmt: skip

    found = preview(xlsx(rows, others={"Notes": [["Call them"]]}), session, organiser)

    assert remarks(found) == [
        "Sheet1!A2: The column “Nr” is passed over.",
        "Sheet1!H2: The column “Mail” is passed over.",
        "Sheet1!B5: The row “Total” sums up; it is passed over.",
        "Notes: The sheet is passed over.",
    ]
    assert found.is_writable


def test_formula_that_the_program_has_computed_is_its_value(session, organiser):
    # As Excel writes it: the formula with the value that it last had.
    book = openpyxl.Workbook()
    tables.fill(book.active, [HEADS, [*LISBON[:4], "=UPPER(B2)", "Rents"]])
    data = tables.saved(book)
    data = with_part(data, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>TENTS</v>", b"<v/>")

    written(data, session, organiser)

    assert stored(session)["Lisbon"][2] == ["TENTS"]


def with_part(data, name, old, new, other):
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for part in source.namelist():
            content = source.read(part)
            if part == name:
                content = content.replace(b'<c r="E2"><f>', b'<c r="E2" t="str"><f>')
                content = content.replace(old, new, 1).replace(other, new, 1)
            package.writestr(part, content)
    return target.getvalue()


def test_second_import_changes_what_differs_and_deletes_nothing(session, organiser):
    written(xlsx(ROWS), session, organiser)
    rows = [HEADS, ["Lisbon", "Portugal", "Ana Silva", "", "Tents for all\nFood", ""]]

    found = written(xlsx(rows), session, organiser)

    (lisbon,) = found.changes.cities
    assert [(one.kind, one.old, one.new) for one in lisbon.entries["responses"]] == [
        ("changed", "Tents", "Tents for all"),
        ("new", "", "Food"),
    ]
    assert lisbon.absent == ["Soup kitchens"]
    assert found.changes.absent == ["Quito"]
    assert stored(session) == {
        "Lisbon": ("Ana Silva", "Mayor", ["Tents for all", "Soup kitchens", "Food"], ["Rents"]),
        "Quito": QUITO_SAID,
    }


def test_same_table_again_changes_nothing(session, organiser):
    written(xlsx(ROWS), session, organiser)

    found = preview(xlsx(ROWS), session, organiser)

    assert [one.kind for one in found.changes.cities] == ["unchanged", "unchanged"]
    assert not found.is_writable


def test_table_in_another_language_becomes_the_translation(session, organiser):
    written(xlsx(ROWS), session, organiser)
    rows = [FRENCH, ["Lisbonne", "Portugal", "Ana Silva", "Maire", "Tentes\nSoupes", "Loyers"]]

    found = written(xlsx(rows), session, organiser, language="fr")

    assert stored(session, "fr")["Lisbon"][2:] == (["Tentes", "Soupes"], ["Loyers"])
    assert stored(session)["Lisbon"] == LISBON_SAID
    assert PolicyResponse.objects.count() == 3
    assert "The position is kept as it is" in remarks(found)[0]
    marks = TranslationMark.objects.filter(language="fr", source_language="en", state="in_review")
    assert marks.filter(content_type__model__in=["policyresponse", "challenge"]).count() == 3


def test_representative_who_takes_part_is_linked_and_only_the_other_is_made(session, organiser):
    ana = factories.make_participant(
        session=session, person=factories.make_person(name="Ana Silva")
    )
    people = factories.Person.objects.count()

    written(xlsx(ROWS), session, organiser)

    of = {one.city.name_en: one.representative for one in session.contributions.all()}
    assert of["Lisbon"] == ana.person
    assert of["Quito"].name == "José Paz"
    assert factories.Person.objects.count() == people + 1


def test_city_of_the_gazetteer_is_added(session, organiser):
    make_place("Dakar", "SN", 2_000_000)

    found = written(xlsx([HEADS, ["Dakar", "Senegal", *LISBON[2:]]]), session, organiser)

    assert City.objects.get(name_en="Dakar").country == "SN"
    assert [choice.is_shown for choice in found.choices] == [True]


def test_city_of_several_places_is_chosen_and_not_guessed(session, organiser):
    spain, _venezuela = (
        make_place("Valencia", "ES", 800_000),
        make_place("Valencia", "VE", 1_400_000),
    )
    data = xlsx([HEADS, ["Valencia", "", *LISBON[2:]], QUITO])

    found = preview(data, session, organiser)

    (choice,) = found.open_choices
    assert (choice.why, found.is_writable) == ("Several places have this name.", False)
    assert len(choice.options) == 3
    answer = {choice.name: f"place:{spain.geoname_id}"}
    written(data, session, organiser, cities=answer)
    assert session.contributions.get(city__geoname_id=spain.geoname_id).city.country == "ES"


def test_unknown_city_is_made_by_hand_or_left_out(session, organiser):
    data = xlsx([HEADS, ["Nowhere", "Kenya", *LISBON[2:]], QUITO])
    (choice,) = preview(data, session, organiser).open_choices
    assert choice.why == "Neither the list of cities nor the gazetteer has it."

    written(data, session, organiser, cities={choice.name: "skip"})
    assert set(stored(session)) == {"Quito"}

    written(data, session, organiser, cities={choice.name: "new"})
    assert session.contributions.get(city__country="KE").city.name_en == "Nowhere"


def test_country_that_is_unknown_asks_for_the_city(session, organiser):
    found = preview(xlsx([HEADS, ["Lisbon", "Portugall", *LISBON[2:]]]), session, organiser)

    (choice,) = found.open_choices
    assert choice.why == "“Portugall” is not a country we know."
    assert choice.options[0].label.startswith("Lisbon")


def test_city_that_declined_is_refused_by_its_cell(session, organiser):
    city = City.objects.get(name_en="Quito")
    factories.make_contribution(session=session, city=city, state="declined", responses=0)

    found = preview(xlsx(ROWS), session, organiser)

    assert problems(found) == ["Sheet1!A3: Quito has declined or withdrawn: leave its row out."]
    (choice,) = [one for one in found.choices if one.row.place.city == "Quito"]
    written(xlsx(ROWS), session, organiser, cities={choice.name: "skip"})
    assert stored(session)["Lisbon"] == LISBON_SAID


def test_row_with_nothing_but_a_name_is_left_out_unless_the_city_is_known(session, organiser):
    make_place("Asia", "PH", 20_000)

    found = written(xlsx([HEADS, ["Asia"], LISBON, ["Quito"]]), session, organiser)

    assert [choice.row.place.city for choice in found.left_out] == ["Asia"]
    assert stored(session) == {"Lisbon": LISBON_SAID, "Quito": ("", "", [], [])}


def test_second_representative_of_a_city_is_told(session, organiser):
    rows = [HEADS, LISBON, ["Lisbon", "Portugal", "Rui Costa", "Advisor", "Masks", ""]]

    found = written(xlsx(rows), session, organiser)

    assert "Lisbon has a second representative, Rui Costa, who is not taken" in remarks(found)[0]
    assert stored(session)["Lisbon"][2] == ["Tents", "Soup kitchens", "Masks"]


def test_queries_grow_by_a_constant_for_each_row(session, organiser, django_assert_max_num_queries):
    rows = [HEADS]
    for number in range(20):
        factories.make_city(name_en=f"Port {number:02}", country="PT")
        rows.append([f"Port {number:02}", "Portugal", f"Ana {number}", "Mayor", "Tents", "Rents"])
    data = xlsx(rows)

    with django_assert_max_num_queries(12):
        found = preview(data, session, organiser)

    assert len(found.new) == 20
