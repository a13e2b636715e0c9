"""The addresses of a note. They are printed on paper, so they stand here literally."""

import gzip
import re
import time

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from sessions_app.briefing.editions import publish
from tests.factories import (
    PASSWORD,
    keep_translations,
    make_contribution,
    make_full_session,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    forget()


def forget():
    cache.clear()
    caches["pages"].clear()


@pytest.fixture
def note(empty_print_files):
    """A published note, its session's slug known, in four languages."""
    session = make_full_session(slug="launch")
    publish(session)
    return session


@pytest.fixture
def correct(note, django_capture_on_commit_callbacks):
    """Change texts of the note and publish it again, as it happens outside of tests."""

    def change(**texts):
        for field, text in texts.items():
            setattr(note, field, text)
        note.save()
        keep_translations(note)
        with django_capture_on_commit_callbacks(execute=True):
            publish(note, note="A correction.")

    return change


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_note_is_read_in_each_language(client, note, language):
    response = client.get(f"/{language}/sessions/launch/briefing/")

    page = response.content.decode()
    assert response.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert getattr(note, f"title_{language}") in page


@pytest.mark.parametrize(
    ("language", "kind"),
    [
        ("en", "Briefing &amp; Learning Note"),
        ("fr", "Note d’information et d’apprentissage"),
        ("es", "Nota informativa y de aprendizaje"),
        ("ar", "مذكرة إحاطة وتعلّم"),
    ],
)
def test_tab_of_a_note_differs_from_those_of_its_session_and_of_older_editions(
    client, note, correct, language, kind
):
    correct(introduction_en="People first.")

    titles = [
        re.search(r"<title>(.*)</title>", client.get(path).content.decode())[1]
        for path in (
            f"/{language}/sessions/launch/",
            f"/{language}/sessions/launch/briefing/",
            f"/{language}/sessions/launch/briefing/editions/1/",
        )
    ]

    title = getattr(note, f"title_{language}")
    assert titles[:2] == [f"{title} · LLEX", f"{title} · {kind} · LLEX"]
    assert titles[2].startswith(f"{title} · {kind} · ")
    assert len(set(titles)) == 3


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("md", "text/markdown; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_files_are_sent_in_the_language_of_the_address(client, extension, media_type):
    publish(make_full_session(slug="launch"))

    response = client.get(f"/es/sessions/launch/briefing.{extension}")

    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Language"] == "es"
    assert f"launch-es.{extension}" in response["Content-Disposition"]
    assert len(b"".join(response.streaming_content)) > 500


def test_file_is_unchanged_for_a_reader_who_has_it(client, note):
    first = client.get("/en/sessions/launch/briefing.json")

    again = client.get(
        "/en/sessions/launch/briefing.json", headers={"if-none-match": first["ETag"]}
    )

    assert again.status_code == 304


MISSING = [
    "/en/sessions/nowhere/briefing/",
    "/en/sessions/nowhere/briefing.pdf",
    "/en/sessions/launch/briefing.exe",
    "/en/sessions/launch/briefing/editions/2/",
    "/en/sessions/launch/briefing/editions/2/briefing.pdf",
    "/en/sessions/draft/briefing/",
    "/xx/sessions/launch/briefing/",
]


def test_missing_note_is_not_found(client, note):
    make_session(slug="draft")

    assert [client.get(address).status_code for address in MISSING] == [404] * len(MISSING)


def test_note_is_for_reading_only(client, note):
    addresses = [
        "briefing/",
        "briefing.pdf",
        "briefing/editions/1/",
        "briefing/editions/1/briefing.md",
    ]

    answers = {
        getattr(client, method)(f"/en/sessions/launch/{address}").status_code
        for address in addresses
        for method in ("post", "put", "patch", "delete")
    }

    assert answers == {405}


def test_warm_page_costs_no_query(client, note):
    client.get("/fr/sessions/launch/briefing/")

    with CaptureQueriesContext(connection) as queries:
        assert client.get("/fr/sessions/launch/briefing/").status_code == 200

    assert len(queries) == 0


@pytest.mark.parametrize("rows", [1, 12])
def test_cold_page_costs_four_queries_at_most(client, rows):
    session = make_full_session(slug="long")
    for order in range(rows):
        make_contribution(session=session, order=order + 10, representative_position="")
    publish(session)
    forget()

    with CaptureQueriesContext(connection) as queries:
        assert client.get("/fr/sessions/long/briefing/").status_code == 200

    # Which edition is current, its document, those of all editions with the formats they have files
    # of, and the pages of its entries.
    assert len(queries) == 4


def test_page_is_unchanged_for_a_reader_who_has_it(client, note):
    first = client.get("/en/sessions/launch/briefing/")

    again = client.get("/en/sessions/launch/briefing/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_page_is_compressed_for_a_reader_who_takes_that(client, note):
    plain = client.get("/en/sessions/launch/briefing/")
    packed = client.get("/en/sessions/launch/briefing/", headers={"accept-encoding": "x, gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in plain["Vary"]
    again = client.get(
        "/en/sessions/launch/briefing/",
        headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]},
    )
    assert again.status_code == 304


def test_page_is_the_same_for_everybody(client, note):
    user = make_user(is_staff=True, name="Olga Organiser")
    client.login(email=user.email, password=PASSWORD)

    response = client.get("/en/sessions/launch/briefing/")

    assert "Cookie" not in response.get("Vary", "")
    assert "Set-Cookie" not in response.headers
    assert "Olga" not in response.content.decode()
    assert "csrf" not in response.content.decode()


def test_correction_is_read_at_once_and_the_old_edition_says_so(client, note, correct):
    client.get("/en/sessions/launch/briefing/")

    correct(closing_text_en="We shall meet again on Friday.")

    current = client.get("/en/sessions/launch/briefing/").content.decode()
    old = client.get("/en/sessions/launch/briefing/editions/1/").content.decode()
    assert "meet again on Friday" in current
    assert "superseded" not in current
    assert "meet again on Friday" not in old
    assert "This edition has been superseded by edition 2." in old


def test_reader_on_the_way_cannot_bring_back_the_old_edition(note, correct):
    from sessions_app.briefing import edition_cache

    key = edition_cache._pointer_key("launch")
    old = edition_cache.current("launch")
    correct(closing_text_en="Corrected.")
    cache.add(key, old)

    assert edition_cache.current("launch").number == 2


def test_edition_keeps_its_files_for_ever(client, note, correct):
    before = b"".join(
        client.get("/en/sessions/launch/briefing/editions/1/briefing.md").streaming_content
    )
    correct(closing_text_en="Corrected.")

    response = client.get("/en/sessions/launch/briefing/editions/1/briefing.md")

    assert b"".join(response.streaming_content) == before
    # Only the name of an erased person is ever taken out of it.
    assert response["Cache-Control"] == "public, max-age=3600"


def test_draft_text_is_never_read(client, note):
    note.closing_text_en = "Not for print yet"
    note.save()
    forget()

    assert "Not for print yet" not in client.get("/en/sessions/launch/briefing/").content.decode()


def test_note_that_exists_only_in_french_says_so(client):
    publish(make_full_session(slug="seul", languages=["fr"]))

    page = client.get("/es/sessions/seul/briefing/").content.decode()

    assert '<html lang="es"' in page
    assert 'lang="fr"' in page
    assert "Français" in page


def test_text_of_a_note_cannot_become_markup(client):
    session = make_full_session(
        slug="sharp",
        title_en="<script>alert(1)</script>",
        introduction_en="<img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold**",
    )
    publish(session, override="The address is there to be refused.")

    page = client.get("/en/sessions/sharp/briefing/").content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "<strong>bold</strong>" in page


def unseen(note, **texts):
    """Publish the note again, by somebody whose cache is out of reach."""
    from sessions_app.briefing import edition_cache

    told, edition_cache.set_current = edition_cache.set_current, lambda edition: None
    try:
        for field, text in texts.items():
            setattr(note, field, text)
        note.save()
        keep_translations(note)
        publish(note)
    finally:
        edition_cache.set_current = told


@pytest.mark.skipif("settings.REDIS_URL", reason="Redis has a clock of its own.")
def test_edition_that_readers_were_not_told_of_is_seen_after_some_seconds(
    client, note, monkeypatch
):
    client.get("/en/sessions/launch/briefing/")
    unseen(note, closing_text_en="We meet again on Friday.")

    later = time.time() + 30
    monkeypatch.setattr(time, "time", lambda: later)

    assert "on Friday" in client.get("/en/sessions/launch/briefing/").content.decode()


def test_reader_of_a_newer_edition_mends_what_is_current(client, note):
    client.get("/en/sessions/launch/briefing/")
    unseen(note, closing_text_en="We meet again on Friday.")

    newer = client.get("/en/sessions/launch/briefing/editions/2/").content.decode()

    assert "superseded" not in newer
    assert "on Friday" in client.get("/en/sessions/launch/briefing/").content.decode()


def test_publishing_what_is_published_tells_readers_again(client, note):
    client.get("/en/sessions/launch/briefing/")
    unseen(note, closing_text_en="We meet again on Friday.")

    assert not publish(note).is_new
    assert "on Friday" in client.get("/en/sessions/launch/briefing/").content.decode()


def test_edition_is_seen_at_once_while_the_cache_is_away(client, note, correct):
    away = {"BACKEND": "llex.core.cache.redis.RedisOrNothing", "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES=settings.CACHES | {"shared": away}):
        client.get("/en/sessions/launch/briefing/")

        correct(closing_text_en="We meet again on Friday.")

        assert "on Friday" in client.get("/en/sessions/launch/briefing/").content.decode()
        assert client.get("/en/sessions/launch/briefing.md").status_code == 200
