import errno
import json

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from llex.core.files.file_storage import WholeFileStorage
from sessions_app.briefing import editions
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.document import Document
from sessions_app.briefing.editions import NotReady, publish, read
from sessions_app.briefing.note_withdrawal import withdraw_note
from sessions_app.briefing.preflight.checks import check_note
from sessions_app.briefing.render import FORMATS
from sessions_app.models import Edition, EditionFile
from tests.factories import make_consultation, make_full_session, make_session, make_user


def stored():
    folders, files = (
        default_storage.listdir("editions") if default_storage.exists("editions") else ([], [])
    )
    return folders, files


def test_publish_freezes_a_document_and_files_per_language(db):
    session, user = make_full_session(), make_user()

    published = publish(session, by=user, note="First.")

    edition = Edition.objects.get()
    assert published.is_new
    assert published.edition == edition
    assert (edition.number, edition.published_by, edition.change_note) == (1, user, "First.")
    assert set(edition.documents.values_list("language", flat=True)) == {"en", "fr", "es", "ar"}
    assert set(EditionFile.objects.values_list("document__language", "format")) == {
        (language, name)
        for language in ("en", "fr", "es", "ar")
        for name, made in FORMATS.items()
        if not made.on_request
    }
    for file in EditionFile.objects.all():
        assert file.file.size == file.size > 500
    assert all(isinstance(read(document), Document) for document in edition.documents.all())


def test_publish_makes_no_new_edition_when_nothing_has_changed(db):
    session = make_full_session()
    first = publish(session)

    again = publish(session, note="Nothing.")

    assert (again.edition, again.is_new) == (first.edition, False)
    assert Edition.objects.count() == 1


def test_publish_makes_the_next_edition_when_a_text_has_changed(db):
    session = make_full_session()
    publish(session)
    session.closing_text_fr = "Autre fin"
    session.save()

    published = publish(session, note="The closing was corrected.")

    assert (published.edition.number, published.is_new) == (2, True)
    old, new = (e.documents.get(language="fr") for e in Edition.objects.order_by("number"))
    assert read(old).closing != read(new).closing


def test_publish_is_refused_with_findings_and_leaves_nothing(db):
    session = make_session(title_fr="")
    before = stored()

    with pytest.raises(NotReady) as refused:
        publish(session)

    assert [f.code for f in refused.value.findings if f.severity == "error"] == ["missing_language"]
    assert Edition.objects.count() == 0
    assert stored() == before


def test_publish_freezes_what_was_checked_though_somebody_edits_meanwhile(db, monkeypatch):
    session = make_full_session()

    def edit_afterwards(*arguments):
        check = check_note(*arguments)
        session.contributions.first().responses.update(text_en="Nobody has checked this")
        return check

    monkeypatch.setattr(editions, "check_note", edit_afterwards)
    edition = publish(session).edition

    assert "Nobody has checked" not in str(edition.documents.get(language="en").content)


def test_publish_keeps_the_reason_and_the_findings_when_overridden(db):
    session = make_session(title_fr="")

    edition = publish(session, override="The mayor waits.").edition

    assert edition.override == "The mayor waits."
    assert "missing_language" in {finding["code"] for finding in edition.findings}


def test_publish_keeps_no_reason_when_none_was_needed(db):
    assert publish(make_full_session(), override="Just in case.").edition.override == ""


def test_publish_removes_its_files_when_it_fails(db, monkeypatch):
    session = make_full_session()

    def fail(edition, document, files, freeze=editions._freeze):
        freeze(edition, document, files)
        if document.language == "fr":
            raise OSError("disk full")

    monkeypatch.setattr(editions, "_freeze", fail)
    with pytest.raises(OSError, match="disk full"):
        publish(session)

    assert Edition.objects.count() == 0
    assert not default_storage.exists(f"editions/{session.slug}/1/en.json")


def test_publish_removes_the_part_of_a_file_for_which_the_disk_had_no_room(db, monkeypatch):
    session = make_full_session()
    write = WholeFileStorage._save

    def fill(self, name, content):
        def chunks():
            yield content.read(100)
            raise OSError(errno.ENOSPC, "No space left on device")

        if name.endswith("fr.pdf"):
            content.chunks = chunks
        return write(self, name, content)

    monkeypatch.setattr(WholeFileStorage, "_save", fill)
    with pytest.raises(OSError, match="No space"):
        publish(session)

    assert Edition.objects.count() == 0
    assert default_storage.listdir(f"editions/{session.slug}/1")[1] == []


