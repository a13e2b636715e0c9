"""The balance of speakers on the pages of organisers and in the note."""

import pytest
from django.urls import reverse

from llex.core.privacy.retention import rules_of
from sessions_app.briefing import phrases
from sessions_app.briefing.checksums import checksum
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.document import GenderSum, from_data, to_data
from sessions_app.groups import ORGANISERS
from sessions_app.statistics.charts import charts
from sessions_app.statistics.genders import gender_sums
from sessions_app.statistics.session_figures import count_sessions
from sessions_app.statistics.session_filter import SessionFilter
from sessions_app.statistics.speaker_balance import speaker_balance
from tests.factories import make_city, make_series, make_user
from tests.factories_statistics import make_held_session, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Return a session with thirteen speakers, of whom six said that they are women, two men."""
    session = make_held_session(series=make_series(prints_speaker_balance=True), languages=["en"])
    bogota = make_city(country="CO")
    for count, gender, city in ((6, "woman", bogota), (2, "man", None), (4, "", None)):
        answers = {"gender": gender, "language": "es" if city else "fr"}
        make_people(session, count, role="speaker", city=city, registration=answers)
    make_people(session, 1, role="chair")
    # Not among the speakers.
    make_people(session, 7, role="participant", registration={"gender": "man"})
    make_people(session, 1, role="speaker", status="cancelled", registration={"gender": "man"})
    return session


def test_balance_counts_chairs_and_speakers_with_a_place(session):
    balance = speaker_balance(session)

    assert balance.speakers == 13
    assert balance.genders == [("woman", 6), ("not said", 7)]
    assert balance.regions == [("South America", 6), ("not known", 7)]
    assert balance.languages == [("Spanish", 6), ("French", 6), ("not known", 1)]


def test_small_groups_are_not_told():
    session = make_held_session()
    make_people(session, 4, role="speaker", registration={"gender": "woman"})

    assert speaker_balance(session).genders == []


def test_page_of_registrations_shows_the_balance(client, session):
    client.force_login(make_user(group=ORGANISERS))

    html = client.get(
        reverse("admin:sessions_app_learningsession_registration", args=[session.pk])
    ).content.decode()

    assert "13 chairs and speakers" in html
    assert "woman: 6 · not said: 7" in html
    assert "man: 2" not in html


def test_statistics_show_speakers_by_region_and_language(session):
    found = {chart.key: chart for chart in charts(count_sessions(SessionFilter()))}
    of_region = {chart.key for chart in charts(count_sessions(SessionFilter(region="SA")))}

    assert [bar.values for bar in found["speaker-regions"].bars] == [(6,), (7,)]
    assert next(bar.label for bar in found["speaker-languages"].bars) == "Spanish"
    assert {"speaker-regions", "speaker-languages"} <= of_region
    assert "genders" not in of_region


def test_note_prints_sums_where_the_series_wants_them(session):
    note = compose(session, "en")

    assert note.event.speaker_genders == (GenderSum("woman", 6),)
    assert ("6", "women among the speakers") in phrases.figures(note)
    assert from_data(to_data(note)) == note


def test_note_prints_sums_in_one_order():
    session = make_held_session(series=make_series(prints_speaker_balance=True), languages=["en"])
    for gender in ("other", "man", "woman"):
        make_people(session, 5, role="speaker", registration={"gender": gender})

    found = [one.gender for one in compose(session, "en").event.speaker_genders]

    assert found == ["woman", "man", "other"]


def test_note_prints_the_same_after_the_registrations_are_deleted(session):
    [rule] = rules_of(("registrations",))
    rule.run()

    assert compose(session, "en").event.speaker_genders == (GenderSum("woman", 6),)


def test_note_without_the_line_is_the_note_of_before(session):
    session.series.prints_speaker_balance = False
    session.series.save()

    note = compose(session, "en")

    assert note.event.speaker_genders == ()
    assert not any("speakers" in label for _number, label in phrases.figures(note))
    # A document that was published before there was such a line has no such key.
    assert "speaker_genders" not in to_data(note)["event"]
    assert checksum({"en": from_data(to_data(note))}) == checksum({"en": note})


@pytest.mark.parametrize(("others", "shown"), [(0, 6), (4, None), (5, 11)])
def test_sums_of_all_and_of_speakers_cannot_be_subtracted(others, shown):
    session = make_held_session()
    make_people(session, 6, role="speaker", registration={"gender": "woman"})
    make_people(session, others, role="participant", registration={"gender": "woman"})

    assert speaker_balance(session).genders == [("woman", 6)]
    assert gender_sums(session) == ({"woman": shown} if shown else {})
