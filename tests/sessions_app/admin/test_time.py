"""Moments in the admin: typed and read on the clock of the session, in forms, lists and filters."""

from datetime import UTC, datetime, timedelta

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db import connection, models
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from llex.core.time_zones.columns import period_in
from llex.core.time_zones.paths import zone_path
from sessions_app.models import LearningSession
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_session,
    make_user,
)

MOMENTS = (
    "starts_at",
    "contributions_due_at",
    "contributions_close_at",
)
CHANGE = "admin:sessions_app_learningsession_change"


@pytest.fixture
def administrator(client, db):
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def posted(page):
    """What a browser sends of the form as it is shown."""
    form = html.fromstring(page.content).get_element_by_id("learningsession_form")
    return {name: value for name, value in form.fields.items() if value is not None}


def typed(client, session, **values):
    return {**posted(client.get(reverse(CHANGE, args=[session.pk]))), **values}


def shown(page):
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def moment_at(name, local):
    day, hour = local.split()
    return {f"{name}_0": day, f"{name}_1": hour}


# --- Forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize(
    ("local", "universal"),
    [
        ("2020-03-25 15:00", datetime(2020, 3, 25, 14, tzinfo=UTC)),
        ("2020-07-01 15:00", datetime(2020, 7, 1, 13, tzinfo=UTC)),
    ],
)
def test_hour_is_typed_where_the_session_is_held(client, administrator, name, local, universal):
    early, late = datetime(2019, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    session = make_session(
        time_zone="Europe/Madrid", contributions_due_at=early, contributions_close_at=late
    )
    if name == "contributions_due_at":
        LearningSession.objects.update(contributions_close_at=late)

    response = client.post(
        reverse(CHANGE, args=[session.pk]), typed(client, session, **moment_at(name, local))
    )

    assert response.status_code == 302
    session.refresh_from_db()
    assert getattr(session, name) == universal


def test_new_session_is_held_in_the_zone_that_is_chosen_with_it(client, administrator):
    address = reverse("admin:sessions_app_learningsession_add")
    series = make_session().series
    values = posted(client.get(address)) | moment_at("starts_at", "2030-03-25 15:00")
    values |= {"title_en": "New", "slug": "new", "series": series.pk, "languages": ["en"]}
    values |= {"main_language": "en", "time_zone": "America/Bogota"}

    response = client.post(address, values)

    assert response.status_code == 302
    assert LearningSession.objects.get(slug="new").starts_at == datetime(
        2030, 3, 25, 20, tzinfo=UTC
    )


def test_form_shows_the_hour_of_the_session_and_beside_it_utc_and_the_organisers_own(
    client, administrator
):
    session = make_session(time_zone="Europe/Madrid")
    client.cookies["time_zone"] = "Asia/Tokyo"

    page = client.get(reverse(CHANGE, args=[session.pk]))

    fields = posted(page)
    assert (fields["starts_at_0"], fields["starts_at_1"]) == ("2020-03-25", "15:00")
    hint = "Madrid time · 14:00 UTC · Your time: 25 Mar 2020, 23:00 (Tokyo time)"
    assert hint in shown(page)
    assert b"js/admin/moments.js" in page.content
    assert b'data-zone-from="id_time_zone"' in page.content


@pytest.mark.parametrize("cookie", ["", "localtime", "Nowhere/Land", "<script>"])
def test_zone_of_the_browser_that_is_none_is_the_sites(client, administrator, cookie):
    client.cookies["time_zone"] = cookie

    page = client.get(reverse("admin:sessions_app_learningsession_add"))

    assert page.status_code == 200
    assert posted(page)["time_zone"] == "UTC"


def test_new_session_begins_in_the_organisers_own_zone(client, administrator):
    client.cookies["time_zone"] = "Africa/Nairobi"

    page = client.get(reverse("admin:sessions_app_learningsession_add"))

    assert posted(page)["time_zone"] == "Africa/Nairobi"
    assert timezone.get_current_timezone_name() == "UTC"


def test_saving_an_untouched_form_changes_no_moment(client, administrator):
    exact = {
        "starts_at": datetime(2020, 10, 25, 0, 30, 59, 123, tzinfo=UTC),
        "contributions_due_at": datetime(2020, 10, 25, 1, 30, tzinfo=UTC),
    }
    # Both are at half past two in Madrid, in the night in which that hour comes twice.
    session = make_session(time_zone="Europe/Madrid", **exact)

    response = client.post(reverse(CHANGE, args=[session.pk]), typed(client, session))

    assert response.status_code == 302
    session.refresh_from_db()
    assert {name: getattr(session, name) for name in exact} == exact


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize(
    ("local", "text"),
    [
        ("2020-03-29 02:30", "This hour does not exist: on 29 March 2020"),
        ("2020-10-25 02:30", "This hour comes twice: on 25 October 2020"),
        ("0001-01-01 00:00", "out of range"),
    ],
)
def test_hour_that_clocks_skip_or_repeat_is_refused_at_its_field(
    client, administrator, name, local, text
):
    session = make_session(time_zone="Asia/Tokyo" if local.startswith("0001") else "Europe/Madrid")
    before = getattr(session, name)

    page = client.post(
        reverse(CHANGE, args=[session.pk]), typed(client, session, **moment_at(name, local))
    )

    assert page.status_code == 200
    assert text in page.context["adminform"].form.errors[name][0]
    session.refresh_from_db()
    assert getattr(session, name) == before


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_one_of_two_equal_hours_is_chosen_and_shown_again(client, administrator, name, which, hour):
    session = make_session(time_zone="Europe/Madrid")
    LearningSession.objects.update(
        contributions_due_at=datetime(2020, 1, 1, tzinfo=UTC),
        contributions_close_at=datetime(2030, 1, 1, tzinfo=UTC),
    )
    local = moment_at(name, "2020-10-25 02:30")

    refused = client.post(reverse(CHANGE, args=[session.pk]), typed(client, session, **local))
    assert "Choose the first or the second." in refused.context["adminform"].form.errors[name][0]
    assert posted(refused)[f"{name}_1"] == "02:30"
    asked = html.fromstring(refused.content).xpath("//*[@data-moment-which][not(@hidden)]//select")
    assert [select.name for select in asked] == [f"{name}_2"]

    values = typed(client, session, **local, **{f"{name}_2": which})
    assert client.post(reverse(CHANGE, args=[session.pk]), values).status_code == 302
    session.refresh_from_db()
    assert getattr(session, name) == datetime(2020, 10, 25, hour, 30, tzinfo=UTC)
    assert posted(client.get(reverse(CHANGE, args=[session.pk])))[f"{name}_2"] == which


def test_the_other_of_two_equal_hours_alone_is_a_change(client, administrator):
    session = make_session(
        time_zone="Europe/Madrid", starts_at=datetime(2020, 10, 25, 0, 30, tzinfo=UTC)
    )

    client.post(reverse(CHANGE, args=[session.pk]), typed(client, session, starts_at_2="1"))

    session.refresh_from_db()
    assert session.starts_at == datetime(2020, 10, 25, 1, 30, tzinfo=UTC)


def test_nothing_is_asked_where_an_hour_comes_once(client, administrator):
    session = make_session(time_zone="Europe/Madrid")

    page = client.get(reverse(CHANGE, args=[session.pk]))

    found = html.fromstring(page.content).xpath("//*[@data-moment-which]")
    assert found
    assert all("hidden" in one.attrib for one in found)


def test_new_zone_keeps_the_local_hours_and_says_so(client, administrator):
    due = datetime(2020, 7, 1, 21, 59, 59, tzinfo=UTC)
    session = make_session(
        time_zone="Europe/Madrid",
        contributions_due_at=due,
        registration_closes_at=datetime(2020, 3, 24, 14, tzinfo=UTC),
    )
    announced = session.announced_at

    page = client.post(
        reverse(CHANGE, args=[session.pk]),
        typed(client, session, time_zone="America/Bogota"),
        follow=True,
    )

    session.refresh_from_db()
    assert session.starts_at == datetime(2020, 3, 25, 20, tzinfo=UTC)
    assert session.contributions_due_at == datetime(2020, 7, 2, 4, 59, 59, tzinfo=UTC)
    # Not on the form, and agreed on by the hour all the same.
    assert session.registration_closes_at == datetime(2020, 3, 24, 20, tzinfo=UTC)
    assert session.announced_at == announced
    told = " ".join(str(message) for message in page.context["messages"])
    assert "The time zone has changed. The hours stay as they were written" in told
    assert "Starts: Wednesday, 25 March 2020, 15:00 (Bogotá time; 20:00 UTC)" in told


def test_new_zone_that_lacks_a_local_hour_is_refused_at_that_field(client, administrator):
    session = make_session(
        time_zone="America/Bogota", starts_at=datetime(2020, 3, 29, 7, 30, tzinfo=UTC)
    )

    page = client.post(
        reverse(CHANGE, args=[session.pk]), typed(client, session, time_zone="Europe/Madrid")
    )

    assert "does not exist" in page.context["adminform"].form.errors["starts_at"][0]


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posix/UTC", "Nowhere", ""])
def test_zone_that_is_none_is_refused_at_its_field(client, administrator, zone):
    session = make_session(time_zone="Europe/Madrid")

    page = client.post(reverse(CHANGE, args=[session.pk]), typed(client, session, time_zone=zone))

    assert "time_zone" in page.context["adminform"].form.errors


@pytest.mark.parametrize(("stored", "label"), [("US/Eastern", "New York"), ("Etc/GMT-3", "UTC+3")])
def test_zone_that_is_stored_is_offered_and_saved_again(client, administrator, stored, label):
    session = make_session(time_zone=stored)

    values = typed(client, session)
    response = client.post(reverse(CHANGE, args=[session.pk]), values)

    assert values["time_zone"] == stored
    assert response.status_code == 302
    assert label in shown(client.get(reverse(CHANGE, args=[session.pk])))


def test_moment_of_another_models_form_is_typed_in_the_zone_of_its_session(client, administrator):
    session = make_session(time_zone="America/Bogota")
    contribution = make_contribution(session=session, consented_at=None)
    address = reverse("admin:cities_contribution_change", args=[contribution.pk])
    form = html.fromstring(client.get(address).content).get_element_by_id("contribution_form")
    values = {name: value for name, value in form.fields.items() if value is not None}

    response = client.post(address, values | moment_at("consented_at", "2020-03-25 20:00"))

    assert response.status_code == 302
    contribution.refresh_from_db()
    assert contribution.consented_at == datetime(2020, 3, 26, 1, tzinfo=UTC)


def test_moment_of_no_session_is_typed_in_the_organisers_own_zone(client, administrator):
    officer = make_officer()
    client.cookies["time_zone"] = "Asia/Tokyo"
    address = reverse("admin:cities_officer_change", args=[officer.pk])
    form = html.fromstring(client.get(address).content).get_element_by_id("officer_form")
    values = {name: value for name, value in form.fields.items() if value is not None}

    response = client.post(address, values | moment_at("until", "2030-03-26 01:00"))

    assert response.status_code == 302
    officer.refresh_from_db()
    assert officer.until == datetime(2030, 3, 25, 16, tzinfo=UTC)


# --- Pages that are read --------------------------------------------------------------------------


def test_list_shows_each_session_in_its_own_zone(client, administrator):
    make_session(time_zone="Europe/Madrid")
    make_session(time_zone="America/Bogota")

    page = shown(client.get(reverse("admin:sessions_app_learningsession_changelist")))

    assert "25 Mar 2020, 15:00 (Madrid time)" in page
    assert "25 Mar 2020, 09:00 (Bogotá time)" in page


@pytest.mark.parametrize("place", ["changelist", "change", "contribution", "officer"])
def test_moments_of_an_invitation_are_shown_in_the_zone_of_its_session(
    client, administrator, place
):
    contribution = make_contribution(session=make_session(time_zone="Asia/Kathmandu"))
    invitation = make_invitation(
        contribution=contribution, sent_at=datetime(2020, 3, 25, 20, tzinfo=UTC)
    )
    address = {
        "changelist": reverse("admin:cities_invitation_changelist"),
        "change": reverse("admin:cities_invitation_change", args=[invitation.pk]),
        "contribution": reverse("admin:cities_contribution_change", args=[contribution.pk]),
        "officer": reverse("admin:cities_officer_change", args=[invitation.officer_id]),
    }[place]

    assert "26 Mar 2020, 01:45 (Kathmandu time)" in shown(client.get(address))


def test_index_shows_the_next_session_in_its_zone(client, administrator):
    make_session(starts_at=datetime(2100, 3, 25, 14, tzinfo=UTC), time_zone="America/Bogota")

    page = shown(client.get(reverse("admin:index")))

    assert "Thursday 25 March 2100, 09:00–10:30, Bogotá time" in page
    assert "Your time: 14:00–15:30, UTC" in page


def test_edition_on_the_page_of_its_session_is_shown_in_the_zone_of_the_session(
    client, administrator
):
    session = make_session(time_zone="Asia/Kathmandu")
    session.editions.create(number=1, published_at=datetime(2020, 3, 25, 20, tzinfo=UTC))

    cockpit = reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])

    assert "26 Mar 2020, 01:45 (Kathmandu time)" in shown(client.get(cockpit))


