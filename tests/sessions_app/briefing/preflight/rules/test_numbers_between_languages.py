"""Units and number words, compared between languages."""

from decimal import Decimal

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.units_between_languages import different_units
from sessions_app.briefing.preflight.rules.written_numbers import different_numbers
from sessions_app.briefing.quantities.conversions import are_the_same
from tests.factories import make_full_session


@pytest.mark.parametrize(
    ("first", "text", "second", "other", "units"),
    [
        ("en", "it fell by 85", "fr", "une baisse de 85 %", ("", "percent")),
        ("en", "€2.5 million", "fr", "2,5 millions de dollars", ("euro", "dollar")),
        ("es", "35 millas", "en", "35 km", ("mile", "kilometre")),
        ("ar", "1,3 مليار يورو", "en", "$1.3 billion", ("euro", "dollar")),
        ("fr", "120 km²", "en", "120 hectares", ("square_kilometre", "hectare")),
        ("ar", "40 شخصاً", "es", "el 40 %", ("", "percent")),
        ("es", "900 nairas", "en", "900 shillings", ("naira", "shilling")),
        ("en", "30 square feet", "fr", "30 mètres carrés", ("square_foot", "square_metre")),
    ],
)
def test_other_unit_is_found(first, text, second, other, units):
    assert [pair[1:] for pair in different_units(text, first, other, second)] == [units]


@pytest.mark.parametrize(
    ("first", "text", "second", "other"),
    [
        ("en", "$2bn and 62%", "fr", "2 Md$ et 62 %"),
        ("en", "2 million dollars", "es", "2 millones de dólares"),
        ("en", "85% of 12 cities", "ar", "85 في المئة من 12 مدينة"),
        ("en", "R 250,000", "ar", "250 ألف راند"),
        ("en", "47 °C", "ar", "47 درجة مئوية"),
        ("en", "3 weeks", "fr", "3 semaines"),
        ("en", "120 hectares", "es", "120 hectáreas"),
        ("fr", "300 livres chacune", "en", "300 books each"),
        ("ar", "300 درجة", "en", "300 steps"),
        ("en", "between 20% and 60%", "ar", "ما بين 20 و60 في المئة"),
        ("en", "20 to 60%", "fr", "de 20 % à 60 %"),
        ("es", "entre el 20 y el 60 %", "en", "between 20% and 60%"),
        ("fr", "412 reais, ou 690 par camion", "en", "R$412, or R$690 by lorry"),
        ("en", "CA$180", "es", "180 dólares canadienses"),
        ("en", "CHF 3 million", "ar", "3 ملايين فرنك"),
        ("ar", "300 ريال", "en", "300 reais"),
        ("ar", "بين 2 و3 ملايين يورو", "en", "between €2 million and €3 million"),
    ],
)
def test_same_unit_is_no_difference(first, text, second, other):
    assert different_units(text, first, other, second) == []


@pytest.mark.parametrize(
    ("first", "text", "second", "other"),
    [
        ("fr", "neuf villes", "en", "ten cities"),
        ("fr", "un tiers des billets", "en", "half of the fares"),
        ("es", "cuatro días", "en", "three days"),
        ("ar", "الثلاثة والعشرون", "en", "twenty-four"),
        ("fr", "trois villes en quatre jours", "en", "three cities in three days"),
        ("es", "treinta y un mil", "en", "twenty-one thousand"),
        ("ar", "تسعة أيام", "es", "once días"),
        ("ar", "استغرقت الأولى اثني عشر عاماً", "en", "The first took eleven years"),
        ("fr", "dix-sept villes", "en", "eighteen cities"),
        ("ar", "استغرقت الأولى اثني عشر عاماً", "en", "The first one took eleven years"),
        ("es", "uno de cada dos bloques", "fr", "un tiers des immeubles"),
        ("fr", "deux jours", "en", "three days"),
        ("en", "one of the three bridges", "es", "dos de los tres puentes"),
        ("fr", "une des trois villes", "en", "two of the three cities"),
        ("ar", "حافلتين من ثلاث", "en", "one of the three buses"),
        ("ar", "في مدينتين", "fr", "dans trois villes"),
        ("es", "el triple", "en", "twice as much"),
        ("ar", "ثلاث مرات", "es", "dos veces"),
        ("fr", "a triplé", "en", "doubled"),
        ("es", "por segunda vez", "fr", "pour la troisième fois"),
        ("ar", "للمرة الثالثة", "en", "for the second time"),
        ("en", "the fourth wave", "fr", "la cinquième vague"),
    ],
)
def test_other_number_in_words_is_found(first, text, second, other):
    assert different_numbers(text, first, other, second) is not None


