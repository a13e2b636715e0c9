"""A withdrawn note: what its addresses tell, and that what only it said is found nowhere."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import now
from lxml import html

from cities import photograph_files
from cities.models import CityProjection, EntryAddress, EntryProjection
from llex.core.cache import recent_answers
from priorities.models import ConsultationProjection
from sessions_app.briefing.editions import publish
from sessions_app.briefing.note_withdrawal import restore_note, withdraw_note
from sessions_app.briefing.scheduled_publication import schedule
from sessions_app.models import Edition, LearningSession, ScheduledPublication, SearchDocument
from tests.factories import (
    keep_translations,
    make_full_session,
    make_photograph,
    make_user,
)

NOTE = "/{}/sessions/launch/briefing"
REASONS = {"en": "A figure on **rents** was wrong.", "ar": "كان رقم الإيجارات خاطئًا."}
ARABIC = {"Why we really met": "لماذا اجتمعنا حقًا", "Said rightly": "ما قيل على وجهه الصحيح"}
ADDRESSES = (
    "/", ".pdf", ".docx", ".md", ".json", "/files/", "/editions/", "/editions/1/",
    "/editions/2/", "/editions/1/briefing.pdf", "/editions/2/briefing.json", "/editions/1/files/",
    "/editions/1/checksums/", "/editions/1/SHA256SUMS", "/editions/1/citation.bib",
    "/editions/1/differences/2/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def committed_at_once(monkeypatch):
    """Do at once what waits for the end of a transaction: a test's own never ends."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, **options: call())


@pytest.fixture
def note(db):
    """A note in English and Arabic with two editions."""
    session = make_full_session(slug="launch", languages=["en", "ar"], time_zone="Asia/Tokyo")
    publish(session)
    correct(session, "Why we really met")
    publish(session, notes={"en": "The reason was corrected."})
    return LearningSession.objects.get(pk=session.pk)


def correct(session, words):
    session.introduction_en, session.introduction_ar = words, ARABIC[words]
    session.save()
    keep_translations(session)


def withdraw(session):
    return withdraw_note(session, REASONS, by=make_user(is_staff=True))


def text(answer):
    page = html.fromstring(answer.content)
    return " ".join(page.xpath("//main")[0].text_content().split())


@pytest.mark.parametrize("end", ADDRESSES)
def test_every_address_of_a_note_tells_when_and_why_in_the_language_of_the_reader(
    client, note, end
):
    assert client.get(NOTE.format("en") + end).status_code == 200

    withdraw(note)

    Edition.objects.update(withdrawn_at="2026-03-01T20:00Z")
    english = client.get(NOTE.format("en") + end)
    arabic = client.get(NOTE.format("ar") + end)
    french = client.get(NOTE.format("fr") + end)
    assert (english.status_code, arabic.status_code, french.status_code) == (410, 410, 410)
    # By the day of the session's time zone.
    assert "Withdrawn on 2 March 2026" in text(english)
    assert "A figure on rents was wrong." in text(english)
    assert REASONS["ar"] in text(arabic)
    # Who reads a language without the reason gets that of the main language.
    assert "A figure on rents was wrong." in text(french)
    assert "Why we really met" not in english.content.decode()
    ways = html.fromstring(english.content).xpath("//main//a/@href")
    assert "/en/sessions/launch/" in ways
    assert "/en/cities/" in ways


def test_reason_is_never_markup(client, note):
    withdraw_note(note, {"en": "<script>alert(1)</script> & more"}, by=None)

    page = client.get(NOTE.format("en") + "/").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_embeds_and_oembed_say_it(client, note):
    code = note.consultations.get().code
    embeds = ("/en/embed/notes/launch/cities/", f"/en/embed/notes/launch/results/{code}/")
    page = f"{settings.SITE_URL}{NOTE.format('en')}/"
    asked = [f"/oembed?url={quote(page + end)}" for end in ("", "#question-1")]
    for path in (*embeds, *asked):
        assert client.get(path).status_code == 200, path

    withdraw(note)

    for path in (*embeds, *asked):
        answer = client.get(path)
        assert answer.status_code == 410, path
        assert "A figure on rents was wrong." in answer.content.decode()


