"""What differs in each edition of a note, as their list tells it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from sessions_app.briefing import edition_cache
from sessions_app.briefing.editions import publish
from tests.factories import keep_translations, make_edition, make_full_session
from tests.factories_document import make_document

NOTE = "/{}/sessions/launch/briefing/{}"


@pytest.fixture
def note(db):
    """Three editions: an introduction is corrected in the second, an attendance in the third."""
    session = make_full_session(slug="launch")
    publish(session)
    session.introduction_en = "Why we really met"
    session.introduction_fr = "Pourquoi nous nous sommes vraiment vus"
    session.save()
    keep_translations(session)
    publish(session, notes={"en": "The reason was corrected."})
    session.attendance = 12
    session.save()
    publish(session)
    return session


def lines(client, language="en"):
    page = html.fromstring(client.get(NOTE.format(language, "editions/")).content)
    found = page.xpath("//ol[@class='edition-list']/li")
    return [" ".join(one.text_content().split()) for one in found]


def test_editions_are_listed_with_what_differs(client, note):
    third, second, first = lines(client)

    assert third.startswith("Edition 3, ")
    assert "Names, dates or figures differ." in third
    assert "The reason was corrected." in second
    assert "1 text differs: Introduction." in second
    assert first.startswith("Edition 1, ")
    assert "differs" not in first


def test_differences_are_told_in_the_language_of_the_note(client, note):
    assert "1 texte diffère" in lines(client, "fr")[1]


def test_note_tells_how_many_editions_there_are_and_leads_to_them(client, note):
    page = html.fromstring(client.get(NOTE.format("en", "")).content)

    [link] = page.xpath("//aside//a[@href=$list]", list=NOTE.format("en", "editions/"))
    assert link.text == "3 editions"


def test_language_that_came_later_tells_no_differences_of_editions_without_it(client, db):
    first = make_edition(documents=[make_document("en", languages=("en",))])
    session = first.session
    codes = ("en", "ar")
    make_edition(
        session=session, documents=[make_document(code, languages=codes) for code in codes]
    )

    page = html.fromstring(client.get(f"/ar/sessions/{session.slug}/briefing/editions/").content)
    listed = page.xpath("//ol[@class='edition-list']/li")
    assert len(listed) == 2
    assert [one.xpath("./p[@lang='ar']") for one in listed] == [[], []]


def test_older_edition_costs_three_queries(client, note):
    edition_cache.forget("launch")

    with CaptureQueriesContext(connection) as queries:
        assert client.get(NOTE.format("en", "editions/1/")).status_code == 200

    assert len(queries) == 3


def test_licence_is_named_at_the_end(client, note, settings):
    page = html.fromstring(client.get(NOTE.format("en", "")).content)

    links = page.xpath("//aside//a[contains(@rel, 'license')]")
    assert [link.text for link in links] == [settings.LICENCE.name]
