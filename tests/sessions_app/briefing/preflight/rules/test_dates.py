"""Dates that are wrong in themselves, or against the session."""

from datetime import date

import pytest

from sessions_app.briefing.preflight.rules.dates import other_day_of_session, wrong_weekday
from sessions_app.briefing.quantities.calendar_dates import named_dates

HELD = date(2020, 4, 1)

RIGHT = [
    ("en", "on Wednesday 1 April 2020"),
    ("en", "on Wednesday, April 1, 2020"),
    ("en", "on Wednesday the 1st of April"),
    ("en", "from Monday 30 March to Friday 3 April 2020"),
    ("en", "from Monday 30 to Friday 3 April 2020"),
    ("en", "on 01/04/2020 (Wednesday)"),
    ("en", "in March 2020"),
    ("en", "on 1 April 2020, a Wednesday, six"),
    ("ar", "في 1 نيسان/أبريل 2020، وكان يوم أربعاء، تحدثت"),
    ("fr", "le mercredi 1er avril 2020"),
    ("fr", "du lundi 6 au vendredi 10 avril"),
    ("fr", "le 2020-04-01"),
    ("es", "el miércoles, 1 de abril de 2020"),
    ("es", "entre el lunes 6 y el viernes 10 de abril del 2020"),
    ("es", "el miércoles 01/04/2020"),
    ("ar", "يوم الأربعاء 1 نيسان/أبريل 2020"),
    ("ar", "يوم الاربعاء ١ أبريل ٢٠٢٠"),
    ("ar", "الأربعاء الموافق 1 أبريل 2020"),
]
WRONG = [
    ("en", "on Thursday 1 April 2020", "Thursday 1 April 2020"),
    ("en", "on Thursday, April 1st", "Thursday, April 1st"),
    ("en", "from Tuesday 30 to Friday 3 April 2020", "Tuesday 30"),
    ("en", "on 1 April 2020 (Friday)", "1 April 2020 (Friday)"),
    ("en", "on 1 April 2020, a Friday, six", "1 April 2020, a Friday"),
    ("fr", "le 1er avril 2020, un jeudi,", "1er avril 2020, un jeudi"),
    ("es", "el 1 de abril de 2020, un jueves,", "1 de abril de 2020, un jueves"),
    ("ar", "1 نيسان/أبريل 2020، وكان يوم جمعة، تحدثت", "1 نيسان/أبريل 2020، وكان يوم جمعة"),
    ("fr", "le jeudi 1er avril", "jeudi 1er avril"),
    ("fr", "le jeudi 01/04/2020", "jeudi 01/04/2020"),
    ("es", "el martes 1 de abril de 2020", "martes 1 de abril de 2020"),
    ("es", "entre el lunes 6 y el jueves 10 de abril", "jueves 10 de abril"),
    ("ar", "يوم الخميس 1 نيسان/أبريل 2020", "الخميس 1 نيسان/أبريل 2020"),
    ("ar", "يوم الثلاثاء ١ أبريل", "الثلاثاء ١ أبريل"),
]


def found(language, text):
    return [one.text for one in named_dates(text, language) if wrong_weekday(one, HELD)]


@pytest.mark.parametrize(("language", "text"), RIGHT)
def test_weekday_of_its_date_is_right(language, text):
    assert found(language, text) == []


@pytest.mark.parametrize(("language", "text", "passage"), WRONG)
def test_weekday_of_another_date_is_found(language, text, passage):
    assert found(language, text) == [passage]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "31 November 2023"),
        ("fr", "le 30 février"),
        ("es", "el 31 de abril de 2020"),
        ("ar", "29 شباط/فبراير 2023"),
    ],
)
def test_day_that_no_calendar_has_is_read_and_is_none(language, text):
    (named,) = named_dates(text, language)

    assert named.readings(HELD) == []


@pytest.mark.parametrize("text", ["tiene 43 000", "he may 12 times", "1.4.2.3", "12", "", "5/6"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "xx"])
def test_what_is_no_date_is_not_read(language, text):
    assert [one for one in named_dates(text, language) if one.weekday is not None] == []
    assert language != "es" or named_dates(text, language) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "written"),
    [
        ("en", "The session of 2 April 2020 was short.", "2 April 2020"),
        ("en", "The meeting took place on 1 April 2021.", "1 April 2021"),
        ("en", "The meeting took place on 1 April 2020.", None),
        ("en", "The next session is on 8 April 2020.", None),
        ("en", "The meeting of ministers was on 11 February 2020.", None),
        ("en", "Schools closed on 30 March 2020.", None),
        ("fr", "La session du 2 avril a réuni dix villes.", "2 avril"),
        ("fr", "La prochaine session aura lieu le 8 avril.", None),
        ("es", "La sesión del 3 de abril de 2020 reunió a diez ciudades.", "3 de abril de 2020"),
        ("es", "La sesión del 1 de abril de 2020 reunió a diez ciudades.", None),
        ("ar", "عُقدت الجلسة في 2 نيسان/أبريل 2020.", "2 نيسان/أبريل 2020"),
        ("ar", "عُقدت الجلسة في 1 نيسان/أبريل 2020.", None),
    ],
)
def test_sentence_about_the_session_is_held_against_its_day(language, sentence, written):
    named = other_day_of_session(sentence, language, HELD)

    assert (named and named.text) == written
