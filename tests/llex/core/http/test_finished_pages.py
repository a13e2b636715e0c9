"""Pages kept finished: what keeps them, what renews them, and that they are the same for all."""

import gzip
import threading

import brotli
import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings

from llex.core.cache import recent_answers
from llex.core.cache.recent_answers import RecentAnswers
from llex.core.http import finished_pages
from llex.core.http.finished_pages import finished, renew
from llex.core.http.page_renewals import PageRenewal
from tests.factories import make_published_city, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _believed(monkeypatch):
    """Let processes believe the shared cache, as on a site."""
    monkeypatch.setattr(finished_pages, "BELIEVED", 15)


@pytest.fixture
def rendered():
    """A finished page that shows its query; the list has one entry for each rendering."""
    calls = []

    @finished("page")
    def view(request):
        calls.append(request)
        return HttpResponse(f"shown {request.GET.urlencode()}")

    return view, calls


def get(view, path="/en/x/", **headers):
    return view(RequestFactory().get(path, headers=headers))


def test_page_is_rendered_once(rendered):
    view, calls = rendered

    assert [get(view).content for _time in range(3)] == [b"shown "] * 3
    assert len(calls) == 1


def test_warm_page_costs_no_query(rendered):
    view, _calls = rendered
    get(view)

    with CaptureQueriesContext(connection) as queries:
        get(view)

    assert len(queries) == 0


def test_publication_renews_the_page(rendered, django_capture_on_commit_callbacks):
    view, calls = rendered
    get(view)

    with django_capture_on_commit_callbacks(execute=True):
        renew()
    get(view)

    assert len(calls) == 2


def test_shared_cache_is_asked_once_in_a_moment(rendered, monkeypatch):
    view, _calls = rendered
    monkeypatch.setattr(recent_answers, "SECONDS", 60)
    monkeypatch.setattr(finished_pages, "_recent", RecentAnswers())
    asked = []
    monkeypatch.setattr(finished_pages, "_shared_version", lambda: asked.append(1) or "7")

    for _time in range(3):
        get(view)

    assert len(asked) == 1


def test_publication_of_another_process_is_seen_without_its_word(rendered):
    """The shared cache was away when it published: it is believed for some seconds only."""
    view, calls = rendered
    get(view)
    PageRenewal.objects.add()
    get(view)
    assert len(calls) == 1

    caches["shared"].delete("version-of-public-pages")
    get(view)

    assert len(calls) == 2


def test_version_differs_when_a_lower_key_is_committed_later():
    first, second = PageRenewal(pk=7001), PageRenewal(pk=7002)
    second.save(force_insert=True)
    before = PageRenewal.objects.version()

    first.save(force_insert=True)

    assert PageRenewal.objects.version() != before


def test_only_named_parameters_make_another_page(rendered):
    view, calls = rendered

    assert get(view, "/en/x/?page=2&utm=mail").content == b"shown page=2"
    assert get(view, "/en/x/?utm=post&page=2").content == b"shown page=2"
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_page_comes_in_an_encoding_that_the_reader_takes(rendered, accepted, encoding, decode):
    view, _calls = rendered

    response = get(view, accept_encoding=accepted)

    assert response.get("Content-Encoding") == encoding
    assert decode(response.content) == b"shown "
    assert response["Vary"] == "Accept-Encoding"


def test_reader_who_has_the_page_gets_304(rendered):
    view, _calls = rendered
    etag = get(view, accept_encoding="br")["ETag"]

    assert get(view, accept_encoding="br", if_none_match=etag).status_code == 304
    assert get(view, accept_encoding="gzip", if_none_match=etag).status_code == 200


def test_page_knows_nothing_of_its_reader():
    seen = []

    @finished()
    def view(request):
        seen.append((request.user.is_authenticated, dict(request.COOKIES)))
        return HttpResponse("shown")

    request = RequestFactory().get("/en/x/")
    request.user, request.COOKIES = make_user(), {"sessionid": "secret"}
    view(request)

    assert seen == [(False, {})]
    assert request.user.is_authenticated