def test_edition_is_never_changed_or_deleted(db):
    edition = publish(make_full_session()).edition
    edition.change_note = "Other"

    with pytest.raises(ValueError, match="never changed"):
        edition.save()
    with pytest.raises(ValueError, match="keeps its address"):
        edition.delete()


def test_current_finds_the_latest_edition_of_each_session(db):
    session, other = make_full_session(), make_full_session()
    publish(session)
    session.closing_text_fr = "Une autre fin"
    session.save()
    latest, only = publish(session).edition, publish(other).edition

    assert set(Edition.objects.current()) == {latest, only}


def test_publish_command_says_what_it_did(db, capsys):
    session = make_full_session()

    call_command("publish", session.slug)
    call_command("publish", session.slug)

    assert capsys.readouterr().out.splitlines() == [
        f"Published edition 1 of {session.slug}.",
        f"Nothing has changed since edition 1 of {session.slug}.",
    ]


def test_publish_command_prints_the_findings_when_it_must_not(db, capsys):
    session = make_session(title_fr="")

    with pytest.raises(CommandError, match="Not published"):
        call_command("publish", session.slug)

    assert "error: Title [fr]: 1 text is missing in French." in capsys.readouterr().err


def test_publish_command_is_refused_when_there_is_no_such_session(db):
    with pytest.raises(CommandError, match="no session “nowhere”"):
        call_command("publish", "nowhere")


def test_export_note_writes_the_published_file_and_the_draft(db, tmp_path):
    session = make_full_session()
    publish(session)
    session.closing_text_en = "A newer end"
    session.save()
    published, draft = tmp_path / "note.json", tmp_path / "draft.json"

    options = {"language": "en", "format": "json"}
    call_command("export_note", session.slug, output=published, **options)
    call_command("export_note", session.slug, output=draft, draft=True, **options)

    assert "A newer end" not in published.read_text()
    assert json.loads(published.read_text())["edition"]["number"] == 1
    assert "A newer end" in draft.read_text()
    assert json.loads(draft.read_text())["edition"] is None


def test_export_note_is_refused_when_nothing_is_published(db, tmp_path):
    session = make_full_session()

    with pytest.raises(CommandError, match="not published yet"):
        call_command(
            "export_note", session.slug, language="en", format="pdf", output=tmp_path / "x.pdf"
        )

    assert list(tmp_path.iterdir()) == []


def test_export_note_is_refused_when_the_note_is_withdrawn(db, tmp_path):
    session = make_full_session(languages=["en"])
    edition = publish(session).edition
    withdraw_note(session, {"en": "A figure was wrong."}, by=None)
    options = {"language": "en", "format": "md"}

    with pytest.raises(CommandError, match=f"withdrawn on {edition.published_at:%Y}.*--draft"):
        call_command("export_note", session.slug, output=tmp_path / "x.md", **options)

    assert list(tmp_path.iterdir()) == []
    call_command("export_note", session.slug, output=tmp_path / "x.md", draft=True, **options)
    # A new edition is one that readers have.
    publish(session)
    call_command("export_note", session.slug, output=tmp_path / "y.md", **options)
    assert (tmp_path / "y.md").read_text()


def test_export_note_is_refused_when_the_edition_lacks_the_language(db, tmp_path):
    session = make_full_session(languages=["en", "fr"])
    publish(session)

    with pytest.raises(CommandError, match="has no ar; it has: en, fr"):
        call_command(
            "export_note", session.slug, language="ar", format="pdf", output=tmp_path / "x.pdf"
        )


@pytest.mark.parametrize("name", ["html", "docx", "md", "pdf"])
def test_question_is_printed_when_its_ballots_were_cast_elsewhere(db, name):
    session = make_session()
    make_consultation(session=session, services=[]).record("voted on elsewhere")

    content = FORMATS[name].render(compose(session, "en"), None)

    if name in ("html", "md"):
        assert "How important are these" in content.decode()
        assert "0 ballots" not in content.decode()
    assert content
