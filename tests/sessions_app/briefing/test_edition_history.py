"""The editions at the end of a note, with what differs in each."""

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


def lines(client, language="en", path=""):
    page = html.fromstring(client.get(NOTE.format(language, path)).content)
    found = page.xpath("//ol[@class='editions']/li")
    return [" ".join(one.text_content().split()) for one in found]


def test_editions_are_listed_with_what_differs(client, note):
    third, second, first = lines(client)

    assert third.startswith("Edition 3, ")
    assert third.endswith("Names, dates or figures differ.")
    assert "The reason was corrected." in second
    assert second.endswith("1 text differs: Introduction.")
    assert first.startswith("Edition 1, ")
    assert "differ" not in first


def test_differences_are_told_in_the_language_of_the_note(client, note):
    assert "1 texte diffère" in lines(client, "fr")[1]


def test_each_edition_has_its_permanent_address_and_the_one_that_is_read_is_marked(client, note):
    page = html.fromstring(client.get(NOTE.format("en", "editions/2/")).content)

    links = page.xpath("//ol[@class='editions']//a")
    assert [link.get("href") for link in links] == [
        NOTE.format("en", f"editions/{number}/") for number in (3, 2, 1)
    ]
    assert [link.get("aria-current") for link in links] == [None, "true", None]


def test_language_that_came_later_has_only_its_own_editions(client, db):
    first = make_edition(documents=[make_document("en", languages=("en",))])
    session = first.session
    codes = ("en", "ar")
    make_edition(
        session=session, documents=[make_document(code, languages=codes) for code in codes]
    )

    page = html.fromstring(client.get(f"/ar/sessions/{session.slug}/briefing/").content)
    assert len(page.xpath("//ol[@class='editions']/li")) == 1


def test_older_edition_costs_three_queries(client, note):
    edition_cache.forget("launch")

    with CaptureQueriesContext(connection) as queries:
        assert client.get(NOTE.format("en", "editions/1/")).status_code == 200

    assert len(queries) == 3


def test_licence_is_named_at_the_end(client, note, settings):
    page = html.fromstring(client.get(NOTE.format("en", "")).content)

    links = page.xpath("//aside//a[contains(@rel, 'license')]")
    assert [link.text for link in links] == [settings.LICENCE.name]