def test_reader_with_a_message_gets_a_page_of_their_own(rendered):
    view, calls = rendered
    request = RequestFactory().get("/en/x/")
    request.COOKIES = {"messages": "signed out"}

    assert "X-Accel-Expires" not in view(request)
    assert calls == [request]


@pytest.mark.parametrize("status", [302, 404, 410, 500])
def test_only_whole_pages_are_kept(status):
    calls = []

    @finished()
    def view(request):
        calls.append(status)
        return HttpResponse("no", status=status)

    assert [get(view).status_code for _time in range(2)] == [status] * 2
    assert len(calls) == 2
    assert "X-Accel-Expires" not in get(view)


def test_page_that_is_not_found_stays_so():
    @finished()
    def view(request):
        raise Http404

    with pytest.raises(Http404):
        get(view)


def test_page_with_a_clock_is_renewed_after_its_seconds(monkeypatch):
    calls = []

    @finished(seconds=10)
    def view(request):
        calls.append(1)
        return HttpResponse("shown")

    clock = 1_000_000.0
    monkeypatch.setattr(finished_pages.time, "time", lambda: clock)
    get(view)
    clock += 9
    get(view)
    assert len(calls) == 1
    clock += 2
    get(view)

    assert len(calls) == 2


def test_page_is_shown_while_the_database_is_away(rendered, monkeypatch):
    view, _calls = rendered
    get(view)

    def away():
        raise DatabaseError

    monkeypatch.setattr(finished_pages, "version", away)

    assert get(view).content == b"shown "
    with pytest.raises(DatabaseError):
        get(view, "/en/never-asked-for/")


def test_one_renders_while_the_others_get_the_page_as_it_was(monkeypatch):
    """No stampede: after a publication each process renders a page once."""
    versions, begun, go = ["1"], threading.Event(), threading.Event()
    monkeypatch.setattr(finished_pages, "version", lambda: versions[-1])
    calls = []

    @finished()
    def view(request):
        calls.append(1)
        if len(calls) > 1:
            begun.set()
            assert go.wait(10)
        return HttpResponse(f"edition {len(calls)}")

    get(view)
    versions.append("2")
    slow = threading.Thread(target=get, args=(view,))
    slow.start()
    assert begun.wait(10)

    assert [get(view).content for _time in range(5)] == [b"edition 1"] * 5
    go.set()
    slow.join(10)

    assert get(view).content == b"edition 2"
    assert len(calls) == 2


def test_memory_is_bounded(rendered):
    view, _calls = rendered
    most = caches["pages"]._max_entries
    for number in range(most + 50):
        caches["pages"].set(f"other:{number}", "page", 60)
    get(view)

    assert len(caches["pages"]._cache) <= most


@override_settings(DEBUG=True)
def test_developer_sees_each_change(rendered):
    view, calls = rendered
    get(view)
    get(view)

    assert len(calls) == 2


@pytest.mark.parametrize(
    "path",
    ["", "sessions/", "cities/", "cities/{slug}/", "priorities/", "about/", "method/"],
)
def test_public_pages_are_finished_and_set_no_cookie(client, path):
    city = make_published_city()
    address = f"/en/{path.format(slug=city.slug)}"
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)

    assert response.status_code == 200
    assert len(queries) == 0
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    assert response["X-Accel-Expires"] == "1"


def test_page_is_sent_without_its_indentation():
    @finished()
    def view(_request):
        return HttpResponse(
            "<p>\n    one\n\n  <b>two</b></p>\n<pre>\n  kept\n</pre>\n  <i>three</i>"
        )

    sent = b"<p>\none\n<b>two</b></p>\n<pre>\n  kept\n</pre>\n<i>three</i>"
    assert get(view).content == sent


def test_plain_text_keeps_its_indentation():
    @finished()
    def view(_request):
        return HttpResponse("a:\n  b", content_type="text/plain")

    assert get(view).content == b"a:\n  b"