@pytest.mark.parametrize(
    ("model", "site_admin"),
    [(model, found) for model, found in admin.site._registry.items()],
    ids=lambda value: getattr(getattr(value, "_meta", None), "label", ""),
)
def test_no_page_shows_a_moment_without_its_zone(model, site_admin, administrator):
    request = RequestFactory().get("/")
    request.user = administrator
    moments = {
        field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)
    }

    plain = [name for name in flatten(site_admin.get_list_display(request)) if name in moments]
    filters = [name for name in site_admin.get_list_filter(request) if name in moments]

    assert plain == []
    assert filters == []


def test_every_model_of_a_session_leads_to_its_zone():
    paths = {model._meta.label: zone_path(model) for model in apps.get_models()}

    assert paths["sessions_app.LearningSession"] == "time_zone"
    assert paths["cities.Invitation"] == "contribution__session__time_zone"
    assert paths["priorities.Ballot"] == "consultation__session__time_zone"
    assert paths["cities.ContributionProjection"] == "time_zone"
    assert paths["llex.User"] == ""


# --- Filters --------------------------------------------------------------------------------------


def test_filter_for_today_means_the_day_where_each_session_is_held(
    client, administrator, monkeypatch
):
    moment = datetime(2026, 3, 25, 20, tzinfo=UTC)
    monkeypatch.setattr("llex.core.time_zones.columns.now", lambda: moment)
    # It is the 26th in Kathmandu by then, and the 25th in Bogotá.
    for zone in ("Asia/Kathmandu", "America/Bogota"):
        make_session(time_zone=zone, title_en=f"Now {zone}", starts_at=moment)
        earlier = moment - timedelta(hours=12)
        make_session(time_zone=zone, title_en=f"Earlier {zone}", starts_at=earlier)
    address = reverse("admin:sessions_app_learningsession_changelist")

    page = client.get(address, {"starts_at__when": "today"})

    titles = {session.title for session in page.context["cl"].result_list}
    assert titles == {"Now Asia/Kathmandu", "Now America/Bogota", "Earlier America/Bogota"}


