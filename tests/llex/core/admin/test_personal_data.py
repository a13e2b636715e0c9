"""Organisers look people up, erase or refuse; the register of processing."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse

from llex.core.mail.models import Mail
from llex.core.models import DataRequest, Erasure, ProcessingNote, User
from llex.core.privacy.declarations import purposes
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Person
from tests.factories import make_officer, make_participant, make_person, make_user

ADDRESS = "ana@city.example"
ADD = "admin:llex_datarequest_add"


@pytest.fixture
def officer(db):
    return make_officer(user=make_user(email=ADDRESS, name="Ana Ruiz"))


@pytest.fixture
def organiser(client, db):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    return user


@pytest.fixture
def asked(officer):
    request = DataRequest.objects.create(address=ADDRESS, language="fr")
    request.ask_for_erasing()
    return request


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def send(name, request, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse(f"admin:llex_datarequest_{name}", args=[request.pk]), fields)

    return send


def test_an_address_is_looked_up_and_shown(client, organiser, officer):
    answer = client.post(reverse(ADD), {"address": ADDRESS.upper(), "row": ""}, follow=True)

    assert "Ana Ruiz" in answer.content.decode()
    assert DataRequest.objects.get().made_by == organiser


def test_a_person_without_an_address_is_looked_up_by_the_row(client, organiser):
    person = make_participant(person=make_person(name="Ana Ruiz")).person
    row = f"sessions_app.person:{person.pk}"

    page = client.get(reverse("admin:sessions_app_person_change", args=[person.pk]))
    assert f"{reverse(ADD)}?row={row}" in page.content.decode()
    answer = client.post(reverse(ADD), {"address": "", "row": row}, follow=True)

    assert "Ana Ruiz" in answer.content.decode()


@pytest.mark.parametrize(
    "fields", [{"address": "", "row": ""}, {"address": "x", "row": ""}, {"row": "auth.group:1"}]
)
def test_what_is_no_person_is_refused(client, organiser, fields):
    assert client.post(reverse(ADD), {"address": "", **fields}).status_code == 200
    assert not DataRequest.objects.exists()


def test_erasing_is_confirmed_carried_out_and_told(client, organiser, asked, post):
    assert post("erase", asked).status_code == 422
    assert User.objects.filter(email=ADDRESS).exists()

    answer = post("erase", asked, sure="on")

    assert answer.status_code == 302
    assert not User.objects.filter(email=ADDRESS).exists()
    asked.refresh_from_db()
    assert (asked.state, asked.address) == ("erased", "")
    assert Erasure.objects.get().by == organiser
    assert mail.outbox[-1].to == [ADDRESS]
    assert not Mail.objects.filter(recipient=ADDRESS).exists()
    assert client.get(reverse("admin:llex_datarequest_change", args=[asked.pk])).status_code == 200


def test_a_refusal_needs_a_reason_and_is_told(organiser, asked, post):
    assert post("refuse", asked).status_code == 422

    post("refuse", asked, reason="A court asks for it.")
    post("refuse", asked, reason="Again.")

    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("refused", "A court asks for it.")
    assert "A court asks for it." in mail.outbox[-1].body
    assert User.objects.filter(email=ADDRESS).exists()


def test_what_is_decided_cannot_be_erased_again(organiser, asked, post):
    post("refuse", asked, reason="A court asks for it.")

    post("erase", asked, sure="on")

    assert User.objects.filter(email=ADDRESS).exists()


def test_no_organiser_erases_an_organiser_or_oneself(client, organiser, post):
    other = make_user(group=ORGANISERS, email="other@uclg.example")
    for address in (other.email, organiser.email):
        post("erase", DataRequest.objects.create(address=address), sure="on")
    administrator = make_user(is_staff=True, is_superuser=True)
    client.force_login(administrator)
    post("erase", DataRequest.objects.create(address=administrator.email), sure="on")

    assert User.objects.filter(is_staff=True).count() == 3
    post("erase", DataRequest.objects.create(address=other.email), sure="on")
    assert not User.objects.filter(email=other.email).exists()


@pytest.mark.parametrize("name", ["erase", "refuse", "download", "change"])
@pytest.mark.parametrize("who", ["anonymous", RAPPORTEURS, "no staff"])
def test_others_are_refused(client, asked, name, who):
    if who != "anonymous":
        client.force_login(make_user(group=None if who == "no staff" else who))
    path = reverse(f"admin:llex_datarequest_{name}", args=[asked.pk])

    answer = client.get(path) if name in ("download", "change") else client.post(path)

    assert answer.status_code in (302, 403)
    assert "Ana Ruiz" not in answer.content.decode()
    assert Person.objects.count() == 0
    assert User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize("name", ["erase", "refuse"])
def test_only_a_post_decides_and_only_on_what_there_is(client, organiser, asked, name):
    assert client.get(reverse(f"admin:llex_datarequest_{name}", args=[asked.pk])).status_code == 405
    path = reverse(f"admin:llex_datarequest_{name}", args=[asked.pk + 1])
    assert client.post(path, {"sure": "on"}).status_code == 404


def test_looking_needs_no_right_to_erase(client, asked, post):
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_datarequest"))
    client.force_login(user)

    page = client.get(reverse("admin:llex_datarequest_change", args=[asked.pk])).content.decode()

    assert "Ana Ruiz" in page
    assert "/erase/" not in page
    assert post("erase", asked, sure="on").status_code == 403


def test_the_register_has_every_purpose_and_its_texts_are_edited(client, organiser):
    register = reverse("admin:llex_processingnote_changelist")
    page = client.get(register).content.decode()
    assert all(str(purpose.title) in page for purpose in purposes())

    edit = client.get(reverse("admin:llex_processingnote_edit", args=["mail"]))
    note = ProcessingNote.objects.get()
    form = client.get(edit.url).content.decode()
    assert "Article 6(1)(f)" in form
    client.post(edit.url, {"basis": "Contract.", "recipients": "ACME Hosting"})

    note.refresh_from_db()
    assert note.basis == "Contract."
    assert "ACME Hosting" in client.get(register).content.decode()


def test_an_unknown_purpose_is_not_found(client, organiser):
    assert client.get(reverse("admin:llex_processingnote_edit", args=["x"])).status_code == 404
