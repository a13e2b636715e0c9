"""Certificates of attendance: who gets one, what it says, and the page that says it is genuine."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from sessions_app.attendance import certificates
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.registration import signed_links
from tests.factories import (
    in_all,
    make_organisation,
    make_participant,
    make_person,
    make_series,
    make_session,
    make_user,
)
from tests.factories_registration import make_open_session, make_registration

pytestmark = pytest.mark.django_db


def make_certified(**person):
    series = make_series(gives_certificates=True)
    series.conveners.add(make_organisation(**in_all("name", "Network of Cities"), acronym_en=""))
    session = make_session(series=series)
    values = {"name": "Layla Haddad", "other_spellings": ["ليلى حداد"]} | person
    return make_participant(session=session, person=make_person(**values), status="attended")


def path_of(participant):
    return certificates.verification_url(participant).removeprefix(settings.SITE_URL)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_certificate_is_an_accessible_pdf_in_each_language(language):
    pdf = certificates.certificate_pdf(make_certified(), language)

    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" in pdf


def test_certificates_are_given_once_the_session_is_over():
    participant = make_certified()
    assert certificates.has_certificate(participant)

    participant.session.starts_at = now() - timedelta(minutes=5)

    assert not certificates.has_certificate(participant)


def test_certificate_has_the_name_in_the_script_of_its_language():
    participant = make_certified()

    said = certificates.certificate(participant, "ar")

    assert (said.name, said.conveners) == (
        "ليلى حداد",
        "Network of Cities (ar)",
    )


def test_page_says_of_a_genuine_certificate_what_the_paper_says(client):
    participant = make_certified(email="layla@amman.example")

    html = client.get(path_of(participant)).content.decode()

    for text in ("Layla Haddad", str(participant.session), "25 March 2020", "Network of Cities"):
        assert text in html
    assert "layla@amman.example" not in html
    assert "noindex" in html


@pytest.mark.parametrize("spoil", ["forged", "absent", "series", "deleted"])
def test_other_certificates_are_not_known(client, spoil):
    participant = make_certified()
    path = path_of(participant)
    if spoil == "forged":
        path = path.replace("/certificates/", "/certificates/1")
    elif spoil == "absent":
        participant.mark_absent()
    elif spoil == "series":
        type(participant.session.series).objects.update(gives_certificates=False)
    else:
        participant.delete()

    answer = client.get(path)

    assert answer.status_code == 404
    assert "Layla" not in answer.content.decode()
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("gives", "was_present", "status"), [(True, True, 200), (True, False, 404), (False, True, 404)]
)
def test_personal_page_offers_it_to_those_who_were_present(client, gives, was_present, status):
    session = make_open_session(series=make_series(gives_certificates=gives))
    registration = make_registration(session)
    if was_present:
        registration.participant.mark_present()
    type(session).objects.filter(pk=session.pk).update(starts_at=now() - timedelta(hours=3))
    path = signed_links.personal_path(registration, "registration_certificate")

    assert (path in client.get(signed_links.personal_path(registration)).content.decode()) == (
        status == 200
    )
    answer = client.get(path)
    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(("group", "status"), [(ORGANISERS, 200), (RAPPORTEURS, 403), (None, 302)])
def test_organisers_save_a_certificate(client, group, status):
    participant = make_certified()
    if group:
        client.force_login(make_user(group=group))
    name = "admin:sessions_app_learningsession_attendance_certificate"
    path = reverse(name, args=[participant.session.pk, participant.pk])

    assert client.get(path).status_code == status
    if group == ORGANISERS:
        other = reverse(name, args=[make_session().pk, participant.pk])
        assert client.get(other).status_code == 404
        participant.mark_absent()
        assert client.get(path).status_code == 404