@pytest.mark.parametrize(
    ("first", "text", "second", "other"),
    [
        ("ar", "الملاجئ الأربعة والعشرون", "en", "twenty-four shelters"),
        ("ar", "اليوم الحادي والعشرين", "en", "twenty-one days"),
        ("ar", "ثلاثًا وعشرين مدينة", "en", "twenty-three cities"),
        ("ar", "بأربع عشرة لغة", "en", "fourteen languages"),
        ("ar", "مئتا مدينة وثلاثة آلاف", "en", "two hundred cities and three thousand"),
        ("fr", "quatre-vingt-douze", "en", "ninety-two"),
        ("fr", "3 jours", "en", "three days"),
        ("es", "dos tercios y tres cuartos", "en", "two thirds and three quarters"),
        ("fr", "entre un quart et un tiers", "en", "between a quarter and a third"),
        ("en", "at ten and four o’clock", "es", "a las diez y a las cuatro"),
        ("fr", "quatre saisons", "en", "all seasons"),
        ("en", "2.5 billion", "es", "2.500 millones"),
        ("es", "una media de 4,5 para el medio ambiente", "en", "they were third with 4.5"),
        ("es", "vive en un cuarto piso", "ar", "لا مصعد في نصف المباني"),
        ("ar", "شخص من كل أربعة الخامسة والستين", "en", "one in four is over sixty-five"),
        ("fr", "quatre-vingt-dix-sept", "en", "ninety-seven"),
        ("es", "uno de cada dos bloques, en un cuarto piso", "ar", "نصف المباني، في الطابق الرابع"),
        ("en", "one in four", "fr", "un quart"),
        ("fr", "une personne sur trois", "es", "un tercio de las personas"),
        ("en", "They were third, with 2.5", "es", "con una media de 2,5"),
        ("fr", "la cinquième rencontre, la moitié", "en", "the fifth meeting, half of it"),
        ("fr", "dix-sept mille", "en", "Seventeen thousand"),
        (
            "ar",
            "شخص من كل أربعة الخامسة والستين",
            "fr",
            "une personne sur quatre aura soixante-cinq",
        ),
        ("en", "the first one eleven years", "ar", "الأولى أحد عشر عاماً"),
        ("ar", "حافلتين من ثلاث", "en", "two of the three buses"),
        ("ar", "تضاعف", "es", "se duplicó"),
        ("fr", "deux fois plus", "en", "twice as many"),
        ("ar", "ثلاثة أضعاف", "fr", "le triple"),
        ("en", "both bridges and three roads", "fr", "les deux ponts et trois routes"),
        ("ar", "يوم الاثنين في ثلاث مدن", "en", "on Monday in three cities"),
        ("ar", "بلداً واحداً", "en", "one country"),
        ("es", "la tercera parte", "en", "a third"),
        ("fr", "à trois mètres", "en", "ten feet apart"),
        ("ar", "في تشرين الثاني", "en", "for the first time, in November"),
        ("ar", "لا أحد يعرف", "en", "nobody in the three cities knows"),
        ("ar", "على بعد مترين", "en", "six feet apart"),
        ("fr", "pour la première fois", "es", "por primera vez"),
        ("en", "once a day, in four cities", "fr", "une fois par jour, dans quatre villes"),
    ],
)
def test_same_number_in_words_is_no_difference(first, text, second, other):
    assert different_numbers(text, first, other, second) is None


@pytest.mark.parametrize(
    ("number", "unit", "other", "other_unit", "is_same"),
    [
        (115, "fahrenheit", 46, "celsius", True),
        (46, "celsius", 115, "?", True),
        (18, "fahrenheit", 10, "celsius", True),
        (115, "fahrenheit", 64, "celsius", True),
        (115, "fahrenheit", 40, "celsius", False),
        (5, "mile", 8, "kilometre", True),
        (5, "mile", 5, "kilometre", False),
        (6, "foot", 2, "metre", True),
        (46, "?", 115, "?", False),
        (10, "", 5, "", False),
    ],
)
def test_converted_measure_is_the_same(number, unit, other, other_unit, is_same):
    assert are_the_same(Decimal(number), unit, Decimal(other), other_unit) is is_same


@pytest.mark.parametrize(
    ("here", "found"),
    [("au-dessus de 38 °C", []), ("au-dessus de 32 °C", ["numbers_differ"])],
)
def test_temperature_may_be_converted(db, here, found):
    session = make_full_session(vision_text_en="above 100 °F", vision_text_fr=here)

    findings = [one for one in preflight_session(session) if one.context == here]

    assert [one.code for one in findings if one.code == "numbers_differ"] == found
