"""Dates in figures and in words."""

from datetime import date

import pytest

from sessions_app.importing.recognising.dates import dates_in

MARCH = date(2020, 3, 25)


@pytest.mark.parametrize(
    "text",
    [
        "25 mars 2020",
        "Mercredi 25 mars 2020, cent participants",
        "le mercredi 25 mars 2020",
        "25 March 2020",
        "25th of March, 2020",
        "Wednesday, March 25, 2020",
        "March 25th 2020",
        "25 de marzo de 2020",
        "miércoles, 25 de marzo del 2020",
        "MIERCOLES 25 DE MARZO 2020",
        "2020-03-25",
        "25/03/2020",
        "25.3.2020",
        "03/25/2020",
        "Mar 25, 2020",
        "٢٥ آذار/مارس ٢٠٢٠",
        "الأربعاء 25 مارس (آذار) 2020",
        "25 مارس 2020م",
    ],
)
def test_date_is_found_however_it_is_written(text):
    assert [found.day for found in dates_in(text)] == [MARCH]


@pytest.mark.parametrize("text", ["1er avril 2020", "1º de abril de 2020", "April 1st, 2020"])
def test_first_of_a_month_is_found_with_its_ordinal(text):
    assert [found.day for found in dates_in(text)] == [date(2020, 4, 1)]


@pytest.mark.parametrize(
    "text", ["10 جويلية 2020", "10 يوليوز 2020", "١٠ تموز ٢٠٢٠", "10 يوليو 2020"]
)
def test_month_is_known_by_what_each_arab_country_calls_it(text):
    assert [found.day for found in dates_in(text)] == [date(2020, 7, 10)]


@pytest.mark.parametrize(
    "text", ["31 février 2020", "2020", "25 mars", "12 may 3020", "10.20.2020.4", "in March 2020"]
)
def test_what_is_no_date_is_not_found(text):
    assert list(dates_in(text)) == []


def test_weekday_without_year_counts_in_the_year_of_the_session():
    (found,) = dates_in("Rendez-vous jeudi 2 avril", year=2020)
    assert (found.day, found.is_contradicted) == (date(2020, 4, 2), False)


def test_weekday_is_compared_with_its_date():
    (right,) = dates_in("mercredi 25 mars 2020")
    (wrong,) = dates_in("Tuesday 25 March 2020")
    (silent,) = dates_in("25 March 2020")
    assert [date.is_contradicted for date in (right, wrong, silent)] == [False, True, False]
