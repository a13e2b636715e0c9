"""Numbers and dates, compared between the languages of a note."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import formats, translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from llex.core.languages.numbers import number
from llex.core.text import Phrase, parse
from sessions_app.briefing.preflight.numbers import check_numbers
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.quantities import quantities
from tests.factories_document import make_document

# The same said in two languages: nothing is missing on either side.
SAME = [
    ("en", "10% of riders", "fr", "10 % des usagers"),
    ("en", "10% of riders", "ar", "لا ينقل سوى ١٠٪ من ركّابه"),
    ("en", "10%", "ar", "بـ10%"),
    ("en", "2.5 million people", "fr", "2,5 millions de personnes"),
    ("en", "2.5 million people", "es", "2 500 000 personas"),
    ("en", "2,500,000 people", "ar", "2.5 مليون نسمة"),
    ("en", "2,500,000 people", "ar", "٢٬٥٠٠٬٠٠٠ نسمة"),
    ("en", "2.5 million people", "ar", "٢٫٥ مليون نسمة"),
    ("en", "2.5 million people", "ar", "٢٬٥ مليون نسمة"),
    ("en", "2.5 million people", "ar", "٢،٥ مليون نسمة"),
    ("en", "in 2, 5 or 10 days", "ar", "خلال ٢، ٥ أو ١٠ أيام"),
    ("en", "€1.2 billion", "fr", "1,2 milliard d’euros"),
    ("en", "€1.2 billion", "es", "1.200 millones de euros"),
    ("en", "$2 billion", "es", "2 mil millones de dólares"),
    ("en", "$2 billion", "es", "dos mil millones de dólares"),
    ("en", "$2bn", "fr", "2 Md$"),
    ("en", "€2.5m", "fr", "2,5 M€"),
    ("en", "1,234.5 tonnes", "es", "1.234,5 toneladas"),
    ("en", "1,234 beds", "fr", "1 234 lits"),
    ("en", "1,234 beds", "fr", "1\u202f234 lits"),
    ("en", "1,234 beds", "es", "1.234 camas"),
    ("es", "1,234 camas", "en", "1,234 beds"),
    ("en", "12 shelters", "fr", "douze abris"),
    ("en", "12 shelters", "es", "doce albergues"),
    ("en", "25 shelters", "ar", "خمسة وعشرون ملجأ"),
    ("en", "12 shelters", "ar", "اثنا عشر ملجأ أو 12 ملجأ"),
    ("fr", "90 lits", "fr", "quatre-vingt-dix lits"),
    ("en", "two hundred and fifty beds", "fr", "250 lits"),
    ("en", "forty-five days", "es", "45 días"),
    ("en", "1 city", "es", "una ciudad"),
    ("en", "2 cities", "ar", "مدينتان"),
    ("en", "half of them", "fr", "50 % d’entre eux"),
    ("en", "two thirds", "es", "el 67 %"),
    ("en", "a quarter of rents", "fr", "25 % des loyers"),
    ("en", "1/3 of homes", "es", "un tercio de los hogares"),
    ("en", "1.2 and 1.5 million", "es", "1,2 millones y 1,5 millones"),
    ("en", "10-15%", "fr", "de 10 à 15 %"),
    ("en", "25 March 2020", "fr", "25 mars 2020"),
    ("en", "25 March 2020", "es", "25 de marzo de 2020"),
    ("en", "25 March 2020", "ar", "25 مارس 2020"),
    ("en", "25 March 2020", "ar", "٢٥ آذار ٢٠٢٠"),
    ("en", "5 January 2021", "ar", "5 كانون الثاني 2021"),
    ("en", "March 25, 2020", "fr", "le 25/03/2020"),
    ("en", "2020-03-25", "es", "25 de marzo de 2020"),
    ("en", "1 March", "fr", "le 1er mars"),
    ("en", "people may march again in 2 weeks", "fr", "on pourra défiler dans 2 semaines"),
    ("en", "in March", "fr", "au printemps"),
    ("en", "since COVID-19", "es", "desde la pandemia"),
    ("en", "since COVID-19", "ar", "منذ كوفيد-19"),
    ("en", "since COVID 19", "fr", "depuis la pandémie"),
    ("en", "around the clock", "fr", "24h/24 et 7 jours sur 7"),
    ("en", "open 24/7", "es", "abierto las 24 horas los 7 días"),
    ("en", "a $1.5-million fund", "fr", "un fonds de 1 500 000 dollars"),
    ("en", "100,000 masks", "fr", "cent mille masques"),
    ("en", "the G20 asks for SDG11", "es", "el G20 pide el ODS 11"),
    ("en", "at 2 p.m.", "fr", "à 14 h"),
    ("en", "at 2:30 pm", "fr", "à 14h30"),
    ("en", "within 24 hours", "fr", "en 24 h"),
    ("en", "in 2020-21", "fr", "en 2020-2021"),
    ("en", "in the 1990s", "es", "en los años 90"),
    ("en", "the 21st century", "es", "el siglo XXI"),
    ("en", "the 19th century", "fr", "le XIXe siècle"),
    ("en", "open 24/7", "fr", "ouvert jour et nuit"),
    ("en", "see https://example.org/2020/7", "fr", "voir le site"),
    ("en", "the first 3 months", "ar", "الأشهر الثلاثة الأولى"),
    ("en", "in 5 200-bed hospitals", "fr", "dans 5 hôpitaux de 200 lits"),
    ("en", "10 years", "es", "una década"),
    ("en", "100 people", "ar", "مئة شخص"),
    ("en", "300 people", "es", "trescientas personas"),
    ("en", "3,000 people", "ar", "ثلاثة آلاف شخص"),
    ("en", "80,000 families", "fr", "80 mille familles"),
    ("en", "half a million people", "fr", "500 000 personnes"),
    ("en", "2.5 million people", "es", "dos millones y medio de personas"),
    ("en", "2,000 people", "ar", "ألفي شخص"),
    ("en", "some 20 cities", "es", "una veintena de ciudades"),
]  # fmt: skip

# What stands in the first is not what stands in the second: what is lost, and what is new.
OTHER = [
    ("fr", "2 500 millions d’euros", "en", "2.5 million euros",
     ["2 500 millions"], ["2.5 million"]),
    ("en", "$1 billion", "es", "1 billón de dólares", ["1 billion"], ["1 billón"]),
    ("en", "10%", "fr", "15 %", ["10"], ["15"]),
    ("en", "10%", "ar", "١٥٪", ["10"], ["١٥"]),
    ("en", "12 shelters", "fr", "treize abris", ["12"], []),
    ("en", "25 March 2020", "fr", "26 mars 2020", ["25"], ["26"]),
    ("en", "25 March 2020", "es", "25 de mayo de 2020", ["25 March 2020"], ["25 de mayo de 2020"]),
    ("en", "25 March 2020", "ar", "25 مارس 2021", ["2020"], ["2021"]),
    ("en", "2020-03-25", "fr", "25 mars 2021", ["2020-03-25"], ["2021"]),
    ("en", "shelters", "fr", "12 abris", [], ["12"]),
    ("en", "1,234 beds", "fr", "12 340 lits", ["1,234"], ["12 340"]),
    ("en", "2.5 tonnes", "fr", "25 tonnes", ["2.5"], ["25"]),
]  # fmt: skip


def compared(first, text, second, other):
    one, two = quantities(text, first), quantities(other, second)
    return tuple([w.text for w in missing] for missing in (one.missing_from(two),
                                                           two.missing_from(one)))  # fmt: skip


@pytest.mark.parametrize(("first", "text", "second", "other"), SAME)
def test_same_quantities_are_found_in_each_language(first, text, second, other):
    assert compared(first, text, second, other) == ([], [])


@pytest.mark.parametrize(("first", "text", "second", "other", "lost", "added"), OTHER)
def test_other_quantities_are_told_as_they_are_written(first, text, second, other, lost, added):
    assert compared(first, text, second, other) == (lost, added)


@pytest.mark.parametrize("text", ["", "…", "½ ² ٪ ,.,. 1.2.3 12/ /7 XX'", "9" * 400, "1,1" * 50])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_any_text_is_read(text, language):
    quantities(text, language)


def in_two(first, second):
    """The invented note in English and French, with these introductions."""
    return {
        code: replace(make_document(code, languages=("en", "fr")), introduction=parse(text, code))
        for code, text in (("en", first), ("fr", second))
    }


def introductions(documents):
    return [
        (finding.severity, finding.code, finding.language, finding.message)
        for finding in check_numbers(CheckedNote(documents))
        if finding.place == "Introduction"
    ]


def test_note_with_other_numbers_is_warned_of():
    found = introductions(in_two("We need 2.5 million.", "Il faut **2 500 millions**."))

    assert found == [
        ("warning", "numbers_differ", "fr",
         "The numbers differ: \u2068“2 500 millions”\u2069; in English: \u2068“2.5 million”\u2069.")
    ]  # fmt: skip


def test_number_that_stands_in_one_language_only_is_warned_of():
    assert [message for *_rest, message in introductions(in_two("10 beds", "des lits"))] == [
        "The numbers differ: none other; in English: \u2068“10”\u2069."
    ]


def test_text_that_stands_in_for_a_translation_is_not_compared():
    documents = in_two("We need 10.", "")
    documents["fr"] = replace(documents["fr"], introduction=parse("We need 11.", "en"))

    assert introductions(documents) == []


def test_documents_that_do_not_fit_each_other_are_not_compared():
    documents = in_two("We need 10.", "Il faut 11.")
    tagline = Phrase("fr", "De plus")
    series = replace(documents["fr"].series, tagline=tagline)
    axes = (*documents["fr"].axes, *documents["fr"].axes)
    documents["fr"] = replace(documents["fr"], series=series, axes=axes)

    assert list(check_numbers(CheckedNote(documents))) == []


CODES = ("en", "fr", "es", "ar")


def written(value, language):
    with translation.override(language):
        if isinstance(value, date):
            return formats.date_format(value, gettext("j F Y"))
        return number(value, 2 if value % 1 else 0)


@given(
    value=st.one_of(
        st.integers(0, 10**9),
        st.decimals(0, 10**6, places=2).map(float),
        st.dates(date(1990, 1, 1), date(2050, 12, 31)),
    ),
    first=st.sampled_from(CODES),
    second=st.sampled_from(CODES),
)
def test_whatever_we_write_ourselves_is_the_same_in_every_language(value, first, second):
    texts = written(value, first), written(value, second)

    assert compared(first, texts[0], second, texts[1]) == ([], []), texts
