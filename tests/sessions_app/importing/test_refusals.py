"""What cannot be imported is refused in one sentence, and leaves nothing behind."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from cities.models import City
from sessions_app.models import LearningSession, Person, Series
from tests.factories import make_series
from tests.sessions_app.importing.conftest import NOTES
from tests.sessions_app.importing.run import imported, run
from tests.sessions_app.importing.test_notes import make_word_note

pytestmark = pytest.mark.usefixtures("gazetteer")


def archive(**files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return data.getvalue()


def word_note(tmp_path):
    make_word_note(tmp_path / "whole.docx")
    return (tmp_path / "whole.docx").read_bytes()


FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b"\n \n\t\n", "empty"),
    "zeros.txt": (b"\x00" * 500, "empty"),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not"),
    "note.pdf": (b"%PDF-1.7 ...", "PDF is broken"),
    "note.doc": (b"\xd0\xcf\x11\xe0" + b"\x00" * 200, "old Word"),
    "note.rtf": (b"{\\rtf1 note}", "RTF"),
    "broken.docx": (b"PK\x03\x04 no archive at all", "broken"),
    "table.docx": (archive(xl__workbook_xml="<x/>"), "neither a Word document"),
    "hollow.docx": (archive(word__document_xml="<x/>"), "broken"),
    "letter.txt": (
        b"Dear Sir,\n\nOn 25 March 2020 we met. It was very nice indeed to be there.\n",
        "briefing note",
    ),
    "undated.md": (b"# Briefing note: Water\n\n## Introduction\n\nWe met.\n", "date"),
    "words.txt": (b"une phrase sans rien de plus", "briefing note"),
    "deep.html": (b"<div>" * 400 + b"note" + b"</div>" * 400, "nested"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_note_is_refused_and_leaves_nothing(tmp_path, name):
    data, reason = FILES[name]
    (tmp_path / name).write_bytes(data)

    with pytest.raises(CommandError, match=reason) as refusal:
        run(tmp_path / name)

    assert str(refusal.value).startswith(f"{name} was not imported.")
    assert "Traceback" not in str(refusal.value)
    for model in (LearningSession, Series, City, Person):
        assert not model.objects.exists()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_word_note_that_was_cut_off_is_refused(tmp_path, share):
    data = word_note(tmp_path)
    (tmp_path / "cut.docx").write_bytes(data[: int(len(data) * share)])

    with pytest.raises(CommandError, match="broken"):
        run(tmp_path / "cut.docx", language="fr")


def test_word_note_with_a_damaged_byte_is_refused_or_whole(tmp_path):
    data = word_note(tmp_path)
    outcomes = set()
    for position in range(60, len(data), len(data) // 80):
        damaged = data[:position] + bytes([data[position] ^ 0x55]) + data[position + 1 :]
        (tmp_path / "damaged.docx").write_bytes(damaged)
        try:
            printed = run(tmp_path / "damaged.docx", language="fr", dry_run=True)
            outcomes.add(printed.splitlines()[-2])
        except CommandError:
            outcomes.add("refused")
    assert "refused" in outcomes
    assert outcomes <= {"words lost: 0", "refused"}


def test_missing_file_is_refused():
    with pytest.raises(CommandError, match="cannot be read"):
        run(NOTES / "nowhere.txt")


def test_folder_is_refused():
    with pytest.raises(CommandError, match="cannot be read"):
        run(NOTES)


def test_slug_that_is_none_is_refused():
    with pytest.raises(CommandError, match="cannot be the address of a series"):
        run(NOTES / "buses-en.txt", series="not a slug!")


def test_language_that_we_do_not_have_is_refused():
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("import_note", str(NOTES / "buses-en.txt"), "--series=x", "--language=xx")


def test_same_note_twice_is_refused_and_names_the_session():
    session = imported(NOTES / "buses-en.txt")

    with pytest.raises(CommandError, match=session.slug):
        run(NOTES / "buses-en.txt")

    assert LearningSession.objects.get() == session


def test_dry_run_writes_nothing_and_reports_all():
    dry = run(NOTES / "buses-en.txt", dry_run=True).splitlines()

    assert not LearningSession.objects.exists()
    assert not Series.objects.exists()
    assert not City.objects.exists()
    assert dry[0] == "Dry run: nothing was written."
    assert dry[1:] == run(NOTES / "buses-en.txt").splitlines()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_note_in_another_encoding_is_read(tmp_path, encoding):
    text = (NOTES / "cartes-fr.md").read_text()
    (tmp_path / "note.md").write_bytes(text.encode(encoding))

    session = imported(tmp_path / "note.md", language="fr")

    assert session.title_fr == "L'eau au robinet, chaque jour"
    assert session.series.title_fr == "Série d'apprentissage des ports"


def test_series_that_is_there_keeps_its_name_and_the_notes_name_is_kept_as_text():
    series = make_series(slug="learning", title_en="Harbours", tagline_en="", hashtag="Harbours")
    printed = run(NOTES / "buses-en.txt")

    series.refresh_from_db()
    assert (series.title_en, series.hashtag) == ("Harbours", "Harbours")
    assert "words lost: 0" in printed
    assert "but the series is called “Harbours”" in printed
    assert "Harbour Network Learning Series" in LearningSession.objects.get().introduction_en
