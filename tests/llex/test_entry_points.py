"""The entry points answer as a server calls them."""

import resource

from django.test import RequestFactory


def test_pages_answer_by_wsgi(db):
    from llex.wsgi import application

    answered = {}
    environ = RequestFactory().get("/healthz").environ

    def start(status, headers, error=None):
        answered["status"] = status

    body = b"".join(application(environ, start))

    assert answered["status"] == "200 OK"
    assert body


def test_stream_may_open_as_many_files_as_the_system_allows():
    from llex.stream import application
    from priorities.live.stream import Stream

    assert isinstance(application, Stream)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert soft == hard
