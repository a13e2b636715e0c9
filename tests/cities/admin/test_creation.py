"""Adding a city in the admin: looked up, filled in, and never twice without being asked."""

import json

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cities.models import City
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import make_city, make_user
from tests.factories_cities import make_place

ADD = "admin:cities_city_add"
INLINE = {"officers-TOTAL_FORMS": "0", "officers-INITIAL_FORMS": "0"}


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def typed(name="Sidi Noor", **values):
    return {"name_en": name, "slug": "sidi-noor", "kind": "city", "country": "TN"} | values | INLINE


def test_chosen_place_fills_the_form(as_organiser):
    place = make_place("Sevilla", "ES", 686_741, latitude=37.4, spellings=["Seville", "إشبيلية"])

    page = as_organiser.get(reverse(ADD), {"place": place.geoname_id})

    form = page.context["adminform"].form
    shown = {name: form[name].value() for name in ("name_en", "name_ar", "slug", "country")}
    assert shown == {"name_en": "Sevilla", "name_ar": "إشبيلية", "slug": "sevilla", "country": "ES"}
    assert form["geoname_id"].value() == place.geoname_id
    assert form["other_spellings"].value() == "Seville"


def test_filled_form_makes_the_city(as_organiser):
    place = make_place("Sevilla", "ES", 686_741, latitude=37.4, spellings=["Seville"])
    form = as_organiser.get(reverse(ADD), {"place": place.geoname_id}).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    as_organiser.post(reverse(ADD), {**fields, "is_another": "", **INLINE})

    city = City.objects.get()
    assert (city.geoname_id, city.other_spellings) == (place.geoname_id, ["Seville"])


def test_text_alone_lists_cities_and_places(as_organiser):
    ours = make_city(name_en="Rome", country="IT")
    place = make_place("Rome", "US")

    page = as_organiser.get(reverse(ADD), {"q": "rome"}).content.decode()

    assert reverse("admin:cities_city_change", args=[ours.pk]) in page
    assert f"?place={place.geoname_id}" in page


def test_city_that_we_have_is_opened_instead(as_organiser):
    place = make_place("Rome", "IT")
    ours = make_city(geoname_id=place.geoname_id)

    answer = as_organiser.get(reverse(ADD), {"place": place.geoname_id})

    assert answer.url == reverse("admin:cities_city_change", args=[ours.pk])


@pytest.mark.parametrize("number", ["987654", "x", "9" * 40])
def test_place_that_is_gone_leaves_the_form_empty(as_organiser, number):
    answer = as_organiser.get(reverse(ADD), {"place": number})

    assert answer.status_code == 200
    assert len(list(get_messages(answer.wsgi_request))) == 1


def test_city_is_written_in_by_hand(as_organiser):
    as_organiser.post(reverse(ADD), typed(kind="region", other_spellings="Sidi Nur\n\n Sidi  Nûr "))

    city = City.objects.get()
    assert (city.kind, city.other_spellings) == ("region", ["Sidi Nur", "Sidi Nûr"])


def test_near_duplicate_is_pointed_out_and_nothing_typed_is_lost(as_organiser):
    ours = make_city(name_en="Sidi Nour", country="TN")

    answer = as_organiser.post(reverse(ADD), typed(other_spellings="Sidi Nur"))

    page = answer.content.decode()
    assert [likeness.city for likeness in answer.context["likenesses"]] == [ours]
    assert reverse("admin:cities_city_change", args=[ours.pk]) in page
    assert 'name="is_another"' in page
    assert 'value="Sidi Noor"' in page
    assert "Sidi Nur" in page
    assert City.objects.count() == 1


def test_near_duplicate_is_saved_when_it_is_said_to_be_another(as_organiser):
    make_city(name_en="Sidi Nour", country="TN")

    as_organiser.post(reverse(ADD), typed(is_another="on"))

    assert City.objects.filter(name_en="Sidi Noor").exists()


def test_city_that_is_only_edited_is_not_questioned(as_organiser):
    make_city(name_en="Sidi Nour", country="TN")
    city = make_city(name_en="Sidi Noor", country="TN", slug="sidi-noor")
    names = {f"name_{code}": getattr(city, f"name_{code}") for code in ("fr", "es", "ar")}
    address = reverse("admin:cities_city_change", args=[city.pk])

    as_organiser.post(address, typed(**names, population="5"))
    city.refresh_from_db()
    assert city.population == 5
    answer = as_organiser.post(address, typed("Sidi Nouur", **names, population="5"))

    assert len(answer.context["likenesses"]) == 1
    assert reverse("admin:cities_city_merge") in answer.content.decode()


def test_adding_is_refused_to_rapporteurs_and_strangers(client, db):
    assert client.get(reverse(ADD)).status_code == 302
    client.force_login(make_user(group=RAPPORTEURS))

    assert client.get(reverse(ADD), {"place": "5"}).status_code == 403
    assert client.post(reverse(ADD), typed()).status_code == 403


