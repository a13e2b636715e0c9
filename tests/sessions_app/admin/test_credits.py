"""Credits in the admin: on the page of the session, and on their own."""

import pytest
from django.urls import reverse

from tests.factories import make_credit, make_session


@pytest.fixture
def session(db):
    return make_session()


def test_page_of_the_session_has_the_credits(as_organiser, session):
    credit = make_credit(session, work="edited")

    page = as_organiser.get(
        reverse("admin:sessions_app_learningsession_change", args=[session.pk])
    ).content.decode()

    assert 'name="credits-0-work"' in page
    assert str(credit.person) in page


def test_page_of_a_credit_asks_for_the_language_of_a_translation(as_organiser, session):
    credit = make_credit(session, work="edited")
    address = reverse("admin:sessions_app_credit_change", args=[credit.pk])

    page = as_organiser.post(
        address, {"person": credit.person_id, "work": "translated", "language": "", "order": 0}
    )

    assert "Choose the language into which this person translated." in page.content.decode()
