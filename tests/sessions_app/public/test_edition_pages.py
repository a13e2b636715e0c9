"""The pages about the editions of a note: their list, with files and what changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from llex.core.cache.recent_answers import RecentAnswers
from llex.core.http import finished_pages
from sessions_app.briefing.editions import publish
from tests.factories import keep_translations, make_full_session, make_session

LIST = "/{}/sessions/launch/briefing/editions/"
LANGUAGES = ("en", "fr", "es", "ar")


@pytest.fixture
def note(db):
    """Two editions: the introduction is corrected in the second."""
    session = make_full_session(slug="launch")
    publish(session)
    session.introduction_en = "Why we really met"
    session.introduction_fr = "Pourquoi nous nous sommes vraiment vus"
    session.save()
    keep_translations(session)
    publish(session, notes={"en": "The reason was corrected.", "fr": "La raison est corrigée."})
    return session


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return html.fromstring(response.content)


def text(element):
    return " ".join(element.text_content().split())


def editions(page):
    return page.xpath("//ol[@class='edition-list']/li")


def test_list_tells_number_date_note_and_differences_of_each(client, note):
    second, first = (text(one) for one in editions(read(client, LIST.format("en"))))

    assert second.startswith("Edition 2, ")
    assert "Current edition" in second
    assert "The reason was corrected." in second
    assert "1 text differs: Introduction." in second
    assert first.startswith("Edition 1, ")
    assert "superseded by edition 2" in first
    assert "differ" not in first


def test_change_note_is_in_the_language_of_the_page_else_says_which(client, note):
    french = editions(read(client, LIST.format("fr")))[0]
    spanish = editions(read(client, LIST.format("es")))[0]

    assert "La raison est corrigée." in text(french)
    assert "1 texte diffère" in text(french)
    assert "The reason was corrected." in text(spanish)
    assert spanish.xpath(".//*[@class='change-note']//*[@lang='en']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_the_list_can_be_had(client, note, language):
    first = editions(read(client, LIST.format(language)))[1]
    links = first.xpath(".//dl//a")

    assert [one.get("hreflang") for one in links if one.text.startswith("PDF")] == [*note.languages]
    for link in links:
        response = client.get(link.get("href"))
        assert response.status_code == 200
        assert response["Content-Language"] == link.get("hreflang")
        response.close()


def test_each_edition_leads_to_its_page_and_its_page_to_the_list(client, note):
    first = editions(read(client, LIST.format("en")))[1]
    address = first.xpath(".//h2/a/@href")[0]

    assert address == LIST.format("en") + "1/"
    for path in (address, "/en/sessions/launch/briefing/"):
        assert LIST.format("en") in read(client, path).xpath("//main//a/@href")


def test_new_edition_renews_the_list(client, note):
    assert len(editions(read(client, LIST.format("en")))) == 2
    note.attendance = 77
    note.save()
    publish(note)

    assert len(editions(read(client, LIST.format("en")))) == 3


def test_list_costs_three_queries_and_then_none(client, note, monkeypatch):
    monkeypatch.setattr(finished_pages, "BELIEVED", 15)
    monkeypatch.setattr(finished_pages, "_recent", RecentAnswers())
    finished_pages.version()
    with CaptureQueriesContext(connection) as queries:
        read(client, LIST.format("en"))
    with CaptureQueriesContext(connection) as again:
        read(client, LIST.format("en"))

    assert len(queries) == 3
    assert len(again) == 0


@pytest.mark.parametrize("path", ["/en/sessions/none/briefing/editions/", LIST.format("en")])
def test_without_an_edition_there_is_no_list(client, db, path):
    make_session(slug="launch")

    assert client.get(path).status_code == 404


def test_list_is_only_read(client, note):
    assert client.post(LIST.format("en")).status_code == 405


def test_former_slug_leads_to_the_list(client, note):
    note.slug = "begin"
    note.save()

    response = client.get(LIST.format("fr"))
    assert response["Location"].endswith("/fr/sessions/begin/briefing/editions/")
