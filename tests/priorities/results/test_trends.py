"""The same services across sessions: exactly what editions have published."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from priorities.models import ConsultationProjection, Service
from priorities.results.trends import history, history_of
from priorities.templatetags.ratings import trend
from sessions_app.briefing.editions import publish
from sessions_app.briefing.projection import priorities
from sessions_app.models import Edition
from tests.factories import in_all, make_consultation, make_full_session, make_service

pytestmark = pytest.mark.usefixtures("empty_print_files")

LANGUAGES = ("en", "fr", "es", "ar")


def make_published(day, services, ballots, **overrides):
    """A session on a day of May 2021 whose note has published ratings of *services*."""
    session = make_full_session(
        slug=f"may-{day}",
        starts_at=datetime(2021, 5, day, 14, tzinfo=UTC),
        time_zone="Asia/Kolkata",
        **in_all("title", f"Session of {day} May"),
    )
    session.consultations.all().delete()
    make_consultation(
        session=session, services=services, ballots=ballots, state="closed", **overrides
    )
    publish(session)
    return session


@pytest.fixture
def services(db):
    names = ("health", "water", "culture")
    return [
        make_service(slug=name, order=order, **in_all("name", name.title()))
        for order, name in enumerate(names)
    ]


def test_sessions_weigh_as_much_as_they_have_answers(services):
    health, water, _culture = services
    make_published(3, [health, water], [[4, 3]] * 9)
    make_published(10, [health, water], [[1, 5]])

    found = history("en")

    assert [line.service.slug for line in found.lines] == ["health", "water"]
    assert found.lines[0].level == pytest.approx((9 * 0.75 + 0) / 10)
    assert found.lines[1].level == pytest.approx((9 * 0.5 + 1) / 10)


def table(found):
    return {
        line.service.slug: [result and (result.rank, result.mean) for result in line.results]
        for line in found.lines
    }


def test_one_session_gives_one_column(services):
    make_published(3, services, [[5, 3, 1], [4, 3, None]])

    found = history("en")

    assert table(found) == {"health": [(1, 4.5)], "water": [(2, 3.0)], "culture": [(3, 1.0)]}
    (column,) = found.columns
    assert (column.slug, column.ballots, column.scale, column.rated) == ("may-3", 2, 5, 3)
    assert str(column.title) == "Session of 3 May (en)"
    assert column.starts_at.hour == 19


def test_sessions_stand_in_the_order_of_their_days_and_services_by_their_average(services):
    health, water, culture = services
    make_published(10, [water, health], [[5, 3]])
    make_published(3, [health, water], [[4, 4]])
    make_published(17, [culture, water], [[9, 9]], scale=10)

    found = history("fr")

    assert [column.slug for column in found.columns] == ["may-3", "may-10", "may-17"]
    assert list(table(found).items()) == [
        ("culture", [None, None, (1, 9.0)]),
        ("water", [(1, 4.0), (1, 5.0), (1, 9.0)]),
        ("health", [(1, 4.0), (2, 3.0), None]),
    ]
    assert str(found.lines[0].name) == "Culture (fr)"


def test_one_service_has_its_own_sessions_only(services):
    health, water, culture = services
    make_published(3, [health, water, culture], [[4, 5, 3]])
    make_published(10, [water, culture], [[2, 3]])

    line = history_of(health, "en")

    assert [(r.column.slug, r.rank, r.column.rated) for r in line.results] == [("may-3", 2, 3)]
    assert line.latest.distribution == (0, 0, 0, 1, 0)


def test_service_without_ratings_has_none(services):
    line = history_of(services[0], "en")

    assert (line.results, line.latest, str(line.name)) == ([], None, "Health (en)")


def test_nothing_unpublished_and_nothing_edited_reaches_readers(services):
    session = make_published(3, services, [[5, 3, 1]])
    make_consultation(services=services, ballots=[[1, 1, 1]], state="closed")
    type(session).objects.update(title_en="Draft title")
    session.consultations.update(question_en="Another question", scale=7)

    (column,) = history("en").columns

    assert str(column.title) == "Session of 3 May (en)"
    assert str(column.question) == "How important are these? (en)"
    assert column.scale == 5


def test_new_edition_takes_the_place_of_the_old_one(services):
    session = make_published(3, services, [[5, 3, 1]])
    consultation = session.consultations.get()
    consultation.reopen("One ballot came late.")
    from tests.factories import make_ballot

    make_ballot(consultation=consultation, scores=[1, 5, 1])
    consultation.close()
    publish(session, note="One more ballot.")

    assert table(history("en"))["water"] == [(1, 4.0)]
    assert ConsultationProjection.objects.get().edition == 2


def test_consultation_that_is_no_longer_in_the_note_is_gone(services):
    session = make_published(3, services, [[5, 3, 1]])
    session.consultations.all().delete()
    publish(session, note="It was a trial.")

    assert history("en").lines == []


def test_projection_is_rebuilt_from_editions(services):
    make_published(3, services, [[5, 3, 1]])
    make_published(10, services, [[2, 3, 4]])
    before = table(history("en"))
    ConsultationProjection.objects.all().delete()

    count = priorities.rebuild(Edition.objects.prefetch_related("documents"))

    assert count == 2
    assert table(history("en")) == before
    ConsultationProjection.objects.all().delete()
    said = io.StringIO()
    call_command("rebuild_projection", stdout=said)
    assert table(history("en")) == before
    assert "Results of consultations that readers find: 2." in said.getvalue()


def test_history_takes_a_constant_number_of_queries(services, django_assert_num_queries):
    make_published(3, services, [[5, 3, 1]])
    with django_assert_num_queries(1):
        history("en")
    with django_assert_num_queries(2):
        history_of(services[0], "en")
    make_published(10, services, [[5, 3, 1]])

    with django_assert_num_queries(1):
        history("en")
    with django_assert_num_queries(2):
        history_of(services[0], "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_show_every_row(client, services, language):
    make_published(3, services, [[5, 3, 1]])
    make_published(10, services[:2], [[3, 5]])

    page = client.get(f"/{language}/priorities/").content.decode()
    detail = client.get(f"/{language}/priorities/water/").content.decode()

    for name in ("Health", "Water", "Culture"):
        assert f"{name} ({language})" in page
    for slug in ("may-3", "may-10"):
        assert f"/{language}/sessions/{slug}/briefing/" in page
        assert f"/{language}/sessions/{slug}/briefing/" in detail
    assert page.count('class="trend"') == 3
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert "results.csv?lang=" + language in page


def test_pages_of_nothing_say_so(client, db):
    make_service(slug="health", **in_all("name", "Health"))

    assert "No session has published ratings yet" in client.get("/en/priorities/").content.decode()
    assert "of this service yet" in client.get("/en/priorities/health/").content.decode()


def test_pages_are_only_read(client, services):
    assert client.get("/en/priorities/nothing/").status_code == 404
    assert client.post("/en/priorities/").status_code == 405
    assert client.post("/en/priorities/water/").status_code == 405


def test_trend_leaves_room_for_a_session_that_did_not_ask(services):
    health, water, _culture = services
    make_published(3, [health], [[5]])
    make_published(10, [water], [[1]])
    make_published(17, [health], [[1]])

    found = history("en")
    drawn = trend(next(line for line in found.lines if line.service == health).results, found.span)

    assert [point.split()[0] for point in drawn.points] == ["M16.67", "M83.33"]
    assert drawn.line == "M16.67 8.0 L83.33 92.0"
    assert Service.objects.count() > 3
