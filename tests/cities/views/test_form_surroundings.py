"""What is around the officer's form: examples, a colleague, a PDF, and a worker for offline."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from pypdf import PdfReader

from cities.contributions import autosave
from cities.contributions.drafts import Draft, ResponseDraft
from cities.models import Officer
from sessions_app.briefing.editions import publish
from tests.factories import (
    make_contribution,
    make_full_session,
    make_officer,
    make_series,
    make_session,
)


@pytest.fixture
def contribution(db):
    return make_contribution(
        state="draft", responses=0, challenges=0, original_language="es",
        session=make_session(
            starts_at=now() + timedelta(days=9), series=make_series(contact="ask@example.org")
        ),
    )  # fmt: skip


def address(contribution, name="contribution_edit"):
    return reverse(f"cities:{name}", args=[contribution.pk])


# --- Examples -------------------------------------------------------------------------------------


def test_published_texts_of_other_cities_are_beside_the_boxes(client, contribution, officer):
    session = make_full_session(rows=2)
    own, other = (row.city for row in session.contributions.order_by("order", "pk"))
    contribution.city = own
    contribution.save()
    officer.city = own
    officer.save()
    publish(session, override="test")

    context = client.get(address(contribution)).context["examples"]

    assert {one.city.slug for one in (*context.responses, *context.challenges)} == {other.slug}
    page = client.get(address(contribution)).content.decode()
    assert "What other cities wrote last time" in page
    assert context.responses[0].address in page


def test_unpublished_texts_are_no_examples(client, contribution, officer):
    make_full_session(rows=2)

    assert client.get(address(contribution)).context["examples"].responses == ()


# --- A colleague ----------------------------------------------------------------------------------


def test_officer_invites_a_colleague_from_the_form(client, contribution, mailoutbox):
    officer = make_officer(city=contribution.city)
    client.force_login(officer.user)
    assert 'id="colleague"' in client.get(address(contribution)).content.decode()

    answer = client.post(
        address(contribution, "contribution_colleague"), {"email": "bea@example.org"}
    )

    assert answer.url == address(contribution) + "#colleague"
    added = Officer.objects.get(user__email="bea@example.org")
    assert (added.city, added.user.language) == (contribution.city, officer.user.language)


@pytest.mark.parametrize("email", ["", "nothing", "own"])
def test_wrong_address_is_named_with_its_reason(client, contribution, email):
    officer = make_officer(city=contribution.city)
    client.force_login(officer.user)
    typed = officer.user.email if email == "own" else email

    answer = client.post(
        address(contribution, "contribution_colleague"), {"email": typed}, follow=True
    )

    assert typed in answer.content.decode()
    assert Officer.objects.filter(city=contribution.city).count() == 1


def test_personal_link_alone_adds_no_colleague(client, contribution, officer):
    page = client.get(address(contribution)).content.decode()
    answer = client.post(
        address(contribution, "contribution_colleague"), {"email": "bea@example.org"}
    )

    assert 'id="colleague"' not in page
    assert answer.status_code == 404
    assert not Officer.objects.filter(user__email="bea@example.org").exists()


# --- PDF ------------------------------------------------------------------------------------------


def pdf_of(contribution):
    return reverse("sessions_app:contribution_pdf", args=[contribution.pk])


def test_own_contribution_is_saved_as_pdf(client, contribution, officer):
    draft = Draft(
        representative_name="Ana", language="es", quote="Nadie sola", quote_speaker="Ana",
        responses=(ResponseDraft(text="Abrimos albergues", key="a"),),
    )  # fmt: skip
    autosave.save_draft(contribution, draft, version=0, by=officer.user)
    make_contribution(session=contribution.session)

    answer = client.get(pdf_of(contribution))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Abrimos albergues" in text
    assert "Nadie sola" in text
    assert "We opened" not in text


def test_pdf_is_refused_to_others(client, contribution):
    assert client.get(pdf_of(contribution)).status_code == 404
    client.force_login(make_officer().user)
    assert client.get(pdf_of(contribution)).status_code == 404
    assert client.post(pdf_of(contribution)).status_code == 405


# --- Without a network ----------------------------------------------------------------------------


def test_worker_is_a_script_that_is_asked_for_anew(client, db):
    answer = client.get(reverse("contribution_worker"))

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"


def test_browser_deletes_what_it_kept_on_log_out_alone(client, contribution):
    client.force_login(make_officer(city=contribution.city).user)

    before = client.get(address(contribution))
    answer = client.post(reverse("account_logout"))

    assert "Clear-Site-Data" not in before
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_contact_for_questions_is_on_each_page(client, contribution, officer):
    assert "ask@example.org" in client.get(address(contribution)).content.decode()
    contribution.refresh_from_db()
    contribution.submit(by=officer.user)
    assert "ask@example.org" in client.get(address(contribution)).content.decode()
    assert (
        "ask@example.org" in client.get(address(contribution, "contribution_sent")).content.decode()
    )
