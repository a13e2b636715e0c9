"""The page for oneself: by a mailed link, the same for known and unknown addresses."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from llex.core.mail.models import Mail
from llex.core.models import DataRequest
from llex.core.personal_data.requests import build_token
from tests.factories import make_participant, make_person, make_series, make_session

ADDRESS = "ana@city.example"


@pytest.fixture
def ana(db):
    return make_participant(person=make_person(name="Ana Ruiz", email=ADDRESS))


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def send(path, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, fields)

    return send


def link():
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def token(ana):
    return build_token(DataRequest.objects.create(address=ADDRESS))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_mailed_link_shows_and_exports_what_is_held(client, post, ana, language):
    answer = post(f"/{language}/my-data/", email=f" {ADDRESS.upper()} ")
    assert answer.url == f"/{language}/my-data/sent/"
    assert client.get(answer.url).status_code == 200
    assert mail.outbox[-1].to == [ADDRESS]
    path = link()

    page = client.get(path)
    data = json.loads(client.get(f"{path}file/").content)

    assert path.startswith(f"/{language}/my-data/")
    assert "Ana Ruiz" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert {one["kind"] for one in data["data"]} >= {
        "sessions_app.person",
        "sessions_app.participant",
    }


def test_known_and_unknown_addresses_get_the_same_answer_and_a_mail(client, post, ana):
    known, unknown = (post("/en/my-data/", email=one) for one in (ADDRESS, "eva@city.example"))

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    first, second = (message.body for message in mail.outbox)
    assert re.sub(r"my-data/\S+", "", first) == re.sub(r"my-data/\S+", "", second)
    page = client.get(link()).content.decode()
    assert "Ana Ruiz" not in page
    assert "/erase/" not in page


def test_too_many_links_are_refused_without_a_mail(post, ana):
    answers = [post("/en/my-data/", email=ADDRESS).status_code for _try in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("typed", ["", "ana", "ana@city.example\nBcc: eva@city.example"])
def test_what_is_no_address_is_said_beside_the_field(post, ana, typed):
    answer = post("/en/my-data/", email=typed)

    assert answer.status_code == 422
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["held", "file"])
def test_forged_cut_and_expired_links_show_nothing(client, ana, token, name):
    def asked(secret):
        return client.get(reverse(f"personal_data_{name}", args=[secret]))

    assert asked(token).status_code == 200
    for wrong in (token[:-1], "x" + token, "0" * 32):
        answer = asked(wrong)
        assert answer.status_code == 410
        assert "Ana Ruiz" not in answer.content.decode()
    DataRequest.objects.update(made_at=now() - timedelta(hours=25))
    assert asked(token).status_code == 410


def test_erasing_is_asked_for_once_by_post_and_organisers_are_told(client, post, token):
    make_session(series=make_series(contact="team@uclg.example"))
    path = reverse("personal_data_erase", args=[token])
    assert client.get(path).status_code == 405

    answer = post(path)
    post(path)

    assert answer.url == reverse("personal_data_held", args=[token])
    request = DataRequest.objects.get()
    assert request.state == DataRequest.State.ASKED
    told = Mail.objects.get(kind="data_erasing_asked")
    assert told.recipient == "team@uclg.example"
    assert ADDRESS not in told.text
    assert f"/en/admin/llex/datarequest/{request.pk}/" in told.text
    assert "You have asked for erasing" in client.get(answer.url).content.decode()


def test_another_site_cannot_ask_for_erasing(token, client):
    client.handler.enforce_csrf_checks = True

    assert client.post(reverse("personal_data_erase", args=[token])).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_few_and_many_rows(
    client, token, ana, count, django_assert_max_num_queries
):
    for _one in range(count - 1):
        make_participant(person=ana.person)

    with django_assert_max_num_queries(130):
        client.get(reverse("personal_data_held", args=[token]))
