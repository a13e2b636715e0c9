"""Days, seasons, times, rates, countries and roles, compared between languages."""

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.countries_in_prose import countries_named
from sessions_app.briefing.preflight.rules.facts_between_languages import (
    different_times,
    exchanged,
    seasons,
)
from sessions_app.briefing.preflight.rules.positions import roles_in
from sessions_app.briefing.quantities.calendar_dates import months_in, weekdays_in
from sessions_app.briefing.quantities.clock_times import clock_times
from sessions_app.briefing.quantities.rates import rates
from tests.factories import make_full_session


@pytest.mark.parametrize(
    ("said", "texts", "meant"),
    [
        (rates, {"en": "40 euros per square metre", "fr": "40 euros le mètre carré",
                 "es": "40 euros por metro cuadrado", "ar": "40 يورو للمتر المربع"},
         {"square_metre"}),
        (rates, {"en": "$40 a month", "fr": "40 dollars par mois", "es": "40 dólares al mes",
                 "ar": "40 دولاراً في الشهر"}, {"month"}),
        (rates, {"en": "every day", "fr": "tous les jours", "es": "cada día", "ar": "يومياً"},
         {"day"}),
        (rates, {"en": "per household", "fr": "par ménage", "es": "por hogar", "ar": "لكل أسرة"},
         {"household"}),
        (rates, {"en": "300 square feet", "fr": "un jour", "es": "dos meses", "ar": "شهران"},
         set()),
        (months_in, {"en": "in March", "fr": "en mars", "es": "en marzo", "ar": "في آذار/مارس"},
         {"3"}),
        (months_in, {"en": "They may march.", "fr": "la marche", "es": "el mar", "ar": "المسيرة"},
         set()),
        (weekdays_in, {"en": "every Friday", "fr": "le vendredi", "es": "los viernes",
                       "ar": "كل يوم جمعة والجمعة"}, {"4"}),
        (seasons, {"en": "last winter", "fr": "l’hiver dernier", "es": "el pasado invierno",
                   "ar": "الشتاء الماضي"}, {"winter"}),
        (countries_named, {"en": "in Kenya", "fr": "au Kenya", "es": "en Kenia", "ar": "في كينيا"},
         {"KE"}),
        (countries_named, {"en": "Peruvian cities", "fr": "villes péruviennes",
                           "es": "ciudades peruanas", "ar": "مدن بيروفية"}, {"PE"}),
        (roles_in, {"en": "the Governor of Giza", "fr": "le gouverneur de Gizeh",
                    "es": "el gobernador de Guiza", "ar": "قال محافظ الجيزة"}, {"governor"}),
        (roles_in, {"en": "a former mayor", "fr": "un ancien maire", "es": "un exalcalde",
                    "ar": "رئيس البلدية السابق"}, {"mayor"}),
        (roles_in, {"en": "the Deputy Secretary-General", "fr": "la secrétaire générale adjointe",
                    "es": "la secretaria general adjunta", "ar": "نائبة الأمين العام"},
         {"deputy_secretary_general"}),
    ],
)  # fmt: skip
def test_same_fact_is_read_in_each_language(said, texts, meant):
    found = {code: set(said(text, code)) for code, text in texts.items()}

    assert found == dict.fromkeys(texts, meant)


@pytest.mark.parametrize(
    ("language", "text", "minutes"),
    [
        ("en", "at 9 a.m. and 4:30 p.m.", [{540}, {990}]),
        ("en", "from 14:00 to noon", [{840}, {720}]),
        ("fr", "à 9 h 30 et à 21 h", [{570}, {1260}]),
        ("fr", "à 9 heures du soir", [{1260}]),
        ("fr", "en 12 heures, 24 h/24", []),
        ("es", "a las 9 de la noche", [{1260}]),
        ("es", "a las 8.15", [{495, 1215}]),
        ("ar", "في الساعة 9 مساءً", [{1260}]),
        ("ar", "في الساعة 14", [{840}]),
        ("en", "12 amazing cities, 3:1", []),
    ],
)
def test_times_of_the_day_are_read(language, text, minutes):
    assert sorted(sorted(one.minutes) for one in clock_times(text, language)) == sorted(
        map(sorted, minutes)
    )


@pytest.mark.parametrize(
    ("first", "text", "second", "other", "found"),
    [
        ("fr", "à 21 h", "en", "at 9 p.m.", None),
        ("fr", "à 21 h", "en", "at 9 a.m.", ("à 21 h", "9 a.m.")),
        ("es", "a las 9", "en", "at 9 p.m.", None),
        ("ar", "في الساعة 8", "es", "a las 9", ("الساعة 8", "a las 9")),
        ("fr", "le soir", "en", "at 9 p.m.", None),
    ],
)
def test_times_are_compared(first, text, second, other, found):
    here, there = list(clock_times(text, first)), list(clock_times(other, second))

    assert different_times(here, there) == found


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ({"KE": "Kenya"}, {"KE": "كينيا"}, None),
        ({"KE": "Kenya"}, {}, None),
        ({"KE": "Kenya"}, {"PE": "Perú"}, ("Kenya", "Perú")),
        # A word of two meanings answers to either, and asks for neither.
        ({"president": "", "director": ""}, {"mayor": "mayor"}, None),
        ({"president": ""}, {"president": "president"}, None),
    ],
)
def test_only_what_is_exchanged_is_found(here, there, found):
    assert exchanged(here, there) == found


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("in Kenya", "au Pérou"), "name_differs"),
        (("on a Friday", "un lundi"), "date_differs"),
        (("$40 a month", "40 dollars par semaine"), "unit_differs"),
        (("said the mayor", "a dit le gouverneur"), "role_differs"),
    ],
)
def test_finding_is_about_the_other_language(db, words, code):
    texts = dict(zip(("vision_text_en", "vision_text_fr"), words, strict=True))

    found = [one for one in preflight_session(make_full_session(**texts)) if one.code == code]

    assert ("fr", words[1]) in {(one.language, one.context) for one in found}
