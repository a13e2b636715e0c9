"""Error pages: what happened, in the reader's language, and where to go from there."""

import html5lib
import pytest
from django.http import HttpResponseNotAllowed
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import override

from llex.core import languages
from llex.core.http.error_pages import ErrorPagesMiddleware, Gone
from llex.urls import handler500
from llex.urls import urlpatterns as site_urls

HEADLINES = {
    404: {"en": "This page does not exist", "fr": "Cette page n’existe pas",
          "es": "Esta página no existe", "ar": "هذه الصفحة غير موجودة"},
    405: {"en": "This cannot be done at this address",
          "fr": "Cette action n’est pas possible à cette adresse",
          "es": "Esto no puede hacerse en esta dirección",
          "ar": "لا يمكن القيام بذلك على هذا العنوان"},
    410: {"en": "This page has been withdrawn", "fr": "Cette page a été retirée",
          "es": "Esta página se ha retirado", "ar": "سُحبت هذه الصفحة"},
}  # fmt: skip


def gone(request):
    raise Gone(request.GET.get("why", ""))


def broken(request):
    raise RuntimeError("secret")


urlpatterns = [path("gone/", gone), path("broken/", broken), *site_urls]
__all__ = ["handler500", "urlpatterns"]


def check(answer, status, code):
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{code}" dir="{languages.direction(code)}">' in page
    assert '<meta name="robots" content="noindex">' in page
    html5lib.HTMLParser(strict=True).parse(page)
    for name in ("contact/", "cities/", "sessions/"):
        assert f'href="/{code}/{name}"' in page
    return page


@pytest.mark.parametrize("code", languages.CODES)
def test_unknown_address_is_answered_in_its_language(client, db, code):
    page = check(client.get(f"/{code}/nowhere/"), 404, code)

    assert HEADLINES[404][code] in page


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("address", ["/nowhere", "/wp-login.php", "/de/sessions/", "/a/b/c/"])
def test_address_without_a_language_is_answered_in_the_readers(client, db, address, code):
    answer = client.get(address, headers={"Accept-Language": f"{code};q=0.9,de;q=0.8"})

    assert HEADLINES[404][code] in check(answer, 404, code)


@pytest.mark.parametrize("code", languages.CODES)
def test_wrong_method_says_that_the_page_can_be_read(client, db, code):
    answer = client.post(f"/{code}/about/", {"a": "b"})

    page = check(answer, 405, code)
    assert HEADLINES[405][code] in page
    assert f'<a href="/{code}/about/">' in page
    assert answer["Allow"] == "GET, HEAD"


def test_address_of_a_form_says_that_it_has_no_page(client, db):
    answer = client.get("/i18n/setlang/")
    assert answer.status_code in (302, 405)

    middleware = ErrorPagesMiddleware(lambda request: _refused(["POST"]))
    request = RequestFactory().get("/en/x/", headers={"Accept": "text/html"})
    request.resolver_match = None
    page = middleware(request).content.decode()
    assert "has no page of its own" in page


def test_programs_get_no_page(client, db):
    for accept in ("application/json", "image/png"):
        answer = client.post("/en/about/", headers={"Accept": accept})
        assert answer.status_code == 405
        assert answer.content == b""


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("code", languages.CODES)
def test_what_is_gone_says_so(client, db, code):
    answer = client.get("/gone/", headers={"Accept-Language": code})

    assert HEADLINES[410][code] in check(answer, 410, code)
    told = client.get("/gone/?why=<b>Vigo</b>").content.decode()
    assert "&lt;b&gt;Vigo&lt;/b&gt;" in told


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("code", languages.CODES)
def test_failure_shows_a_page_without_details(db, code):
    client = Client(raise_request_exception=False)
    with override(code):
        answer = client.get("/broken/", headers={"Accept-Language": code})

    page = check(answer, 500, code)
    assert "secret" not in page


def test_error_page_without_a_search_offers_none(client, db, monkeypatch):
    monkeypatch.setattr("llex.core.templatetags.page_head.page_exists", lambda path: False)
    assert 'id="error-search"' not in client.get("/en/nowhere/").content.decode()
    monkeypatch.setattr("llex.core.templatetags.page_head.page_exists", lambda path: True)
    assert 'action="/en/search/"' in client.get("/en/nowhere/").content.decode()


def _refused(allowed):

    return HttpResponseNotAllowed(allowed)
