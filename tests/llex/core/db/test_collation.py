import pytest
from django.utils import translation

from cities.models import City
from llex.core.db.collation import InLanguageOrder
from llex.core.languages.sorting import STORED_LENGTH, sort_key, stored_key
from llex.core.models import User
from tests.factories import make_city, make_organisation

IN_ORDER = {
    "en": ["6th of October", "Ålesund", "Alexandria", "Évora", "Ewarton", "Lodz", "Łódź", "Lund"],
    "fr": ["San José", "Sanaa", "Sète", "Seto", "Zürich", "عمّان"],
    "es": ["Nara", "Nzega", "Ñuñoa", "Oaxaca"],
    "ar": ["إربد", "أريانة", "أسوان", "باريس", "يافا", "Aachen", "Évora"],
}


@pytest.mark.parametrize(("language", "names"), IN_ORDER.items())
def test_names_are_sorted_as_the_language_does(language, names):
    assert sorted(shuffled(names), key=lambda name: sort_key(name, language)) == names


@pytest.mark.parametrize(("language", "names"), IN_ORDER.items())
def test_database_sorts_as_python_does(db, language, names):
    for number, name in enumerate(shuffled(names)):
        User.objects.create_user(f"{number}@example.org", name=name)

    with translation.override(language):
        rows = User.objects.order_by(InLanguageOrder("name")).values_list("name", flat=True)
        assert list(rows) == names


@pytest.mark.parametrize(("language", "names"), IN_ORDER.items())
def test_stored_keys_sort_as_the_language_does(language, names):
    keys = [stored_key(name, language) for name in names]

    assert sorted(keys) == keys
    assert max(len(stored_key("ß" * 200, code)) for code in IN_ORDER) == STORED_LENGTH


def test_other_languages_sort_n_with_a_tilde_beside_n():
    names = ["Nara", "Ñuñoa", "Nzega"]

    assert sorted(names, key=lambda name: sort_key(name, "fr")) == names


def test_translated_name_is_sorted_by_the_text_that_is_shown(db):
    make_city(name_en="Zagora", name_ar="أزمور")
    make_city(name_en="Tunis", name_ar="")
    make_city(name_en="Beirut", name_ar="بيروت")

    with translation.override("ar"):
        assert [str(city) for city in City.objects.all()] == ["أزمور", "بيروت", "Tunis"]
    with translation.override("en"):
        assert [str(city) for city in City.objects.all()] == ["Beirut", "Tunis", "Zagora"]


def test_order_of_a_related_translated_name_follows_the_language(db):
    for name in ("Ñuñoa", "Nzega"):
        make_city(name_es=name, name_en=name)

    with translation.override("es"):
        names = City.objects.order_by(InLanguageOrder("name").desc())
        assert [str(city) for city in names] == ["Ñuñoa", "Nzega"]


def test_organisations_are_listed_in_alphabetical_order(db):
    for name in ("Étoile", "Eva", "Ewart"):
        make_organisation(name_en=name, acronym_en="")

    assert [one.name for one in type(make_organisation()).objects.all()][:3] == [
        "Étoile",
        "Eva",
        "Ewart",
    ]


def test_column_of_names_in_the_admin_is_sorted_in_the_language(admin_client):
    for number, name in enumerate(("Zoë", "Évora", "Eva", "Ewa")):
        User.objects.create_user(f"{number}@example.org", name=name)

    page = admin_client.get("/en/admin/llex/user/", {"o": "2"})
    names = [user.name for user in page.context["cl"].result_list if user.name]
    page = admin_client.get("/en/admin/llex/user/", {"o": "-2"})

    assert names == ["Eva", "Évora", "Ewa", "Zoë"]
    assert [u.name for u in page.context["cl"].result_list if u.name] == names[::-1]


def shuffled(names):
    return names[1::2][::-1] + names[::2]
