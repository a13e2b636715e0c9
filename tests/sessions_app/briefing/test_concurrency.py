"""Publishing while others publish and write, on connections of their own (PostgreSQL)."""

import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from sessions_app.briefing import editions
from sessions_app.briefing.editions import publish
from sessions_app.models import Edition, LearningSession, Quote
from tests.concurrency import on_postgresql, together
from tests.factories import make_full_session, make_quote

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.fixture
def note(db):
    return make_full_session(slug="launch")


@pytest.fixture
def is_locked(monkeypatch):
    """Note of each file whether it was rendered while the session was locked."""
    seen = []
    render = editions._Files.render

    def noting(self, edition, document):
        seen.append(connection.in_atomic_block)
        render(self, edition, document)

    monkeypatch.setattr(editions._Files, "render", noting)
    return seen


@pytest.mark.django_db(transaction=True)
def test_everything_is_rendered_before_the_session_is_locked(note, is_locked):
    publish(note)

    assert is_locked == [False] * 4


def publish_meanwhile(monkeypatch, note, times):
    """Let somebody publish another text of the note each time before ours is stored."""
    commit, left = editions._commit, [f"End {number}" for number in range(times)]

    def late(made):
        if left and made.edition.change_note == "ours":
            LearningSession.objects.filter(pk=note.pk).update(closing_text_fr=left.pop())
            publish(LearningSession.objects.get(pk=note.pk))
            LearningSession.objects.filter(pk=note.pk).update(closing_text_fr="The newest end")
        return commit(made)

    monkeypatch.setattr(editions, "_commit", late)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_whoever_comes_second_gets_the_next_number_and_the_newest_text(monkeypatch, note, times):
    publish_meanwhile(monkeypatch, note, times)

    # Our session was read before the others wrote; what we publish is not older than theirs.
    published = publish(LearningSession.objects.get(pk=note.pk), note="ours")

    numbers = list(Edition.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    latest = Edition.objects.order_by("-number").first()
    assert published.edition == latest
    assert len(numbers) == times + 1
    assert "The newest end" in str(latest.documents.get(language="fr").content)
    for edition in Edition.objects.all():
        for file in edition.documents.get(language="fr").files.filter(format="json"):
            text = default_storage.open(file.file.name).read().decode()
            assert f'"number": {edition.number}' in text or f'"number":{edition.number}' in text


@on_postgresql
def test_many_who_publish_at_once_make_consecutive_editions(transactional_db):
    note = make_full_session(slug="launch")

    def edit_and_publish(number):
        with transaction.atomic():
            LearningSession.objects.filter(pk=note.pk).update(closing_text_fr=f"End {number}")
        return publish(LearningSession.objects.get(pk=note.pk), note=str(number))

    done = together(*[lambda n=n: edit_and_publish(n) for n in range(4)])

    assert [type(one) for one in done] == [editions.PublishedEdition] * 4
    numbers = list(Edition.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    last = Edition.objects.order_by("-number").first()
    ending = LearningSession.objects.get(pk=note.pk).closing_text_fr
    assert ending in str(last.documents.get(language="fr").content)


@on_postgresql
def test_publishing_holds_up_no_other_writes(transactional_db, monkeypatch):
    note = make_full_session(slug="launch")
    speaker = make_quote(session=note).speaker
    locked, written = threading.Event(), threading.Event()
    freeze = editions._freeze

    def slow(edition, document, files):
        locked.set()
        assert written.wait(10)
        freeze(edition, document, files)

    monkeypatch.setattr(editions, "_freeze", slow)

    def write():
        assert locked.wait(10)
        # A row that refers to the session, as a quote, a contribution or a participant does.
        quote = Quote.objects.create(session=note, speaker=speaker, text_en="While you publish")
        written.set()
        return quote

    published, quote = together(lambda: publish(note), write)

    assert published.is_new
    assert Quote.objects.filter(pk=quote.pk).exists()
