"""Tables of cities in other shapes than a head above rows."""

import pytest

from sessions_app.importing.city_gazetteer import CityGazetteer
from sessions_app.importing.reading import read
from sessions_app.importing.recognising import recognise

pytestmark = pytest.mark.usefixtures("gazetteer")
NOTE = """<h1>Briefing note: Roofs</h1><p>25 March 2020</p><h2>Introduction</h2>
<p>The cities met to speak of heat, and of those who cannot leave their homes when it comes.</p>
<h2>Policy responses</h2><table>{rows}</table>"""
WATER, ROADS = "Water is brought by lorry.", "Roads are steep."
TANKS, RENT = "Tanks stand in each ward.", "Rent is paid by the day."


def rows_of(*rows, tag="td"):
    html = "".join(
        f"<tr>{''.join(cell if '<' in cell else f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>"
        for row in rows
    )
    note = recognise(
        read(NOTE.format(rows=html).encode(), "n.html"), language="en", gazetteer=CityGazetteer()
    )
    return [
        (
            row.name,
            row.representative.name,
            row.representative.position,
            " ".join(map(str, row.responses)),
            " ".join(map(str, row.challenges)),
        )
        for row in note.rows
    ]


EXPECTED = [
    ("Lima", "Ana Torres", "Mayor", WATER, ROADS),
    ("Nairobi", "Grace Wanjiru", "Director", TANKS, RENT),
]


@pytest.mark.parametrize(
    "head",
    [
        ("Who", "Role", "Response", "Still open"),
        ("Qui parle", "Fonction", "Ce qui a été fait", "Ce qui reste à faire"),
        ("Quién", "Cargo", "Qué hizo la ciudad", "Lo que aún no funciona"),
        ("من", "الصفة", "ما تم إنجازه", "ما زال مفتوحا"),
        ("A", "B", "C", "D"),
    ],
)
def test_column_of_people_may_have_the_cities(head):
    found = rows_of(
        head,
        ("Ana Torres, Lima (Peru)", "Mayor", WATER, ROADS),
        ("Grace Wanjiru, Nairobi (Kenya)", "Director", TANKS, RENT),
    )

    assert found == EXPECTED


def test_heads_may_be_in_two_rows():
    found = rows_of(
        ('<th rowspan="2">City</th>', '<th rowspan="2">Speaker</th>', '<th colspan="2">Said</th>'),
        ("Done", "Open"),
        ("Lima", "Ana Torres, Mayor", WATER, ROADS),
        ("Nairobi", "Grace Wanjiru, Director", TANKS, RENT),
    )

    assert found == EXPECTED


@pytest.mark.parametrize(
    ("done", "open_"),
    [("Responses", "Challenges"), ("Logros", "Nudos"), ("Avancées", "Freins"), ("Sun", "Rain")],
)
def test_labels_may_be_beside_each_text(done, open_):
    found = rows_of(
        ('<td rowspan="2">Lima</td>', '<td rowspan="2">Ana Torres, Mayor</td>', done, WATER),
        (open_, ROADS),
        (
            '<td rowspan="2">Nairobi</td>',
            '<td rowspan="2">Grace Wanjiru, Director</td>',
            done,
            TANKS,
        ),
        (open_, RENT),
    )

    assert found == EXPECTED


@pytest.mark.parametrize(
    "labels",
    [
        ("City", "Speaker", "Role", "Measures", "Difficulties"),
        ("Municipio", "Expone", "Cargo", "Acciones", "Dificultades"),
        ("Commune", "Présenté par", "Fonction", "Actions", "Freins"),
        ("المدينة", "المتحدث", "الصفة", "التدابير", "الصعوبات"),
    ],
)
def test_each_city_may_have_a_form_of_its_own(labels):
    values = [
        ("Lima", "Ana Torres", "Mayor", WATER, ROADS),
        ("Nairobi", "Grace Wanjiru", "Director", TANKS, RENT),
    ]

    assert (
        rows_of(*(pair for value in values for pair in zip(labels, value, strict=True))) == EXPECTED
    )


def test_corner_above_the_labels_of_a_transposed_table_may_be_empty():
    found = rows_of(
        ("<td></td>", "Lima", "Nairobi"),
        ("Speaker", "Ana Torres, Mayor", "Grace Wanjiru, Director"),
        ("What works", WATER, TANKS),
        ("What is missing", ROADS, RENT),
    )

    assert found == EXPECTED
