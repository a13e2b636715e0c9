"""Text that no database takes is refused at every address, before a view is asked."""

import re
from itertools import cycle
from urllib.parse import quote

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from llex.core.http.request_encoding import RequestEncodingMiddleware, decode_strictly
from tests.factories import make_consultation, make_user

BROKEN = ["%00", "a%00b", "%FF", "%C3", "%ED%A0%80"]
REFUSED = 400
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=part"


def paths(patterns=None, prefix="/"):
    """Return an example of every address of the site."""
    for entry in patterns or get_resolver().url_patterns:
        route = re.sub(r"<[^>]+>", "1", str(entry.pattern)).strip("^$").replace("\\Z", "")
        if isinstance(entry, URLPattern):
            yield prefix + route
        else:
            yield from paths(entry.url_patterns, prefix + route)


ADDRESSES = sorted({path for path in paths() if not set(path) & set("()[]?*+")})


def multipart(name, value):
    return (
        b'--part\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value
    ) + b"\r\n--part--\r\n"


def test_the_sweep_sees_the_whole_site():
    assert len(ADDRESSES) > 150
    for known in ("/en/", "/en/admin/autocomplete/", "/v/1/", "/en/cities/", "/healthz"):
        assert known in ADDRESSES


def test_every_address_refuses_a_query_string_and_a_form_that_are_no_text(client, db):
    broken = cycle(BROKEN)

    wrong = [
        (path, value)
        for path in ADDRESSES
        for value in (next(broken),)
        if client.get(f"{path}?q={value}").status_code != REFUSED
        or client.post(path, f"q={value}", content_type=FORM).status_code != REFUSED
    ]

    assert wrong == []


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize(
    "path",
    [
        "autocomplete/?app_label=sessions_app&model_name=person&field_name=city&term={}",
        "cities/city/?q={}",
        "sessions_app/learningsession/?series__id__exact={}",
    ],
)
def test_organisers_are_refused_too(client, db, path, broken):
    client.force_login(make_user(is_staff=True, is_superuser=True))

    assert client.get(f"/en/admin/{path.format(broken)}").status_code == REFUSED


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize(
    "path",
    [
        "/en/sessions/{}/",
        "/en/cities/{}/",
        "/en/priorities/{}/",
        "/v/{}/",
        "/v/rain5/{}/",
        "/en/contribute/{}/",
        "/en/admin/cities/city/{}/change/",
        "/nowhere/{}/",
    ],
)
def test_path_that_is_no_text_is_refused(client, db, path, broken):
    assert client.get(path.format(broken)).status_code == 400


@pytest.mark.parametrize("value", [b"a\0b", b"\xff", b"\xed\xa0\x80"])
def test_multipart_form_that_is_no_text_is_refused(client, db, value):
    answer = client.post("/en/accounts/login/", multipart(b"login", value), content_type=MULTIPART)

    assert answer.status_code == REFUSED


def test_cookie_with_nul_is_refused(client, db):
    client.cookies["sessionid"] = "a\0b"

    assert client.get("/en/admin/").status_code == 400


def test_refusal_is_a_page_in_the_language_of_the_address(client, db):
    answer = client.get("/fr/cities/?q=%00")

    assert answer.status_code == 400
    assert 'lang="fr"' in answer.content.decode()
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize("text", ["São Tomé", "القاهرة", "\ufffd", "😀", "a\tb\r\nc"])
def test_every_other_text_arrives_unchanged(text):
    def view(request):
        return HttpResponse(f"{request.GET['q']}|{request.POST['q']}")

    factory = RequestFactory()

    for request in (
        factory.post("/é/", {"q": text}, query_params={"q": text}),
        factory.generic(
            "POST",
            "/é/?q=" + quote(text),
            "q=" + quote(text),
            content_type=FORM,
        ),
    ):
        answer = RequestEncodingMiddleware(view)(request)
        assert answer.content.decode() == f"{text}|{text}"


def test_ballot_with_nul_is_refused_and_counts_nothing(client, db):
    hall = make_consultation(code="rain5", state="open")
    client.get("/v/rain5/")

    answer = client.post("/v/rain5/", "item-1=%00", content_type=FORM)

    assert answer.status_code == 400
    assert hall.ballots.count() == 0


def test_decoding_names_the_reason():
    with pytest.raises(BadRequest, match="UTF-8"):
        decode_strictly(b"\xff", "replace")
    with pytest.raises(BadRequest, match="NUL"):
        decode_strictly(b"\0", "replace")