def test_nothing_finds_what_only_the_note_said(client, note):
    entry = EntryAddress.objects.filter(kind="response").first()
    city = note.contributions.first().city
    measure = f"/en/measures/{entry.slug}/"
    places = {
        measure: 410,
        f"/en/cities/{city.slug}/": 404,
        "/en/feeds/notes.atom": 200,
        "/en/feeds/measures.atom": 200,
        "/sitemaps/en/notes.xml": 200,
        "/sitemaps/en/measures.xml": 200,
    }
    for path in places:
        assert client.get(path).status_code == 200, path

    withdraw(note)

    for path, status in places.items():
        answer = client.get(path)
        assert answer.status_code == status, path
        if status == 200:
            body = answer.content.decode()
            assert "launch/briefing" not in body, path
            assert entry.slug not in body, path
    assert "or the whole note was withdrawn" in text(client.get(measure))
    for model in (EntryProjection, CityProjection, ConsultationProjection, SearchDocument):
        assert not model.objects.exists(), model
    assert "launch/briefing" not in client.get("/en/").content.decode()


def test_open_data_and_api_leave_it_out(client, note):
    withdraw(note)

    session = client.get("/api/v1/sessions/launch").json()
    assert (session["edition"], session["note"]) == (None, None)
    for name in ("editions", "measures", "cities", "ratings"):
        assert client.get(f"/api/v1/{name}").json()["count"] == 0, name
    gone = client.get("/api/v1/editions/launch/1")
    assert gone.status_code == 410
    assert "A figure on rents was wrong." in gone.json()["detail"]
    assert gone.json()["withdrawn_at"] == Edition.objects.first().withdrawn_at.isoformat()
    assert client.get("/api/v1/editions/launch/3").status_code == 404


def test_page_of_the_session_says_it(client, note):
    withdraw(note)

    page = text(client.get("/en/sessions/launch/"))

    assert "The note was withdrawn." in page
    assert "Download as PDF" not in page


def test_other_sessions_keep_what_they_say(client, note):
    other = make_full_session(slug="second", languages=["en", "ar"])
    publish(other)
    kept = EntryProjection.objects.filter(contribution__session_id=other.pk).count()
    found = SearchDocument.objects.filter(session_id=other.pk).count()

    withdraw(note)

    assert EntryProjection.objects.count() == kept > 0
    assert SearchDocument.objects.filter(session_id=other.pk).count() == found > 0
    assert client.get("/en/sessions/second/briefing/").status_code == 200


def test_new_edition_is_read_and_the_former_ones_stay_withdrawn(client, note):
    withdraw(note)
    correct(note, "Said rightly")
    assert publish(note, notes={"en": "Rents are right."}).edition.number == 3

    current = client.get(NOTE.format("en") + "/")
    assert current.status_code == 200
    assert "Said rightly" in current.content.decode()
    former = client.get(NOTE.format("en") + "/editions/2/")
    assert former.status_code == 410
    assert "This edition of the note has been withdrawn" in text(former)
    assert f"{NOTE.format('en')}/" in html.fromstring(former.content).xpath("//main//a/@href")
    assert client.get(NOTE.format("en") + "/editions/2/differences/3/").status_code == 410
    listed = client.get(NOTE.format("en") + "/editions/")
    assert listed.status_code == 200
    rows = html.fromstring(listed.content).xpath("//ol[@class='edition-list']/li")
    said = [" ".join(row.text_content().split()) for row in rows]
    assert "Rents are right." in said[0]
    assert "Withdrawn" not in said[0]
    for row in said[1:]:
        assert "Withdrawn on" in row
        assert "A figure on rents was wrong." in row
        assert "corrected" not in row
        assert "PDF" not in row
    assert not html.fromstring(listed.content).xpath("//select")
    assert [one["number"] for one in client.get("/api/v1/editions").json()["results"]] == [3]


