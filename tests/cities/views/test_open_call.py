"""The pages of an open call, from the address to what happens next."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from cities.models import EmailVerification, OpenCallApplication
from tests.factories import make_city, make_published_city, make_session, make_user
from tests.factories_cities import make_place

WHO = {
    "email": "Ana@Valencia.example",
    "name": "Ana Ruiz",
    "position": "Head of housing",
    "language": "es",
}
STEPS = ("open_call", "open_call_code", "open_call_city", "open_call_sent")


@pytest.fixture
def session(db):
    return make_session(slug="housing", open_call=True)


@pytest.fixture
def post(client, session, django_capture_on_commit_callbacks):
    def send(step, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address(step), fields)

    return send


def address(step, slug="housing"):
    return reverse(f"cities:{step}", args=[slug])


def code():
    return re.search(r"^(\d{3} \d{3})$", mail.outbox[-1].body, re.MULTILINE)[1]


def prove(post, **who):
    post("open_call", **WHO | who)
    return post("open_call_code", code=code())


def test_whole_way_leads_to_a_waiting_request(client, post):
    place = make_place("Valencia", "ES", 824_340)
    assert client.get(address("open_call")).status_code == 200

    assert post("open_call", **WHO).url == address("open_call_code")
    assert mail.outbox[-1].to == ["ana@valencia.example"]
    assert post("open_call_code", code=code()).url == address("open_call_city")
    answer = post("open_call_city", city="Valencia", choice=f"place:{place.geoname_id}")

    assert answer.url == address("open_call_sent")
    request = OpenCallApplication.objects.get()
    assert (request.email, request.name, request.place) == (
        "ana@valencia.example",
        "Ana Ruiz",
        place,
    )
    assert "What happens next" in client.get(answer.url).content.decode()


def test_answer_is_the_same_whether_the_address_is_known(client, post):
    make_user(email="known@valencia.example")
    pages, letters = [], []
    for email in ("known@valencia.example", "fresh@valencia.example"):
        answer = post("open_call", **WHO | {"email": email})
        page = client.get(answer.url).content.decode().replace(email, "EMAIL")
        pages.append(re.sub(r'value="[^"]{64}"', "", page))
        letters.append(mail.outbox[-1].body.replace(code(), "CODE"))

    assert pages[0] == pages[1]
    assert letters[0] == letters[1]


def test_text_alone_lists_what_it_may_mean_and_loses_nothing(client, post):
    prove(post)
    ours = make_city(name_en="Rome", country="IT", population=2_000_000, geoname_id=1)
    place = make_place("Rome", "US", 36_323)

    answer = post("open_call_city", city="Rome")

    page = answer.content.decode()
    assert re.findall(r'name="choice"[^>]*value="([^"]+)"', page) == [
        f"city:{ours.pk}", f"place:{place.geoname_id}",
    ]  # fmt: skip
    assert 'value="Rome"' in page
    assert post("open_call_city", city="Rome", choice=f"city:{ours.pk}").status_code == 302
    assert OpenCallApplication.objects.get().city == ours


def test_city_that_nobody_knows_is_written_in_by_hand(client, post):
    prove(post)

    lost = post("open_call_city", city="Las Piedritas")
    by_hand = post("open_call_city", city="Las Piedritas", by_hand="1")
    assert "No city is found" in lost.content.decode()
    assert 'value="Las Piedritas"' in by_hand.content.decode()
    assert not by_hand.context["form"].is_bound
    fields = {"by_hand": "1", "name": "Las Piedritas", "kind": "city", "country": "UY"}
    answer = post("open_call_city", **fields)

    assert answer.url == address("open_call_sent")
    request = OpenCallApplication.objects.get()
    assert (request.city, request.place, request.country.code) == (None, None, "UY")


def test_near_duplicate_is_pointed_out_before_the_request_is_sent(client, post):
    prove(post)
    ours = make_published_city(name_en="Sidi Nour", country="TN")
    fields = {"by_hand": "1", "name": "Sidi Noor", "kind": "city", "country": "TN"}

    answer = post("open_call_city", **fields)
    assert [likeness.city for likeness in answer.context["form"].likenesses] == [ours]
    assert 'value="Sidi Noor"' in answer.content.decode()
    assert not OpenCallApplication.objects.exists()
    post("open_call_city", **fields, which="another")
    post("open_call_city", **fields, which=f"city:{ours.pk}")

    assert set(OpenCallApplication.objects.values_list("city_name", "city")) == {
        ("Sidi Noor", None), ("Sidi Nour", ours.pk),
    }  # fmt: skip


def test_cities_that_stand_only_in_drafts_are_neither_named_nor_chosen(client, post):
    prove(post)
    draft = make_city(name_en="Sidi Nour", country="TN")
    fields = {"by_hand": "1", "name": "Sidi Nour", "kind": "city", "country": "TN"}

    looked_up = post("open_call_city", city="Sidi Nour").content.decode()
    assert f"city:{draft.pk}" not in looked_up
    assert post("open_call_city", city="x", choice=f"city:{draft.pk}").status_code == 200
    assert post("open_call_city", **fields).status_code == 302

    assert OpenCallApplication.objects.get().city is None


@pytest.mark.parametrize(
    ("kind", "country", "refused"),
    [("city", "", True), ("association", "", False), ("city", "XX", True), ("x", "UY", True)],
)
def test_city_by_hand_needs_a_country_but_for_an_association(client, post, kind, country, refused):
    prove(post)

    post("open_call_city", by_hand="1", name="Somewhere", kind=kind, country=country)

    assert OpenCallApplication.objects.exists() is not refused


@pytest.mark.parametrize("choice", ["city:987654", "place:1", "x", "city:" + "9" * 30])
def test_choice_of_what_is_not_there_is_refused(client, post, choice):
    prove(post)

    answer = post("open_call_city", city="Rome", choice=choice)

    assert "not there any more" in answer.content.decode()
    assert not OpenCallApplication.objects.exists()


def test_same_city_is_asked_for_once(client, post):
    prove(post)
    ours = make_city(geoname_id=1)
    post("open_call_city", city="x", choice=f"city:{ours.pk}")

    answer = post("open_call_city", city="x", choice=f"city:{ours.pk}")

    assert "asked for this city already" in answer.content.decode()
    assert OpenCallApplication.objects.count() == 1


def test_wrong_code_is_told_and_five_end_it(client, post):
    post("open_call", **WHO)
    right = code()
    wrong = "000001" if right != "000 001" else "000002"

    pages = [post("open_call_code", code=wrong).content.decode() for _try in range(5)]
    after = post("open_call_code", code=right).content.decode()

    assert all("not the code that we sent" in page for page in pages)
    assert "Too many wrong codes" in after
    assert client.get(address("open_call_city")).url == address("open_call")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "x" * 100])
def test_what_is_no_code_costs_no_try(client, post, typed):
    post("open_call", **WHO)

    assert post("open_call_code", code=typed).status_code == 200
    assert EmailVerification.objects.get().attempts == 0


def test_code_may_be_typed_in_digits_of_any_script(client, post):
    post("open_call", **WHO)
    arabic = code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert post("open_call_code", code=arabic).url == address("open_call_city")


def test_expired_code_is_told(client, post):
    post("open_call", **WHO)
    EmailVerification.objects.update(expires_at=now())

    assert "has expired" in post("open_call_code", code=code()).content.decode()


def test_new_code_replaces_the_old_one_after_a_minute(client, post):
    post("open_call", **WHO)
    old = code()
    soon = post("open_call_code", again="1").content.decode()
    EmailVerification.objects.update(sent_at=now() - timedelta(minutes=2))
    later = post("open_call_code", again="1").content.decode()

    assert "Wait a minute" in soon
    assert "on its way" in later
    assert len(mail.outbox) == 2
    assert old == code() or post("open_call_code", code=old).status_code == 200
    assert post("open_call_code", code=code()).status_code == 302


def test_too_many_codes_are_refused_and_nothing_typed_is_lost(client, post):
    post("open_call", **WHO)

    page = post("open_call", **WHO).content.decode()

    assert "Wait a minute" in page
    assert 'value="Head of housing"' in page
    assert len(mail.outbox) == 1


def test_code_is_taken_only_by_the_browser_that_asked(client, post, session):
    post("open_call", **WHO)
    stranger = type(client)()

    assert stranger.post(address("open_call_code"), {"code": code()}).url == address("open_call")


def test_proved_address_cannot_be_changed_for_another(client, post):
    prove(post)
    post("open_call", **WHO | {"email": "mayor@elsewhere.example"})

    answer = post("open_call_city", city="x", choice=f"city:{make_city(geoname_id=1).pk}")

    assert answer.url == address("open_call")
    assert not OpenCallApplication.objects.exists()


def test_name_may_be_corrected_without_another_code(client, post):
    prove(post)

    answer = post("open_call", **WHO | {"name": "Ana María Ruiz"})
    post("open_call_city", city="x", choice=f"city:{make_city(geoname_id=1).pk}")

    assert answer.url == address("open_call_city")
    assert OpenCallApplication.objects.get().name == "Ana María Ruiz"


@pytest.mark.parametrize("field", ["name", "position"])
@pytest.mark.parametrize("typed", ["See http://evil.example", "www.evil.example", "A\x07B", ""])
def test_names_are_words(client, post, field, typed):
    assert post("open_call", **WHO | {field: typed}).status_code == 200
    assert mail.outbox == []


def test_line_break_in_a_name_becomes_a_space(client, post):
    prove(post, name="Ana\r\nBcc: x@evil.example")
    post("open_call_city", city="x", choice=f"city:{make_city(geoname_id=1).pk}")

    assert OpenCallApplication.objects.get().name == "Ana Bcc: x@evil.example"
    assert all("\n" not in letter.subject for letter in mail.outbox)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "values", [{"open_call": False}, {"announced_at": None}, {"slug": "another"}]
)
def test_page_is_not_there_without_an_open_call(client, db, step, method, values):
    make_session(**{"slug": "housing", "open_call": True} | values)
    expected = 405 if (step, method) == ("open_call_sent", "post") else 404

    assert getattr(client, method)(address(step)).status_code == expected


@pytest.mark.parametrize("step", STEPS[:3])
@pytest.mark.parametrize("method", ["get", "post"])
def test_closed_call_says_so(client, session, step, method):
    session.contributions_due_at = now() - timedelta(days=1)
    session.save()

    answer = getattr(client, method)(address(step), WHO)

    assert answer.status_code == 410
    assert "This call has closed" in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("step", ["open_call_code", "open_call_city"])
def test_step_before_its_time_leads_to_the_first(client, session, step):
    assert client.get(address(step)).url == address("open_call")
    assert client.post(address(step), {"code": "123456"}).url == address("open_call")


def test_there_is_nothing_to_read_before_a_request_is_sent(client, session):
    assert client.get(address("open_call_sent")).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_pages_take_no_other_method(client, session, step):
    assert client.put(address(step)).status_code == 405


def test_pages_are_kept_by_no_cache(client, session):
    assert "no-store" in client.get(address("open_call"))["Cache-Control"]


def test_arabic_page_runs_from_right_to_left(client, session):
    page = client.get("/ar/contribute/open/housing/").content.decode()

    assert 'dir="rtl"' in page
    assert session.title_ar in page


@pytest.mark.parametrize(("open_call", "shown"), [(True, True), (False, False)])
def test_session_page_leads_to_the_call(client, db, open_call, shown):
    later = now() + timedelta(days=9)
    session = make_session(slug="housing", open_call=open_call, starts_at=later)

    page = client.get(session.get_absolute_url()).content.decode()

    assert (address("open_call") in page) is shown
