"""Every page of the public site names where the data on cities come from."""

import pytest
from django.urls import reverse

from tests.factories import make_edition

GEONAMES = '<a href="https://www.geonames.org/" rel="noreferrer">GeoNames</a>'
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SAID = {
    "en": "Positions and populations of cities come from",
    "fr": "Les positions et les populations des villes viennent de",
    "es": "Las posiciones y las poblaciones de las ciudades proceden de",
    "ar": "مواقع المدن وأعداد سكانها مأخوذة من",
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("page", ["home", "city_list", "session_detail"])
def test_page_credits_geonames_with_its_licence(client, language, page):
    edition = make_edition()
    address = {
        "home": reverse("sessions_app:home"),
        "city_list": reverse("cities:city_list"),
        "session_detail": reverse("sessions_app:session_detail", args=[edition.session.slug]),
    }[page].replace("/en/", f"/{language}/", 1)

    response = client.get(address)

    assert response.status_code == 200
    credit = response.content.decode().split("<footer", 1)[1]
    assert f"{SAID[language]} {GEONAMES}" in credit
    assert f'href="{LICENCE}"' in credit
    assert "https://www.naturalearthdata.com/" in credit
