"""Numbers that are typed: numbers of inhabitants, months."""

import pytest

from sessions_app.search.query import parse
from sessions_app.search.tokens import sizes


@pytest.mark.parametrize(
    ("text", "language", "bands"),
    [
        ("buses in towns under 50,000 inhabitants", "en", "s"),
        ("buses in cities with fewer than 300k residents", "en", "sm"),
        ("buses in cities of more than two million people", "en", "lx"),
        ("buses in cities of 7.5 million inhabitants", "en", "x"),
        ("bus villes de moins de 100 000 habitants", "fr", "s"),
        ("bus villes de plus d’un million d’habitants", "fr", "lx"),
        ("autobuses en ciudades de menos de 80.000 habitantes", "es", "s"),
        ("autobuses en ciudades de más de 5 millones de habitantes", "es", "x"),
        ("autobuses en ciudades con más de medio millón de habitantes", "es", "mlx"),
        ("حافلات في مدن أقل من 100 ألف نسمة", "ar", "s"),
        ("حافلات في مدن يزيد عدد سكانها على ٢ مليون نسمة", "ar", "lx"),
    ],
)
def test_numbers_of_inhabitants_are_sizes_of_cities(text, language, bands):
    words = parse(text, language).words

    (place,) = (word for word in words if word.is_place)
    assert set(place.meanings) == {f"zzp{band}" for band in bands}
    assert words[-1].shown in {"buses", "bus", "autobuses", "حافلات"}
    assert len(words) == 2


@pytest.mark.parametrize(
    ("text", "language", "token"),
    [
        ("heat in July 2023", "en", "zzm202307"),
        ("chaleur, juillet 2023", "fr", "zzm202307"),
        ("calor en julio de 2023", "es", "zzm202307"),
        ("الحر في تموز 2023", "ar", "zzm202307"),
        ("الحر في يوليو ٢٠٢٣", "ar", "zzm202307"),
    ],
)
def test_month_with_its_year_is_a_time(text, language, token):
    words = parse(text, language).words

    assert len(words) == 2
    assert words[0].meanings[token] == 1.0
    assert not words[0].is_place


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what did people do about rents", "en"),
        ("meals for more than 500 people", "en"),
        ("may people march", "en"),
        ("personas de más de 65 años", "es"),
        ("plus de pistes cyclables pour les habitants", "fr"),
        ("سكان الأحياء العشوائية", "ar"),
        ("2023", "en"),
        ("under", "pt"),
    ],
)
def test_other_numbers_and_people_are_words(text, language):
    tokens = {token for word in parse(text, language).words for token in word.meanings}

    assert not any(token.startswith(("zzp", "zzm")) for token in tokens)


@pytest.mark.parametrize(
    "text",
    [
        "1.5.5 million people",
        "9" * 150 + " million people",
        "over ,,. million people",
        "1٫2٫3k people",
    ],
)
def test_strange_numbers_are_harmless(text):
    assert parse(text, "en").text == text


@pytest.mark.parametrize(
    ("population", "is_more", "bands"),
    [
        (1, False, ["s"]),
        (100_000, False, ["s"]),
        (100_001, False, ["s", "m"]),
        (100_000, True, ["m", "l", "x"]),
        (10_000_000, True, ["x"]),
        (10_000_000, False, ["s", "m", "l", "x"]),
        (0, True, ["s", "m", "l", "x"]),
        (250_000, None, ["m"]),
    ],
)
def test_bands_reach_to_the_number(population, is_more, bands):
    assert sizes(population, is_more) == bands