@pytest.mark.parametrize(
    ("period", "starts", "ends"),
    [
        ("today", datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ("week", datetime(2026, 10, 17, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ("month", datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)),
        ("year", datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_periods_of_a_filter_follow_the_clocks(monkeypatch, period, starts, ends):
    moment = datetime(2026, 10, 25, 12, tzinfo=UTC)
    monkeypatch.setattr("llex.core.time_zones.columns.now", lambda: moment)

    assert period_in(period, "Europe/Madrid") == (starts, ends)


@pytest.mark.parametrize("value", ["", "never", "0"])
def test_filter_that_is_none_leaves_the_list_whole(client, administrator, value):
    make_session()
    address = reverse("admin:sessions_app_learningsession_changelist")

    page = client.get(address, {"starts_at__when": value})

    assert len(page.context["cl"].result_list) == 1


# --- History and log ------------------------------------------------------------------------------


@pytest.fixture
def moved(client, administrator):
    """A session whose zone was changed from Madrid to Bogotá in the form, and its log entry."""
    session = make_session(time_zone="Europe/Madrid")
    client.post(
        reverse(CHANGE, args=[session.pk]), typed(client, session, time_zone="America/Bogota")
    )
    entry = LogEntry.objects.get_for_object(session).first()
    entry.timestamp = datetime(2026, 3, 26, 2, tzinfo=UTC)
    entry.save()
    return session, entry


def test_history_shows_moments_in_the_zone_they_were_written_for(client, moved):
    session, _entry = moved

    page = shown(
        client.get(reverse("admin:sessions_app_learningsession_history", args=[session.pk]))
    )

    # What was removed and what was added.
    assert "25 Mar 2020, 15:00" in page
    assert "Madrid" in page
    assert "Bogotá" in page
    assert "25 Mar 2026, 21:00 (Bogotá time)" in page


def test_entry_of_the_log_shows_moments_in_the_zone_they_were_written_for(client, moved):
    _session, entry = moved

    page = shown(client.get(reverse("admin:auditlog_logentry_change", args=[entry.pk])))

    assert "25 Mar 2020, 15:00 (Madrid time)" in page
    assert "25 Mar 2020, 15:00 (Bogotá time)" in page
    assert "25 Mar 2026, 21:00 (Bogotá time)" in page


def test_list_of_the_log_shows_each_entry_in_the_zone_of_what_was_changed(client, moved):
    page = shown(client.get(reverse("admin:auditlog_logentry_changelist")))

    assert "25 Mar 2026, 21:00 (Bogotá time)" in page


def test_log_asks_for_zones_once_for_each_model(client, administrator):
    address = reverse("admin:auditlog_logentry_changelist")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    make_contribution(session=make_session())
    queries()
    one = queries()
    for _number in range(3):
        make_contribution(session=make_session())

    assert queries() == one
