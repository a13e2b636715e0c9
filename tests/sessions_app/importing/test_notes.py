"""Notes of other weeks, in other languages and layouts, with fewer parts."""

import docx
import pytest

from sessions_app.models import LearningSession, Series
from tests.sessions_app.importing.conftest import NOTES
from tests.sessions_app.importing.run import imported, rows, run

pytestmark = pytest.mark.usefixtures("gazetteer")


def test_markdown_note_is_read_with_its_pipe_table():
    session = imported(NOTES / "housing-en.md")

    assert session.title_en == "Keeping a roof over every head"
    assert (session.series.title_en, session.series.tagline_en) == (
        "Cities Learning Together",
        "a roof in every emergency",
    )
    assert (session.series.hashtag, session.series.contact) == (
        "RoofForAll",
        "notes@learning.example",
    )
    assert rows(session) == [
        ("Nairobi", "KE", "Grace Wanjiru", 2, 1),
        ("Lisbon", "PT", "Rui Esteves", 1, 1),
        ("Montréal", "CA", "Hélène Gauthier", 1, 1),
        ("San José", "CR", "Dr. Luis Alberto Mora", 1, 1),
        ("Cape Town", "ZA", "Nomsa Dlamini", 1, 1),
        ("Surabaya", "ID", "Budi Santoso", 1, 1),
    ]
    assert "[the guidance](<https://guidance.example/rents>)" in session.priorities_text_en
    assert session.consultations.get().question_en.endswith("who rent their home?")


def test_themes_follow_the_order_of_their_axes():
    session = imported(NOTES / "housing-en.md")

    assert [(theme.heading_en, theme.points.count()) for theme in session.themes.all()] == [
        ("Housing as public health", 2),
        ("No evictions in an emergency", 1),
        ("Levels of government that share what they know", 2),
    ]
    points = session.themes.last().points.all()
    assert [point.lead_en for point in points] == ["One register", ""]


def test_quotation_is_lifted_with_the_name_in_the_line_below():
    session = imported(NOTES / "housing-en.md")

    quote = session.quotes.get()
    assert (quote.speaker.person.name, quote.speaker.position_en) == (
        "Teresa Valdivia",
        "adviser on housing",
    )
    assert quote.is_cleared
    assert quote.text_en.startswith("Nobody can wash")
    assert "“" not in quote.text_en
    assert not session.participants.filter(consents_to_listing=True).exists()


def test_page_of_a_site_is_read_without_the_site_around_it():
    session = imported(NOTES / "mercados-es.html", language="es")

    assert session.title_es == "Los mercados que no cierran"
    assert rows(session) == [
        ("Lima", "PE", "Rosa Quispe Huamán", 2, 1),
        ("Valparaíso", "CL", "Jorge Saavedra", 1, 1),
        ("Sevilla", "ES", "María del Mar Ortega", 1, 1),
        ("Quito", "EC", "Andrés Játiva", 1, 1),
    ]
    seville = session.contributions.get(representative_name__startswith="María")
    assert (seville.city.name_es, seville.city.name_en) == ("Sevilla", "Sevilla")
    lengths = [theme.points.count() for theme in session.themes.all()]
    assert lengths == [2, 0]
    assert "**Mujeres que venden**" in session.themes.last().text_es
    assert session.consultations.get().question_es.startswith("Valore")
    assert "Inicio" not in session.introduction_es


def test_weekday_that_is_not_the_dates_is_remarked():
    printed = run(NOTES / "mercados-es.html", language="es", dry_run=True)

    assert "“Martes 15 de abril de 2020” was a Wednesday." in printed


def test_text_from_a_pdf_is_read_through_its_noise():
    session = imported(NOTES / "buses-en.txt")

    assert session.introduction_en.count("\n\n") == 0
    assert "trust of passengers" in session.introduction_en
    assert "break the confidence" in session.introduction_en
    assert "the officers of the depots" in session.introduction_en
    assert "hardly ever write them down." in session.introduction_en
    assert "Page 1" not in session.introduction_en
    assert rows(session) == [
        ("Bremen", "DE", "Jürgen Albers", 1, 1),
        ("Kampala", "UG", "Dr. Ruth Nakato", 1, 1),
        ("Auckland", "NZ", "Te Rangi Walker", 1, 1),
    ]
    kampala = session.contributions.get(city__slug="kampala").responses.get()
    assert kampala.text_en.endswith("paid by the day and inspected every evening.")
    assert not session.themes.exists()


def test_dry_run_reports_what_the_real_run_writes():
    dry = run(NOTES / "buses-en.txt", dry_run=True).splitlines()
    assert not LearningSession.objects.exists()

    assert dry[1:] == run(NOTES / "buses-en.txt").splitlines()


def test_furniture_of_pages_is_listed_as_left_out():
    printed = run(NOTES / "buses-en.txt", dry_run=True)

    assert "left out as no part of the note: 5" in printed
    assert "page number, line 32: Page 2 of 3" in printed
    assert "words rejoined at a line end: 1 (confidence)" in printed