# --- Finding one of ours --------------------------------------------------------------------------


def suggested(client, term):
    asked = {"app_label": "cities", "model_name": "contribution", "field_name": "city"}
    answer = client.get(reverse("admin:autocomplete"), {**asked, "term": term}).json()
    return [result["text"] for result in answer["results"]]


def test_field_of_a_city_suggests_the_likeliest_first_and_tells_namesakes_apart(as_organiser):
    make_city(name_en="Bozhou", country="CN", other_spellings=["Bo Xian"], population=5_000_000)
    make_city(name_en="Xianning", country="CN", population=500_000)
    make_city(name_en="Xi’an", country="CN", other_spellings=["西安"], population=9_600_000)
    for country, kind in (("ES", "city"), ("ES", "region"), ("VE", "city")):
        make_city(name_en="Valencia", country=country, kind=kind)

    for term in ("Xian", "xi an", "Xi'an", "西安"):
        assert suggested(as_organiser, term)[0] == "Xi’an · China"
    assert suggested(as_organiser, "Xian") == [
        *("Xi’an · China", "Xianning · China", "Bozhou · China"),
    ]
    assert set(suggested(as_organiser, "valencia")) == {
        "Valencia · Spain", "Valencia · Spain · region", "Valencia · Venezuela",
    }  # fmt: skip


def test_list_of_cities_is_searched_by_spellings_and_parts_of_names(as_organiser):
    hoceima = make_city(name_en="Al Hoceima", name_ar="الحسيمة", country="MA", population=5)
    make_city(name_en="Hoceimia", country="MA", population=1)
    address = reverse("admin:cities_city_changelist")

    def found(**query):
        return [str(city) for city in as_organiser.get(address, query).context["cl"].result_list]

    assert found(q="hoceima") == ["Al Hoceima"]
    assert found(q="الحسيمه") == [str(hoceima)]
    assert found(q="ho") == ["Hoceimia", "Al Hoceima"]
    assert found(q="hoceim", o="4") == ["Hoceimia", "Al Hoceima"]
    assert found(q="hoceim", o="-4") == ["Al Hoceima", "Hoceimia"]


POPUP = {"_popup": "1", "_to_field": "id"}


def test_pop_up_stays_a_pop_up_through_the_look_up(as_organiser):
    ours = make_city(name_en="Rome", country="IT")
    place = make_place("Rome", "US")

    answer = as_organiser.get(reverse(ADD), {"q": "rome", **POPUP})

    page = answer.content.decode()
    assert '<input type="hidden" name="_popup" value="1">' in page
    assert f"?place={place.geoname_id}&amp;_popup=1&amp;_to_field=id" in page
    assert f"?city={ours.pk}&amp;_popup=1&amp;_to_field=id" in page
    attrs = answer.context["lookup_attrs"]
    assert attrs["data-go-place"].endswith("?place={}&_popup=1&_to_field=id")
    assert attrs["data-go-city"].endswith("?city={}&_popup=1&_to_field=id")


def test_place_chosen_in_a_pop_up_comes_back_chosen(as_organiser):
    place = make_place("Sevilla", "ES", 686_741, latitude=37.4)
    address = f"{reverse(ADD)}?place={place.geoname_id}&_popup=1&_to_field=id"
    page = as_organiser.get(address)
    assert '<input type="hidden" name="_popup" value="1">' in page.content.decode()
    form = page.context["adminform"].form
    fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    answer = as_organiser.post(address, {**fields, "is_another": "", **POPUP, **INLINE})

    assert "popup_response" in answer.template_name or answer.status_code == 200
    chosen = json.loads(answer.context_data["popup_response_data"])
    assert chosen["value"] == str(City.objects.get().pk)


@pytest.mark.parametrize("named", ["city", "place"])
def test_city_that_we_have_comes_back_chosen_too(as_organiser, named):
    place = make_place("Rome", "IT")
    city = make_city(name_en="Rome", country="IT", geoname_id=place.geoname_id)
    number = {"city": city.pk, "place": place.geoname_id}[named]

    answer = as_organiser.get(reverse(ADD), {named: number, **POPUP})

    chosen = json.loads(answer.context_data["popup_response_data"])
    assert chosen == {"action": "add", "value": str(city.pk), "obj": "Rome"}


@pytest.mark.parametrize("field", ["secret", "geoname_id", "id"])
def test_pop_up_answers_only_with_what_a_form_may_name(as_organiser, field):
    city = make_city()

    answer = as_organiser.get(reverse(ADD), {"city": city.pk, "_popup": "1", "_to_field": field})

    assert json.loads(answer.context_data["popup_response_data"])["value"] == str(city.pk)


def test_pop_up_is_refused_without_the_right_to_add(client, db):
    city = make_city()
    client.force_login(make_user(group=RAPPORTEURS))

    assert client.get(reverse(ADD), {"city": city.pk, **POPUP}).status_code == 403
