"""Layouts of the vision, of quotations and of title pages that others use."""

from datetime import date

import pytest

from sessions_app.importing.city_gazetteer import CityGazetteer
from sessions_app.importing.reading import read
from sessions_app.importing.recognising import recognise

pytestmark = pytest.mark.usefixtures("gazetteer")
FRONT = "<p>{date}</p><h1>Roofs that cool</h1><p>Briefing note</p>"
BODY = """<h2>{first}</h2><p>The cities met to speak of heat, and of who stays at home then.</p>
<h2>{second}</h2><p>A poll was opened. Shade came first, water second, and sleep was the last.</p>
<h2>{third}</h2><table><tr><td>City</td><td>Responses</td></tr><tr><td>Lima</td><td>Trees.</td></tr>
<tr><td>Nairobi</td><td>Tanks.</td></tr></table>
<h2>{fourth}</h2>{vision}<h2>{fifth}</h2><p>The network writes to all in May.</p>"""
THEMES = "<h3>Shade is a right</h3><ul><li><b>Trees</b>: they need water.</li></ul>" * 2
UNKNOWN = ("A", "B", "C", "D", "E")
SECTIONS = ["introduction", "priorities", "front_line", "vision", "closing"]


def recognised(vision=THEMES, day="25 March 2020", names=UNKNOWN):
    headings = dict(zip(("first", "second", "third", "fourth", "fifth"), names, strict=True))
    page = FRONT.format(date=day) + BODY.format(vision=vision, **headings)
    return recognise(read(page.encode(), "n.html"), language="en", gazetteer=CityGazetteer())


@pytest.mark.parametrize(
    "names",
    [
        UNKNOWN,
        ("The reason", "Ten coins", "Who came", "On the poster", "Until May"),
        ("Le motif", "Dix pièces", "Les voix", "Sur l'affiche", "D'ici mai"),
        ("El motivo", "Diez fichas", "Las voces", "En el cartel", "Hasta mayo"),
        ("السبب", "عشر قطع", "الحضور", "على الملصق", "حتى أيار"),
    ],
)
def test_sections_are_told_by_content_and_place(names):
    assert recognised(names=names).sections == SECTIONS


def test_rows_of_a_table_may_be_themes():
    rows = "".join(
        f"<tr><td>{theme}</td><td><p>Trees: they need water.</p></td></tr>" for theme in ("X", "Y")
    )

    note = recognised(f"<table><tr><td>Axis</td><td>Lessons</td></tr>{rows}</table>")

    assert [(theme.heading, theme.points[0].lead) for theme in note.themes] == [
        ("X", "Trees"),
        ("Y", "Trees"),
    ]


@pytest.mark.parametrize(
    "day",
    [
        "Session of 25 March 2020 · Issued 12 June 2020",
        "Séance du 25 mars 2020 – Publié le 12 juin 2020",
        "Sesión: 25 de marzo de 2020 | Actualizado el 12 de junio de 2020",
        "جلسة ٢٥ آذار/مارس ٢٠٢٠ · نشرت في ١٢ حزيران/يونيو ٢٠٢٠",
    ],
)
def test_day_of_publication_is_not_the_session_s(day):
    assert recognised(day=day).held_on == date(2020, 3, 25)


def test_day_of_publication_counts_where_there_is_no_other():
    assert recognised(day="Published on 12 June 2020").held_on == date(2020, 6, 12)


def test_quotation_of_a_page_needs_no_marks():
    quoted = "<blockquote><p>We only stopped giving them presents.</p><cite>Ana Torres, Lima</cite>"

    (quotation,) = recognised(f"{THEMES}{quoted}</blockquote>").quotations

    assert (str(quotation.text), quotation.speaker.name) == (
        "We only stopped giving them presents.",
        "Ana Torres",
    )


@pytest.mark.parametrize("name", ["breadcrumbs", "share-links", "site-footer", "entry-tags tags"])
def test_what_sites_have_around_a_text_is_left_out(name):
    note = recognised(f'{THEMES}<div class="{name}"><p>Send it to a friend</p></div>')

    points = [str(point.blocks) for theme in note.themes for point in theme.points]
    assert "friend" not in "".join(points)


def test_place_of_few_people_is_to_be_confirmed():
    names = dict(zip(("first", "second", "third", "fourth", "fifth"), UNKNOWN, strict=True))
    page = FRONT.format(date="25 March 2020") + BODY.format(vision=THEMES, **names)
    page = page.replace("Lima", "Lampedusa")

    note = recognise(read(page.encode(), "n.html"), language="en", gazetteer=CityGazetteer())

    assert "Lampedusa" in [question.city for question in note.country_questions]
