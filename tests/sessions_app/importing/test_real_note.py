"""The launch note of 25 March 2020. Its sentences are not ours to copy: only facts stand here."""

import pytest
from django.utils import translation

from sessions_app.models import KeyPoint
from tests.sessions_app.importing.conftest import REAL_NOTE
from tests.sessions_app.importing.run import imported, rows, run

pytestmark = pytest.mark.skipif(
    not REAL_NOTE.exists(), reason="the real note of 25 March 2020 is not beside this repository"
)


@pytest.fixture
def session(gazetteer):
    with translation.override("fr"):
        yield imported(REAL_NOTE, language="fr")


def test_real_note_names_its_series_title_and_day(session):
    series = session.series
    assert series.title_fr == "Expérience d'apprentissage en direct"
    assert series.tagline_fr.endswith("COVID-19 · Construire la communauté")
    assert series.hashtag == "BeyondtheOutbreak"
    assert session.title_fr == "Le lancement de la Expérience d'apprentissage en direct"
    assert session.starts_at.date().isoformat() == "2020-03-25"
    assert session.languages == ["fr"]
    assert session.attendance == 100


def test_real_note_gives_ten_rows_in_three_fragments(session):
    assert [(city, country, name) for city, country, name, *_counts in rows(session)] == [
        ("Guangzhou", "CN", "Dr. Tang Xiaoping"),
        ("Bogotá", "CO", "Luz Maria Minda"),
        ("Buenos Aires", "AR", "Francisco Resnicoff"),
        ("Montevideo", "UY", "Nelson Fernández"),
        ("Madrid", "ES", "Begoña Villacís"),
        ("Xi’an", "CN", "Qi Shi"),
        ("Rome", "IT", "Luca Bergamo"),
        ("Barcelona", "ES", "Laia Bonet"),
        ("Durban", "ZA", "Puvendra Akkiah"),
        ("Lampedusa", "IT", "Antonello Ravetto"),
    ]
    contributions = list(session.contributions.all())
    assert all(row.representative_position for row in contributions)
    assert {row.state for row in contributions} == {"accepted"}
    assert {row.original_language for row in contributions} == {"fr"}
    assert [row.responses.count() for row in contributions] == [1, 2, 1, 1, 1, 1, 1, 1, 1, 1]
    assert [row.challenges.count() for row in contributions] == [1] * 10


def test_real_note_leads_five_axes_to_five_themes_with_thirteen_points(session):
    themes = list(session.themes.all())
    assert len(themes) == 5
    assert all(theme.statement_fr and theme.heading_fr for theme in themes)
    assert [theme.points.count() for theme in themes] == [2, 3, 4, 4, 0]
    assert KeyPoint.objects.exclude(lead_fr="").count() == 13
    assert "OPPORTUNITÉS" in themes[4].heading_fr
    assert themes[4].text_fr.startswith("**COORDINATION")


def test_real_note_rejoins_what_the_page_and_the_chart_had_cut(session):
    question = session.consultations.get()
    assert question.question_en.startswith("Please rate the importance")
    assert not question.question_fr
    assert "trois services de base les plus prioritaires" in session.priorities_text_fr
    assert "ont exprimé leurs préoccupations" in session.priorities_text_fr
    assert "peut-être pas parfaite" in session.themes.last().text_fr


def test_real_note_gives_the_quotation_and_those_who_chaired(session):
    quote = session.quotes.get()
    assert quote.speaker.person.name == "Maimunah Sharif"
    assert "ONU-Habitat" in quote.speaker.position_fr
    assert quote.section == "introduction"
    assert quote.text_fr[:40] not in session.introduction_fr
    chairs = session.participants.filter(role="chair")
    assert {chair.person.name for chair in chairs} == {"Emilia Saiz", "Maimunah Sharif"}
    assert session.participants.filter(role="city").count() == 10
    assert session.participants.get(role="participant").position_fr.startswith("maire")


def test_real_note_keeps_its_closing_and_the_line_without_an_address(session):
    assert "#BeyondtheOutbreak" in session.closing_text_fr
    assert session.closing_text_fr.count("contacter") == 1


def test_real_note_report_ends_with_the_count_and_the_slug(gazetteer):
    lines = run(REAL_NOTE, language="fr", dry_run=True).splitlines()
    assert "key points: 13, with a lead: 13" in lines
    assert lines[-2] == "words lost: 0"
    assert lines[-1].startswith("session: le-lancement")
