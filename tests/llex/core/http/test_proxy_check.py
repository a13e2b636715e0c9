import logging

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import reverse

from llex.core.http.proxy_check import ProxyCheckMiddleware
from tests.factories import make_user


@pytest.mark.parametrize(
    ("behind_proxy", "request_line", "warnings"),
    [
        (False, ("/en/", "203.0.113.9"), 1),
        (True, ("/en/", None), 1),
        (False, ("/en/", None), 0),
        (True, ("/en/", "203.0.113.9"), 0),
        # Health checks come from beside the server.
        (True, ("/healthz", None), 0),
        (True, ("/readyz", None), 0),
    ],
)
def test_mismatch_is_logged_once(rf, settings, caplog, behind_proxy, request_line, warnings):
    settings.BEHIND_PROXY = behind_proxy
    middleware = ProxyCheckMiddleware(lambda request: HttpResponse())
    path, forwarded = request_line
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    with caplog.at_level(logging.WARNING):
        for _request in range(3):
            middleware(rf.get(path, headers=headers))

    assert [record.levelname for record in caplog.records] == ["WARNING"] * warnings
    assert "203.0.113.9" not in caplog.text


@pytest.mark.parametrize(
    ("behind_proxy", "headers", "text"),
    [
        (False, {"x-forwarded-for": "203.0.113.9"}, "BEHIND_PROXY=true"),
        (True, {}, "BEHIND_PROXY=false"),
        (False, {}, None),
    ],
)
def test_superuser_reads_of_it_on_the_overview(client, db, settings, behind_proxy, headers, text):
    settings.BEHIND_PROXY = behind_proxy
    client.force_login(make_user(is_staff=True, is_superuser=True))

    page = client.get(reverse("admin:index"), headers=headers).content.decode()

    assert (text in page) if text else ("BEHIND_PROXY" not in page)


def test_organiser_is_not_bothered(client, db):
    client.force_login(make_user("Organisers"))

    page = client.get(reverse("admin:index"), headers={"x-forwarded-for": "203.0.113.9"})

    assert "BEHIND_PROXY" not in page.content.decode()


@pytest.mark.parametrize(
    ("https", "behind_proxy", "certificate", "warned"),
    [
        (True, False, "", True),
        (True, True, "", False),
        (False, False, "", False),
        (True, False, "/tls.pem", False),
    ],
)
def test_start_tells_of_https_that_nobody_ends(
    settings, monkeypatch, https, behind_proxy, certificate, warned
):
    settings.SECURE_SSL_REDIRECT = https
    settings.BEHIND_PROXY = behind_proxy
    monkeypatch.setenv("GRANIAN_SSL_CERTIFICATE", certificate)

    found = [check.id for check in run_checks(include_deployment_checks=True)]

    assert ("llex.I001" in found) is warned
