"""Finding: words in any form, places, answers, other languages, misspellings, and the order."""

import pytest
from django.http import QueryDict

from sessions_app.models import SearchDocument
from sessions_app.search.filters import Filters
from sessions_app.search.finding import find
from sessions_app.search.query import clean, parse
from tests.factories import (
    in_english,
    make_challenge,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_session,
)

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def published(db, empty_print_files):
    session = make_session(slug="june", title_en="After the flood")
    nairobi = make_city(
        slug="nairobi",
        country="KE",
        population=4_400_000,
        name_en="Nairobi",
        name_ar="نيروبي",
        name_fr="Nairobi",
    )
    sao = make_city(slug="sao-paulo", country="BR", population=11_400_000, name_en="São Paulo")
    asked = make_contribution(session=session, city=sao, responses=0, challenges=0)
    challenge = make_challenge(
        contribution=asked,
        text_en="Food prices double in a week.",
        text_ar="تتضاعف أسعار الغذاء في أسبوع.",
    )
    contribution = make_contribution(session=session, city=nairobi, responses=0, challenges=0)
    markets = make_response(
        contribution=contribution,
        title_en="Markets in school yards",
        text_en="Vendors sell vegetables where pupils played.",
        title_fr="Des marchés dans les cours d’école",
        text_fr="Les vendeuses y proposent des légumes.",
        title_ar="أسواق في ساحات المدارس",
        text_ar="يبيع الباعة الخضروات حيث كان التلاميذ يلعبون.",
    )
    markets.answers.add(challenge)
    make_response(
        contribution=contribution,
        **in_english("title", "Rents are suspended"),
        **in_english("text", "No household is evicted from the municipal market hall."),
    )
    make_published(session)


def titles(text, language="en", **filters):
    found = find(Filters(text=text, **filters), language, 1)
    return [row.title for row in found.page("", 0, 20)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("market", "en"),
        ("MARKETS", "en"),
        ("school markets", "en"),
        ("what did African cities do about markets?", "en"),
        ("Kenyan markets", "en"),
        ("pupils vendors", "en"),
        ("marchés", "fr"),
        ("marche ecole", "fr"),
        ("villes africaines et marchés", "fr"),
        ("أسواق", "ar"),
        ("الاسواق", "ar"),
        ("سوق المدرسة", "ar"),
        ("ماذا فعلت المدن الإفريقية بشأن الأسواق؟", "ar"),
        ("Nairobi", "ar"),
    ],
)
def test_measure_is_found_first(text, language):
    found = find(Filters(text=text), language, 1)
    first = next(row for row in found.page("", 0, 20) if row.kind != "city")
    expected = {
        "en": "Markets in school yards",
        "fr": "Des marchés dans les cours d’école",
        "ar": "أسواق في ساحات المدارس",
    }

    assert first.title == expected[language]
    assert not found.meant


def test_what_answers_a_challenge_is_found_by_the_city_that_asked():
    assert titles("who answered São Paulo's challenge?")[0] == "Markets in school yards"
    assert titles("who answered sao paulo?")[0] == "Markets in school yards"


def test_title_comes_before_text():
    assert titles("market")[:2] == ["Markets in school yards", "Rents are suspended"]


def test_rows_with_all_words_come_first():
    assert titles("market evicted")[0] == "Rents are suspended"


def test_misspelt_word_is_replaced_and_told():
    found = find(Filters(text="vegetabels"), "en", 1)

    assert found.meant == "vegetables"
    assert found.page("", 0, 5)[0].title == "Markets in school yards"


def test_what_is_not_found_in_a_language_is_tried_in_others():
    found = find(Filters(text="légumes"), "ar", 1)

    assert found.readers == "fr"
    assert [row.language for row in found.page("", 0, 5)] == ["fr"]


def test_text_in_the_original_is_found_by_readers_of_other_languages():
    found = find(Filters(text="suspended rents"), "fr", 1)

    assert (found.readers, found.page("", 0, 1)[0].is_in_original) == ("fr", True)


def test_nothing_typed_shows_everything_newest_first():
    found = find(Filters(), "en", 1)

    assert found.count == SearchDocument.objects.filter(readers="en").count()


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "' OR 1=1 --",
        "market AND NOT school",
        "NEAR(market school)",
        "market*",
        'title:"market"',
        "(((",
        "a & b | !c <-> d",
        "%market%",
        "\x00market",
        "\u202emarket\u202c",
        "x" * 100_000,
        "market " * 5_000,
        "\ud83c\udfe0",
        "::: ;;; \\",
        "{market} ^2",
    ],
    ids=range(16),
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_text_is_harmless(text, language):
    find(Filters(text=clean(text)), language, 1).page("", 0, 20)
    find(Filters(text=text), language, 1).page("", 0, 20)


