"""A code is found however it is typed, pasted or heard, and never another's by mistake."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from priorities.models import Consultation
from priorities.questions import join_codes
from tests.factories import make_consultation

TOKEN = "t0ken-of-one-person-that-is-long-enough"
TYPED = [
    "rain5",
    "RAIN5",
    " Rain5 ",
    "r a i n 5",
    "rain5.",
    "“rain5”",
    "«\u00a0rain5\u00a0»",
    "'rain5'",
    "(rain5)",
    "rain-5",
    "rain–5",
    "ｒａｉｎ５",
    "rain٥",
    "rain۵",
    "rain५",
    "\u202arain5\u202c",
    "ra\u200bin5",
    "ra1n5",
    "raln5",
    "rain5\n",
    "https://llex.example.org/v/rain5/",
    "http://llex.example.org/v/rain5",
    "llex.example.org/v/RAIN5/?lang=fr",
    "Vote at https://llex.example.org/v/rain5/ now",
    "https://llex.example.org/v/rain5/screen/",
    "https://llex.example.org/v/rain%205/",
]


@pytest.fixture
def hall(db):
    make_consultation(code="other")
    return make_consultation(code="rain5", state="open")


@pytest.mark.parametrize("typed", TYPED)
def test_form_leads_to_the_page_of_what_was_typed(client, hall, typed):
    answer = client.get(reverse("voting:enter"), {"code": typed})

    assert (answer.status_code, answer["Location"]) == (302, "/v/rain5/")


@pytest.mark.parametrize("typed", ["RAIN5", "rain5.", "rain 5", "rain٥", "ra1n5", "“rain5”"])
@pytest.mark.parametrize("page", ["", "screen/"])
def test_address_may_be_typed_so_too(client, hall, typed, page):
    answer = client.get(f"/v/{typed}/{page}?lang=fr", follow=True)

    assert answer.status_code == 200
    assert 'lang="fr"' in answer.content.decode()


@pytest.mark.parametrize(("code", "typed"), [("homes", "h0mes"), ("hall1", "haili"), ("a-b", "ab")])
def test_letters_and_digits_that_look_alike_are_one(client, db, code, typed):
    make_consultation(code=code)

    assert client.get("/v/", {"code": typed})["Location"] == f"/v/{code}/"


def test_code_that_is_written_exactly_so_comes_first(db):
    make_consultation(code="hall")
    one = make_consultation(code="ha11")

    assert join_codes.find("HA11", Consultation.objects.all()) == one
    assert join_codes.find("hal1", Consultation.objects.all()) is None


@pytest.mark.parametrize("typed", ["rain", "rain55", "5rain", "…", "/v/", "x" * 600, "%00"])
def test_what_is_no_code_is_asked_again(client, hall, typed):
    answer = client.get("/v/", {"code": typed})

    assert answer.status_code == 404
    assert 'id="unknown"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/v/…/", "/v/nobody/", "/v/%20/", "/v/nobody/rehearsal/"])
def test_address_without_a_code_asks_for_it(admin_client, db, path):
    answer = admin_client.get(path, follow=True)

    assert answer.status_code == 404
    assert 'id="code"' in answer.content.decode()


def test_link_of_one_person_may_be_pasted(client, hall):
    answer = client.get("/v/", {"code": f"https://llex.example.org/v/rain5/{TOKEN}/"})

    assert answer["Location"] == f"/v/rain5/{TOKEN}/"


def test_ballot_sent_to_a_mistyped_address_is_sent_on(client, hall):
    answer = client.post("/v/RA1N5/", {"voter": "x"})

    assert (answer.status_code, answer["Location"]) == (307, "/v/ra1n5/")
    assert client.post("/v/ra1n5/", {"lang": "fr"})["Location"] == "/v/rain5/"


@pytest.mark.parametrize("code", ["ra1n5", "rain-5", "RAlN5"])
def test_code_that_is_mistaken_for_another_is_refused(hall, code):
    hall.clean()
    double = make_consultation(code="free")
    double.code = code

    with pytest.raises(ValidationError, match="looks or sounds like"):
        double.clean()
