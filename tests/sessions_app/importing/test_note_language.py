"""A note in a language that cannot be read, or in another than the one it is uploaded as."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.urls import reverse
from django.utils.translation import override

from sessions_app.importing.reading import read
from sessions_app.importing.written_language import other_language
from sessions_app.models import LearningSession, NoteUpload
from tests.sessions_app.importing.conftest import NOTES, REAL_NOTE
from tests.sessions_app.importing.run import run
from tests.sessions_app.importing.test_note_page import (
    START,
    fields,
    send,
    take_over,
    uploaded,
)

pytestmark = pytest.mark.usefixtures("gazetteer")
UNREAD = {
    "de": """# Kurzbericht: Wohnen in der Krise

25. März 2020

## Einleitung

Bürgermeisterinnen und Bürgermeister aus zehn Städten trafen sich, um über Wohnraum zu sprechen.

| Stadt | Maßnahmen |
|---|---|
| Bremen | Mieten wurden für sechs Monate ausgesetzt, und niemand verliert seine Wohnung. |
""",
    "ru": """# Информационная записка: жильё

25 марта 2020

## Введение

Мэры десяти городов встретились, чтобы обсудить, как защитить жителей во время кризиса.
""",
    "zh": """# 简报与学习笔记：住房

2020年3月25日

## 引言

来自十个城市的市长聚在一起,讨论如何在危机期间保护居民不失去住房。他们分享了各自城市正在采取的措施,以确保没有人流离失所。
会议还讨论了公共服务的优先事项,以及城市之间如何相互学习,共同应对危机带来的各种挑战。
""",
    "sw": """# Muhtasari: Makazi

25 Machi 2020

## Utangulizi

Mameya wa miji kumi walikutana ili kuzungumza kuhusu jinsi ya kuwalinda wakazi wakati wa janga.
Waliambiana yale ambayo miji yao inafanya ili mtu yeyote asipoteze nyumba yake wakati huu mgumu.
""",
}


@pytest.mark.parametrize("code", UNREAD)
def test_language_that_cannot_be_read_is_named(code):
    assert other_language(read(UNREAD[code].encode(), "note.md"), "en") == code


@pytest.mark.parametrize(
    ("code", "chosen", "said"),
    [
        ("de", "fr", "La note est rédigée en allemand."),
        ("ru", "es", "La nota está escrita en ruso."),
        ("zh", "ar", "المذكرة مكتوبة باللغة الصينية."),
        ("sw", "en", "The note is written in Swahili."),
    ],
)
def test_upload_says_so_beside_the_file_in_the_users_language(
    signed_in,
    series,
    code,
    chosen,
    said,
):
    with override(chosen):
        address = reverse("admin:sessions_app_learningsession_import_note")
    file = SimpleUploadedFile("note.md", UNREAD[code].encode())

    answer = signed_in.post(address, {"file": file, "language": chosen, "series": series.pk})

    assert str(answer.context["form"].errors["file"][0]).startswith(said)
    assert not NoteUpload.objects.exists()


def test_pasted_text_stays_in_its_field(signed_in, series):
    answer = signed_in.post(START, {"pasted": UNREAD["de"], "language": "en", "series": series.pk})

    assert "German" in answer.context["form"].errors["pasted"][0]
    assert "Bürgermeisterinnen und Bürgermeister aus zehn" in answer.content.decode()


@pytest.mark.parametrize("code", UNREAD)
def test_command_refuses_it(tmp_path, code):
    (tmp_path / "note.md").write_text(UNREAD[code])

    with pytest.raises(CommandError, match="Notes are read in English"):
        run(tmp_path / "note.md")
    assert not LearningSession.objects.exists()


def test_command_refuses_a_note_in_another_language_of_the_site():
    with pytest.raises(CommandError, match="written in French, but it was uploaded as one in Eng"):
        run(NOTES / "logement-fr.md")


def test_note_with_a_table_in_another_language_is_in_its_own():
    text = (NOTES / "housing-en.md").read_text()
    head, _bar, _rest = text.partition("\n| ")
    french = (NOTES / "logement-fr.md").read_text().partition("\n| ")[2]

    assert other_language(read(f"{head}\n| {french}".encode(), "n.md"), "en") == ""


@pytest.mark.parametrize(
    ("name", "language"),
    [(path.name, path.stem[-2:]) for path in sorted(NOTES.iterdir()) if path.stem[-3:-2] == "-"],
)
def test_samples_are_in_their_own_language(name, language):
    reading = read((NOTES / name).read_bytes(), name)

    assert other_language(reading, language) == ""


@pytest.mark.skipif(not REAL_NOTE.exists(), reason="the real note is not part of the project")
def test_real_note_is_french():
    reading = read(REAL_NOTE.read_bytes(), REAL_NOTE.name)

    assert (other_language(reading, "fr"), other_language(reading, "en")) == ("", "fr")


# --- The page asks --------------------------------------------------------------------------------


def test_page_asks_and_takes_over_nothing_before(signed_in, series):
    address = uploaded(signed_in, series, "logement-fr.md", "en")
    page = signed_in.get(address)

    assert "The note is written in French, but it was uploaded as one in English." in (
        page.content.decode()
    )
    assert 'value="take_over"' not in page.content.decode()
    take_over(signed_in, address)
    assert not LearningSession.objects.exists()


def test_language_that_is_chosen_is_that_of_the_session(signed_in, series):
    address = uploaded(signed_in, series, "logement-fr.md", "en")

    signed_in.post(address, {**fields(signed_in.get(address)), "language": "fr"})
    take_over(signed_in, address)

    session = LearningSession.objects.get()
    assert (session.main_language, session.title_en) == ("fr", None)
    assert session.title_fr


def test_language_that_is_confirmed_is_not_asked_again(signed_in, series):
    address = uploaded(signed_in, series, "logement-fr.md", "en")

    signed_in.post(address, {**fields(signed_in.get(address)), "language": "en"})

    page = signed_in.get(address)
    assert page.context["doubt"] is None
    signed_in.post(address, {**fields(page), "title": "Housing"})
    take_over(signed_in, address)
    assert LearningSession.objects.get().title_en == "Housing"


def test_language_that_the_session_has_already_is_refused(signed_in, series):
    take_over(signed_in, uploaded(signed_in, series, "logement-fr.md", "fr"))
    session = LearningSession.objects.get()
    data = (NOTES / "logement-fr.md").read_bytes()
    address = send(signed_in, data, "again.md", language="es", session=session).url
    assert signed_in.get(address).context["doubt"]

    answer = signed_in.post(address, {"language": "fr"}, follow=True)

    assert "has its note in this language already" in answer.content.decode()
    assert NoteUpload.objects.get().language == "es"


def test_unknown_language_is_not_taken(signed_in, series):
    address = uploaded(signed_in, series, "logement-fr.md", "en")

    signed_in.post(address, {"language": "xx"})

    assert NoteUpload.objects.get().language == "en"


def test_translation_in_another_language_is_not_written(signed_in, series):
    take_over(signed_in, uploaded(signed_in, series, "housing-en.md", "en"))
    session = LearningSession.objects.get()
    data = (NOTES / "logement-fr.md").read_bytes()
    address = send(signed_in, data, "fr.md", language="es", session=session).url

    page = signed_in.get(address)
    assert page.context["doubt"]["languages"] == [("fr", "Français"), ("es", "Español")]
    signed_in.post(address, {**fields(page), "do": "leave_rest"})
    take_over(signed_in, address)

    session.refresh_from_db()
    assert not session.title_es