def test_cities_under_headings_are_rows_like_those_of_a_table():
    session = imported(NOTES / "cartes-fr.md", language="fr")

    assert [row[1:] for row in rows(session)] == [
        ("SN", "Awa Ndiaye", 2, 1),
        ("TN", "Sami Ben Youssef", 2, 1),
        ("FR", "", 1, 1),
    ]
    assert "deux mêmes questions" in session.front_line_text_fr
    assert "29 avril" in session.closing_text_fr
    assert session.series.contact == "eau@ports.example"


def test_note_without_table_and_vision_keeps_an_unknown_table_as_text():
    printed = run(NOTES / "ecoles-fr.txt", language="fr")
    session = LearningSession.objects.get()

    assert (session.number, session.title_fr) == (5, "L'école à la maison")
    assert "- Connexion – 4,6" in session.priorities_text_fr
    assert "kept as text: 3" in printed
    assert not session.contributions.exists()
    question = session.consultations.get().question_fr
    assert question in session.priorities_text_fr


def make_word_note(path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Réseau des ports – document de travail"
    document.add_paragraph("Expérience d'apprentissage des ports – Voisins et voisines")
    document.add_heading("Note d'information et d'apprentissage", level=0)
    document.add_heading("Prendre soin des aînés", level=1)
    document.add_paragraph("Mercredi 6 mai 2020")
    document.add_heading("Introduction", level=2)
    document.add_paragraph("Les aînés vivent le confinement plus longtemps que les autres.")
    said = document.add_paragraph(
        "« On ne soigne pas la solitude avec un masque, mais avec du temps », "
    )
    said.add_run("Jeanne Morel").bold = True
    said.add_run(", présidente de l'association des voisins.")
    document.add_heading("La ligne de front", level=2)
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(
        table.rows[0].cells, ("Ville", "Fonction", "Mesures", "Besoins"), strict=True
    ):
        cell.text = text
    for cells in (
        (
            "Porto",
            "Inês Cardoso, adjointe au maire",
            "Des appels chaque matin.",
            "Plus de bénévoles.",
        ),
        (
            "Medellín",
            "Carlos Vélez, Directeur social",
            "Repas livrés.\nVaccins à domicile.",
            "Du temps.",
        ),
        ("", "", "Et des livres.", ""),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.add_heading("Vision partagée", level=2)
    for axis in ("Personne n'est seul", "Les quartiers prennent soin", "Compter chacun"):
        document.add_paragraph(axis, style="List Number")
    document.add_heading("Les quartiers qui prennent soin", level=3)
    point = document.add_paragraph(style="List Bullet")
    point.add_run("Un voisin référent").bold = True
    point.add_run(" connaît dix portes.")
    document.save(path)


def test_word_note_is_read_with_its_table_lists_and_header(tmp_path):
    make_word_note(tmp_path / "aînés.docx")
    session = imported(tmp_path / "aînés.docx", language="fr")

    assert session.title_fr == "Prendre soin des aînés"
    assert session.series.tagline_fr == "Voisins et voisines"
    assert rows(session) == [
        ("Porto", "PT", "Inês Cardoso", 1, 1),
        ("Medellín", "CO", "Carlos Vélez", 3, 1),
    ]
    themes = session.themes.all()
    assert [(theme.statement_fr, theme.heading_fr) for theme in themes] == [
        ("Personne n'est seul", ""),
        ("Les quartiers prennent soin", "Les quartiers qui prennent soin"),
        ("Compter chacun", ""),
    ]
    assert themes[1].points.get().lead_fr == "Un voisin référent"
    quote = session.quotes.get()
    assert quote.speaker.position_fr == "présidente de l'association des voisins"


def test_word_header_and_axes_without_theme_are_in_the_report(tmp_path):
    make_word_note(tmp_path / "note.docx")
    printed = run(tmp_path / "note.docx", language="fr", dry_run=True)

    assert "running head or foot, title page: Réseau des ports – document de travail" in printed
    assert "No theme was found for the axis “Personne n'est seul”." in printed


def test_second_note_finds_series_cities_and_people_again(tmp_path):
    first = imported(NOTES / "buses-en.txt")
    second_note = (NOTES / "buses-en.txt").read_text().replace("17 April", "24 April")
    second_note = second_note.replace("Buses when", "Trams when").replace("Jürgen", "Jurgen")
    (tmp_path / "second.txt").write_text(second_note)
    second = imported(tmp_path / "second.txt")

    assert Series.objects.get() == first.series == second.series
    assert first.slug != second.slug
    bremen = [session.contributions.get(city__slug="bremen") for session in (first, second)]
    assert bremen[0].city == bremen[1].city
    assert bremen[0].representative == bremen[1].representative
    assert bremen[1].representative.other_spellings == ["Jurgen Albers"]