def test_unchanged_note_can_be_published_again_as_a_new_edition(client, note):
    withdraw(note)

    published = publish(note)

    assert (published.is_new, published.edition.number) == (True, 3)
    assert client.get(NOTE.format("en") + "/").status_code == 200


def test_withdrawal_can_be_taken_back(client, note):
    before = EntryProjection.objects.count(), SearchDocument.objects.count()
    first = client.get(NOTE.format("en") + "/").content
    withdraw(note)

    restored = restore_note(note, by=None)

    assert {one.number for one in restored} == {1, 2}
    assert client.get(NOTE.format("en") + "/").content == first
    assert client.get(NOTE.format("en") + "/editions/1/").status_code == 200
    assert (EntryProjection.objects.count(), SearchDocument.objects.count()) == before
    assert ConsultationProjection.objects.exists()
    assert not EntryAddress.objects.exclude(withdrawn_at=None).exists()
    assert set(Edition.objects.values_list("withdrawal_reason_en", flat=True)) <= {"", None}
    assert restore_note(note, by=None) == []


def test_each_withdrawal_keeps_its_own_reason(client, note):
    withdraw(note)
    correct(note, "Said rightly")
    publish(note)
    assert [one.number for one in withdraw_note(note, {"en": "Wrong again."}, by=None)] == [3]
    assert withdraw_note(note, {"en": "A third time."}, by=None) == []

    assert "Wrong again." in text(client.get(NOTE.format("en") + "/"))
    assert "A figure on rents was wrong." in text(client.get(NOTE.format("en") + "/editions/2/"))

    assert [one.number for one in restore_note(note, by=None)] == [3]
    assert client.get(NOTE.format("en") + "/").status_code == 200
    assert client.get(NOTE.format("en") + "/editions/2/").status_code == 410


def test_hour_of_a_publication_is_deleted(note):
    schedule(note, now(), by=None, change_notes={}, left_out=[])

    withdraw(note)

    assert not ScheduledPublication.objects.exists()


def test_photographs_are_taken_back_unless_another_session_has_them(client, note):
    mine, shared = (
        make_photograph(contribution=note.contributions.first(), colour=colour)
        for colour in ("red", "blue")
    )
    other = make_full_session(slug="second", languages=["en", "ar"])
    make_photograph(contribution=other.contributions.first(), colour="blue")
    correct(note, "Said rightly")
    publish(note)
    path = "/photographs/{}-{}.jpg"
    sizes = (photograph_files.SMALL, photograph_files.LARGE)
    assert {client.get(path.format(mine.digest, size)).status_code for size in sizes} == {200}

    withdraw(note)

    assert {client.get(path.format(mine.digest, size)).status_code for size in sizes} == {404}
    assert client.get(path.format(shared.digest, sizes[0])).status_code == 200

    restore_note(note, by=None)

    assert {client.get(path.format(mine.digest, size)).status_code for size in sizes} == {200}


def test_missing_editions_stay_missing(client, note):
    withdraw(note)

    assert client.get(NOTE.format("en") + "/editions/9/").status_code == 404
    assert client.get(NOTE.format("en") + "/editions/9/briefing.pdf").status_code == 404
    assert client.get("/en/sessions/nothing/briefing/").status_code == 404


def test_process_that_knew_the_note_serves_it_no_more(client, note, monkeypatch):
    """Believed for some seconds in a process of its own, unless that one is told."""
    monkeypatch.setattr(recent_answers, "SECONDS", 60)
    assert client.get(NOTE.format("en") + "/").status_code == 200

    withdraw(note)

    assert client.get(NOTE.format("en") + "/").status_code == 410


def test_rebuilding_the_projection_leaves_it_out(note):
    withdraw(note)
    call_command("rebuild_projection")

    assert not CityProjection.objects.exists()
    assert not SearchDocument.objects.exists()
    assert not LearningSession.objects.published().exists()
