"""`manage.py demo` on a site of its own: what it refuses, and what it finds there already."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cities.models import City
from llex.core.models import User
from priorities.models import Service
from sessions_app.models import LearningSession, Series


def test_demo_is_refused_when_the_site_does_not_ask_for_it(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("demo", "--no-places", verbosity=0)

    for model in (User, Series, LearningSession, City):
        assert not model.objects.exists()


def test_demo_adopts_a_city_that_a_note_brought_under_another_slug(db):
    mine = City.objects.create(slug="xi-an", name_en="Xi’an", country="CN", geoname_id=1790630)

    call_command("demo", "--no-places", verbosity=0)

    assert City.objects.filter(country="CN").count() == 2
    assert mine.contributions.get().session.slug == "launch"
    mine.refresh_from_db()
    assert (mine.slug, mine.name_ar) == ("xi-an", "شيآن")


def test_demo_says_why_it_cannot_publish_when_an_older_row_stands_in_the_way(db):
    Service.objects.create(slug="housing", name_en="Homes")

    with pytest.raises(CommandError, match="not published") as refusal:
        call_command("demo", "--no-places", verbosity=0)

    assert "French" in str(refusal.value)
    assert not LearningSession.objects.get(slug="launch").editions.exists()


def test_demo_leaves_a_session_of_its_slug_alone(db):
    series = Series.objects.create(slug="mine", title_en="My series")
    mine = LearningSession.objects.create(
        series=series, slug="housing", title_en="Mine", starts_at="2030-01-01T12:00Z"
    )

    call_command("demo", "--no-places", verbosity=0)

    mine.refresh_from_db()
    assert (mine.title_en, mine.series.slug, mine.contributions.count()) == ("Mine", "mine", 0)


def test_demo_prints_a_personal_link_that_opens_also_when_it_runs_again(db, client):
    for _time in range(2):
        out = io.StringIO()
        call_command("demo", "--no-places", verbosity=0, stdout=out)
        link = re.search(r"http://testserver(/\w+/contribute/invitations/\S+)", out.getvalue())
        assert client.get(link[1]).status_code == 200
        client.post(link[1], {"action": "enter"})
    assert f"http://testserver{reverse('cities:officer_home')}" in out.getvalue()
