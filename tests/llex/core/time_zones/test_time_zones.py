"""Names of zones, the list to choose from, and moments on the clock of a zone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from llex.core.time_zones import choices, moments, names

# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("en", "Europe/Madrid", "Madrid time"),
        ("en", "America/Bogota", "Bogotá time"),
        ("fr", "Europe/Madrid", "heure de Madrid"),
        ("fr", "Europe/Athens", "heure d’Athènes"),
        ("fr", "Africa/Cairo", "heure du Caire"),
        ("es", "America/New_York", "hora de Nueva York"),
        ("ar", "Europe/Madrid", "بتوقيت مدريد"),
        ("ar", "America/Bogota", "بتوقيت بوغوتا"),
    ],
)
def test_zone_is_named_after_its_city_in_the_language_of_the_reader(language, zone, expected):
    with translation.override(language):
        assert names.name_of(zone) == expected


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Etc/GMT-3", "UTC+3"),
        ("Etc/GMT+5", "UTC-5"),
        ("Etc/GMT-14", "UTC+14"),
        ("Etc/GMT+0", "UTC"),
        ("Etc/GMT", "UTC"),
        ("GMT", "UTC"),
        ("Zulu", "UTC"),
        ("UTC", "UTC"),
    ],
)
def test_zone_without_a_place_is_named_by_its_offset(language, zone, expected):
    with translation.override(language):
        assert names.name_of(zone) == names.city_of(zone) == expected


@pytest.mark.parametrize(
    ("old", "city"), [("Asia/Calcutta", "Kolkata"), ("US/Eastern", "New York"), ("GB", "London")]
)
def test_old_name_of_a_zone_leads_to_its_present_city(old, city):
    assert names.city_of(old) == city


# --- Choosing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_choices_are_places_offsets_and_utc_and_nothing_else(language):
    offered = dict(choices.choices(language))

    assert next(iter(offered)) == "UTC"
    assert offered["Etc/GMT-3"] == "UTC+3"
    assert {"America/Bogota", "Europe/Madrid", "Asia/Kolkata", "Africa/Nairobi"} <= set(offered)
    unwanted = ("localtime", "Factory", "posix", "right", "SystemV", "US/", "Etc/U", "EST", "Zulu")
    assert not [zone for zone in offered if zone.startswith(unwanted)]
    assert set(offered) <= choices.known()
    assert len(set(offered.values())) == len(offered)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["Bogotá", "Colombia", "America/Bogota"]),
        ("fr", ["Bogotá", "Colombie", "America/Bogota"]),
        ("ar", ["بوغوتا", "كولومبيا", "America/Bogota"]),
    ],
)
def test_choice_is_found_by_city_country_and_name_of_the_zone(language, parts):
    label = dict(choices.choices(language))["America/Bogota"]

    assert all(part in label for part in parts)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("America/Bogota", "America/Bogota"),
        ("Bogotá", "America/Bogota"),
        (" bogota ", "America/Bogota"),
        ("مدريد", "Europe/Madrid"),
        ("Le Caire", "Africa/Cairo"),
        ("Bogotá, Colombia (America/Bogota)", "America/Bogota"),
        ("UTC+3", "Etc/GMT-3"),
        ("utc -5", "Etc/GMT+5"),
        ("UTC", "UTC"),
        ("US/Eastern", "US/Eastern"),
    ],
)
def test_zone_is_found_by_what_people_type(typed, zone):
    assert choices.find(typed) == zone


@pytest.mark.parametrize("typed", ["Nowhere", "localtime", "Factory", "", "UTC+25", "posix/UTC"])
def test_what_is_no_zone_is_refused(db, typed):
    with pytest.raises(ValueError, match="is not a time zone"):
        choices.find(typed)
    with pytest.raises(ValidationError):
        choices.validate_time_zone(typed)


@pytest.mark.parametrize("zone", ["Europe/Madrid", "Etc/GMT-3", "US/Eastern", "UTC"])
def test_stored_zones_stay_valid(zone):
    choices.validate_time_zone(zone)


# --- Moments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("local", "zone", "universal"),
    [
        ("2020-03-25 15:00", "Europe/Madrid", datetime(2020, 3, 25, 14, tzinfo=UTC)),
        ("2020-07-01 15:00", "Europe/Madrid", datetime(2020, 7, 1, 13, tzinfo=UTC)),
        ("2020-03-29 03:00", "Europe/Madrid", datetime(2020, 3, 29, 1, tzinfo=UTC)),
        ("2020-10-25 03:00", "Europe/Madrid", datetime(2020, 10, 25, 2, tzinfo=UTC)),
        ("2020-03-25 22:00", "America/Bogota", datetime(2020, 3, 26, 3, tzinfo=UTC)),
        ("2020-03-25 15:00", "Asia/Kathmandu", datetime(2020, 3, 25, 9, 15, tzinfo=UTC)),
    ],
)
def test_local_time_is_a_moment_in_winter_and_in_summer(local, zone, universal):
    assert moments.at_local_time(datetime.fromisoformat(local), zone) == universal


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        ("2020-03-29 02:30", "Europe/Madrid", "does not exist: on 29 March 2020"),
        ("2020-03-29 02:00", "Europe/Madrid", "from 02:00 to 03:00 at once (Madrid time)"),
        ("2020-10-25 02:30", "Europe/Madrid", "comes twice: on 25 October 2020"),
        ("2020-10-25 02:00", "Europe/Madrid", "before 02:00, or from 03:00 on"),
        ("2021-04-04 01:45", "Australia/Lord_Howe", "back from 02:00 to 01:30"),
        ("2011-12-30 12:00", "Pacific/Apia", "31 December 2011, 00:00"),
    ],
)
def test_hour_that_clocks_skip_or_repeat_is_refused_with_the_reason(local, zone, expected):
    with pytest.raises(moments.UnclearMoment) as problem:
        moments.at_local_time(datetime.fromisoformat(local), zone)
    assert expected in str(problem.value)


def test_changing_the_zone_keeps_the_local_time():
    madrid = datetime(2020, 3, 25, 14, tzinfo=UTC)

    bogota = moments.keep_local_time(madrid, "Europe/Madrid", "America/Bogota")

    assert bogota == datetime(2020, 3, 25, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        (
            "en",
            "Europe/Madrid",
            "Thursday, 26 March 2020, 00:30 (Madrid time; 25 March, 23:30 UTC)",
        ),
        ("en", "Europe/Lisbon", "Wednesday, 25 March 2020, 23:30 (Lisbon time; 23:30 UTC)"),
        ("en", "UTC", "Wednesday, 25 March 2020, 23:30 (UTC)"),
        ("en", "Etc/GMT-3", "Thursday, 26 March 2020, 02:30 (UTC+3; 25 March, 23:30 UTC)"),
        (
            "fr",
            "Europe/Madrid",
            "jeudi 26 mars 2020, 00:30 (heure de Madrid\xa0; 25 mars, 23:30 UTC)",
        ),
        (
            "es",
            "Europe/Madrid",
            "jueves 26 de marzo de 2020, 00:30 (hora de Madrid; 25 de marzo, 23:30 UTC)",
        ),
        (
            "ar",
            "Europe/Madrid",
            "الخميس، 26 مارس 2020، 00:30 (بتوقيت مدريد؛ 25 مارس، 23:30 بالتوقيت العالمي)",
        ),
    ],
)
def test_moment_is_said_with_hour_zone_and_utc(language, zone, expected):
    with translation.override(language):
        assert moments.moment_text(datetime(2020, 3, 25, 23, 30, tzinfo=UTC), zone) == expected


_EVENING = datetime(2020, 3, 25, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "minutes", "day", "hours", "universal"),
    [
        ("en", 60, "Wednesday 25 March 2020", "22:30–23:30, Madrid time", "21:30–22:30 UTC"),
        # Midnight itself still ends the day before.
        ("en", 90, "Wednesday 25 March 2020", "22:30–00:00, Madrid time", "21:30–23:00 UTC"),
        (
            "en",
            120,
            "Wednesday 25 March – Thursday 26 March 2020",
            "22:30 – 26 March, 00:30, Madrid time",
            "21:30–23:30 UTC",
        ),
        (
            "en",
            180,
            "Wednesday 25 March – Thursday 26 March 2020",
            "22:30 – 26 March, 01:30, Madrid time",
            "21:30 – 26 March, 00:30 UTC",
        ),
        (
            "es",
            120,
            "miércoles 25 de marzo – jueves 26 de marzo de 2020",
            "22:30 – 26 de marzo, 00:30, hora de Madrid",
            "21:30–23:30 UTC",
        ),
        (
            "fr",
            120,
            "mercredi 25 mars – jeudi 26 mars 2020",
            "22:30 – 26 mars, 00:30, heure de Madrid",
            "21:30–23:30 UTC",
        ),
        (
            "ar",
            120,
            "الأربعاء 25 مارس – الخميس 26 مارس 2020",
            "22:30 – 26 مارس، 00:30 بتوقيت مدريد",
            "21:30–23:30 بالتوقيت العالمي",
        ),
    ],
)
def test_what_crosses_midnight_shows_its_second_date(language, minutes, day, hours, universal):
    ends = _EVENING + timedelta(minutes=minutes)
    with translation.override(language):
        assert moments.days_text(_EVENING, ends, "Europe/Madrid") == day
        assert moments.hours_text(_EVENING, ends, "Europe/Madrid") == hours
        assert moments.utc_hours_text(_EVENING, ends, "Europe/Madrid") == universal


def test_night_of_the_new_year_has_both_years():
    eve = datetime(2020, 12, 31, 22, 30, tzinfo=UTC)

    shown = moments.days_text(eve, eve + timedelta(hours=1), "Europe/Madrid")

    assert shown == "Thursday 31 December 2020 – Friday 1 January 2021"


# --- In templates ---------------------------------------------------------------------------------


def test_moment_on_a_page_leaves_a_place_for_the_readers_own_time():
    template = Template('{% load moments %}{% moment due "Europe/Madrid" %}')

    page = template.render(Context({"due": datetime(2020, 3, 25, 14, tzinfo=UTC)}))

    assert '<time datetime="2020-03-25T15:00:00+01:00">Wednesday, 25 March 2020, 15:00' in page
    assert 'data-own-time="2020-03-25T14:00:00+00:00"' in page
    assert 'data-own-zone="Europe/Madrid"' in page
    assert page.endswith("hidden></span>")
