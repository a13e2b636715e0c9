import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from llex.core import languages
from llex.core.http.middleware import AuditTrailMiddleware, WrongStateMiddleware
from llex.core.models import User
from llex.core.states import WrongState
from tests.factories import make_contribution, make_user


@pytest.mark.parametrize(
    ("code", "expected"), [("ar", "rtl"), ("fr", "ltr"), ("he-IL", "rtl"), ("pt-BR", "ltr")]
)
def test_direction_follows_the_language(code, expected):
    assert languages.direction(code) == expected


def test_fallbacks_name_every_language_once():
    assert languages.fallbacks("ar", first="fr") == ("ar", "fr", "en", "es")
    assert languages.fallbacks("pt", first="pt") == ("pt", "en", "fr", "es", "ar")


def test_wrong_state_is_answered_with_a_page_that_says_why(db, rf: RequestFactory):
    contribution = make_contribution(state="draft")
    middleware = WrongStateMiddleware(lambda request: HttpResponse())

    response = middleware.process_exception(rf.post("/en/"), WrongState(contribution, "accept"))

    assert response.status_code == 409
    assert str(contribution.city) in response.content.decode()
    assert middleware.process_exception(rf.post("/en/"), ValueError()) is None


def test_audit_trail_leaves_the_session_alone_when_a_page_is_read(rf: RequestFactory):
    request = rf.get("/en/")  # without request.user: looking the actor up would fail

    assert AuditTrailMiddleware(lambda request: HttpResponse("ok"))(request).content == b"ok"


def test_user_is_found_by_email_whatever_its_case(db):
    user = make_user(email="Olga@Example.org")

    assert User.objects.get_by_natural_key("OLGA@example.org") == user
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user(email="")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_answered_without_a_language(client, db, address):
    response = client.get(address)

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_for_reading_only(client, db, address):
    assert client.post(address).status_code == 405


def test_readiness_names_what_is_missing(client, db, settings):
    away = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {"default": away, "shared": away}

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"cache")


def test_nobody_signs_up_alone(client, db):
    client.post(
        "/en/accounts/signup/", {"email": "new@example.org", "password1": "a long pass phrase"}
    )

    assert not User.objects.exists()
