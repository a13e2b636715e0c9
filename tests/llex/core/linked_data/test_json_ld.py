"""JSON-LD: escaped so that no text leaves its element, and complete where search engines ask."""

import json
import re
from datetime import UTC, datetime, timedelta

from django.template import Context, Template

from llex.core.linked_data import schema_org

LOAD = "{% load linked_data %}"


def rendered(tag, **context):
    return Template(LOAD + tag).render(Context(context))


def read(html):
    """Return the JSON of each block in a page."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(block) for block in blocks]


def test_no_text_ends_the_element():
    hostile = "</script><script>alert(1)</script><!-- & \u2028 \u2029"

    html = rendered("{% json_ld one %}", one=schema_org.thing("Thing", name=hostile))

    assert html.count("<") == html.count(">") == 2
    assert read(html) == [{"@context": "https://schema.org", "@type": "Thing", "name": hostile}]


def test_nothing_is_printed_for_nothing():
    assert rendered("{% json_ld one two %}", one=None, two={}) == ""


def test_event_has_what_search_engines_ask_for():
    starts_at = datetime(2020, 3, 25, 13, tzinfo=UTC)

    event = schema_org.event(
        name="Rents",
        address="/en/sessions/rents/",
        starts_at=starts_at,
        duration=timedelta(minutes=90),
        is_cancelled=True,
    )

    assert event["startDate"] == "2020-03-25T13:00:00+00:00"
    assert event["endDate"] == "2020-03-25T14:30:00+00:00"
    assert event["location"] == {
        "@type": "VirtualLocation",
        "url": "http://testserver/en/sessions/rents/",
    }
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert "organizer" not in event


def test_dataset_names_licence_and_files():
    found = schema_org.dataset(
        name="Measures",
        description="All measures",
        address="/en/data/",
        downloads={"/en/data/measures.csv": "text/csv"},
    )

    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["distribution"] == [
        {
            "@type": "DataDownload",
            "contentUrl": "http://testserver/en/data/measures.csv",
            "encodingFormat": "text/csv",
        }
    ]


def test_site_offers_a_search_only_where_there_is_one(monkeypatch):
    monkeypatch.setattr(schema_org, "page_exists", lambda path: False)
    assert "potentialAction" not in schema_org.website("en")
    monkeypatch.setattr(schema_org, "page_exists", lambda path: True)
    target = schema_org.website("fr")["potentialAction"]["target"]
    assert target["urlTemplate"] == "http://testserver/fr/search/?q={search_term_string}"


def test_way_begins_at_home():
    found = schema_org.way(("Cities", "/en/cities/"), ("Lyon", "/en/cities/lyon/"))

    items = found["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3]
    assert [item["item"] for item in items] == [
        "http://testserver/en/",
        "http://testserver/en/cities/",
        "http://testserver/en/cities/lyon/",
    ]
