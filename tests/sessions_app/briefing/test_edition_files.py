"""Files that are made when they are first asked for."""

import pytest
from django.core.files.storage import default_storage

from sessions_app.briefing import edition_files
from sessions_app.briefing.edition_files import edition_file
from sessions_app.briefing.editions import publish
from sessions_app.briefing.render import FORMATS
from sessions_app.models import Edition, EditionFile
from tests.factories import make_edition, make_full_session

ON_REQUEST = [name for name, made in FORMATS.items() if made.on_request]


@pytest.fixture
def edition(db):
    return make_edition()


@pytest.mark.parametrize("name", ON_REQUEST)
def test_file_is_made_once(edition, name):
    document = edition.documents.get(language="ar")

    first, again = edition_file(document, name), edition_file(document, name)

    assert first == again
    assert document.files.get() == first
    assert first.file.name == f"editions/{edition.session.slug}/1/ar.{name}"
    assert len(first.file.read()) == first.size > 500


@pytest.mark.parametrize("name", ON_REQUEST)
def test_file_is_the_same_whenever_it_is_made(edition, name):
    first = edition_file(edition.documents.get(language="en"), name)
    EditionFile.objects.all().update(format="former")

    again = edition_file(edition.documents.get(language="en"), name)

    assert again.pk != first.pk
    assert again.checksum == first.checksum


def test_file_of_a_format_that_came_later_is_not_made_for_an_old_edition(edition):
    assert edition_file(edition.documents.first(), "pdf") is None
    assert not EditionFile.objects.exists()


def test_publishing_makes_no_file_that_is_made_on_request(db):
    publish(make_full_session(languages=["en"]))

    assert not EditionFile.objects.filter(format__in=ON_REQUEST).exists()


def test_two_who_ask_at_once_get_one_file(edition, monkeypatch):
    document = edition.documents.get(language="en")
    make = edition_files._make

    def overtaken(row, made):
        monkeypatch.setattr(edition_files, "_make", make)
        edition_file(row, made.name)
        return make(row, made)

    monkeypatch.setattr(edition_files, "_make", overtaken)

    assert edition_file(document, "txt") == document.files.get()


def test_file_is_made_anew_where_a_name_was_taken_out_meanwhile(edition, monkeypatch):
    document = edition.documents.get(language="en")
    render = edition_files.Format.render
    stamps = []

    def redacted(form, note, stamp):
        stamps.append(stamp.checksum)
        if len(stamps) == 1:
            Edition.objects.filter(pk=edition.pk).update(checksum="changed")
        return render(form, note, stamp)

    monkeypatch.setattr(edition_files.Format, "render", redacted)

    file = edition_file(document, "txt")

    assert stamps == [edition.checksum, "changed"]
    assert b"changed" in file.file.read()


def test_failure_leaves_nothing_on_disk(edition, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError

    monkeypatch.setattr(EditionFile, "save", broken)

    with pytest.raises(RuntimeError):
        edition_file(edition.documents.get(language="en"), "txt")

    folder = f"editions/{edition.session.slug}/1"
    assert not default_storage.exists(folder) or default_storage.listdir(folder)[1] == []


def test_disk_that_is_full_is_answered_with_503(edition, client, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(edition_files, "_make", full)

    answer = client.get(f"/en/sessions/{edition.session.slug}/briefing.txt")

    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ON_REQUEST)
def test_reader_gets_the_file_and_is_not_sent_it_twice(edition, client, name):
    made = FORMATS[name]
    address = f"/en/sessions/{edition.session.slug}/briefing/editions/1/briefing{made.file_ending}"

    answer = client.get(address)

    assert answer.status_code == 200
    assert f'-en{made.file_ending}"' in answer["Content-Disposition"]
    assert answer["Content-Type"] == FORMATS[name].media_type
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
