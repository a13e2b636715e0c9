"""/.well-known/security.txt, by RFC 9116."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now


def fields(client):
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_file_has_what_the_standard_asks_for(client, settings):
    settings.SECURITY_CONTACT = "security@example.org"
    answer = client.get("/.well-known/security.txt")
    found = fields(client)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert found["Contact"] == "mailto:security@example.org"
    assert found["Canonical"] == "http://testserver/.well-known/security.txt"
    assert found["Preferred-Languages"] == "en, fr, es, ar"
    expires = datetime.fromisoformat(found["Expires"])
    assert now() + timedelta(days=170) < expires < now() + timedelta(days=365)


def test_contact_may_be_a_page(client, settings):
    settings.SECURITY_CONTACT = "https://example.org/report"

    assert fields(client)["Contact"] == "https://example.org/report"


@pytest.mark.django_db
def test_policy_leads_to_a_page(client):
    path = fields(client)["Policy"].removeprefix("http://testserver")

    assert client.get(path).status_code == 200
    assert client.post("/.well-known/security.txt").status_code == 405