def test_invisible_characters_and_spaces_are_cleaned():
    assert clean("  rent\u200f\u202e\x00  Bogot\u00ada\n") == "rent Bogota"
    assert len(clean("x" * 999)) == 200
    assert len(parse("one two three four five six seven eight nine ten", "pt").words) == 8


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("region=AF", {"measure", "city"}),
        ("region=AF&region=SA&kind=challenge", {"challenge"}),
        ("country=BR", {"challenge", "city"}),
        ("country=KE&kind=city", {"city"}),
        ("status=unknown", {"measure"}),
        ("status=ended", set()),
        ("language=fr", set()),
        ("session=june&kind=note", {"note"}),
    ],
)
def test_filters_narrow(address, kinds):
    found = find(Filters.read(QueryDict(address)), "en", 1)

    assert {row.kind for row in found.page("", 0, 20)} == kinds


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("region=XX", "XX"),
        ("service=nothing", "nothing"),
        ("session=../../etc", "../../etc"),
        ("session=unknown", "unknown"),
        ("year=1'; DROP", "1'; DROP"),
        ("size=%00", None),
        ("kind=draft", "draft"),
        ("sort=worst", "worst"),
        ("utm_source=mail", "utm_source"),
        ("country=" + "K" * 500, "K" * 40),
    ],
)
def test_unknown_values_are_told_and_left_out(address, told):
    filters = Filters.read(QueryDict(address))

    assert [one.value for one in filters.unknown] == ([told] if told else [])
    assert not filters
    assert filters.address() == ""


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Dutch cities", "en", "nl"),
        ("the Swiss", "en", "ch"),
        ("Lebanese towns", "en", "lb"),
        ("villes turques", "fr", "tr"),
        ("communes sénégalaises", "fr", "sn"),
        ("ciudades colombianas", "es", "co"),
        ("municipios marroquíes", "es", "ma"),
        ("المدن المغربية", "ar", "ma"),
        ("مدن أردنية", "ar", "jo"),
        ("البلديات السنغالية", "ar", "sn"),
    ],
)
def test_peoples_name_their_country(text, language, country):
    words = parse(text, language).words

    assert [word.is_place for word in words] == [True]
    assert words[0].meanings[f"zzc{country}"] == 1.0


def test_peoples_find_the_name_of_their_country():
    meanings = parse("Ukrainian refugees", "en").words[0].meanings

    assert {"zzcua", "ukrain"} <= meanings.keys()


@pytest.mark.parametrize(
    ("text", "language", "stem", "words"),
    [
        ("rough sleepers in winter", "en", "homeless", {"rough", "sleepers", "winter"}),
        ("les sans-papiers", "fr", "migr", {"papiers"}),
        ("empleadas del hogar", "es", "domest", {"empleadas", "hogar"}),
        ("التطبيب عن بعد", "ar", "استشار", {"التطبيب"}),
    ],
)
def test_phrase_stands_for_other_words_beside_its_own(text, language, stem, words):
    found = parse(text, language).words
    (phrase,) = (word for word in found if " " in word.shown)

    assert stem in phrase.meanings
    assert {word.shown for word in found} - {phrase.shown} == words


@pytest.mark.parametrize(
    ("text", "language", "token"),
    [
        ("Scandinavian towns", "en", "zzrnordic"),
        ("South-East Asian towns", "en", "zzrsoutheastasia"),
        ("villes maghrébines", "fr", "zzrmaghreb"),
        ("el Cono Sur", "es", "zzrsoutherncone"),
        ("غرب أفريقيا", "ar", "zzrwestafrica"),
        ("small towns", "en", "zzps"),
        ("grandes villes", "fr", "zzpl"),
        ("megaciudades", "es", "zzpx"),
        ("المدن الصغيرة", "ar", "zzps"),
    ],
)
def test_parts_of_continents_and_sizes_of_cities_limit_what_is_found(text, language, token):
    words = parse(text, language).words

    assert [word.is_place for word in words] == [True]
    assert words[0].meanings[token] == 1.0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("food in cities over 10 million inhabitants", "Food prices double in a week"),
        ("food in East Africa", "Markets in school yards"),
        ("food in big cities", "Markets in school yards"),
        ("markets in megacities", "Food prices double in a week"),
    ],
)
def test_rows_have_their_part_of_a_continent_and_size(text, first):
    assert titles(text)[0] == first


def test_kind_that_is_named_comes_first():
    assert titles("notes on the flood")[0] == "After the flood"


def test_city_that_is_named_comes_first():
    first = ["São Paulo", "Food prices double in a week"]

    assert titles("evicted households in São Paulo")[:2] == first
    assert titles("markets in São Paulo")[:2] == first


def test_what_is_not_in_the_place_that_was_named_comes_behind():
    assert titles("Brazilian markets")[0] == "Food prices double in a week"


def test_name_of_a_city_is_not_found_by_the_stem_of_a_word():
    ends = make_contribution(
        session=make_session(slug="july", title_en="Later"),
        city=make_city(slug="buenos-aires", country="AR", name_en="Buenos Aires"),
        responses=0,
        challenges=0,
    )
    make_response(contribution=ends, **in_english("title", "Fines"), **in_english("text", "Fines."))
    make_published(ends.session)

    assert set(titles("Buenos Aires")[:2]) == {"Fines", "Buenos Aires"}
    assert "Fines" not in titles("air")


def test_who_answered_may_name_the_country_of_the_challenge():
    assert titles("who answered the Brazilian challenge?")[0] == "Markets in school yards"


def test_misspelt_word_may_mean_one_that_stands_for_what_is_written():
    found = find(Filters(text="evicton moratorim"), "en", 1)

    assert found.meant == "eviction moratorium"
    assert found.page("", 0, 1)[0].title == "Rents are suspended"
