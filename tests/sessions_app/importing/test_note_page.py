"""The pages on which a note is uploaded, put right and taken over."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from cities.models import City, Contribution
from sessions_app.groups import ORGANISERS, RAPPORTEURS, TRANSLATORS
from sessions_app.models import (
    LearningSession,
    NoteUpload,
    Participant,
    Person,
    SpreadsheetImport,
)
from tests import factories
from tests.sessions_app.importing.conftest import NOTES
from tests.sessions_app.importing.test_notes import make_word_note
from tests.sessions_app.importing.test_refusals import FILES

pytestmark = pytest.mark.usefixtures("gazetteer")
START = reverse("admin:sessions_app_learningsession_import_note")


def send(client, data, name, *, language="en", **where):
    chosen = {key: row.pk for key, row in where.items()}
    file = SimpleUploadedFile(name, data)
    return client.post(START, {"file": file, "language": language, **chosen})


def uploaded(client, series, name="housing-en.md", language="en"):
    """Upload a sample, and return the address of its page."""
    answer = send(client, (NOTES / name).read_bytes(), name, language=language, series=series)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def fields(response):
    """Return what the form of the page would send as it is."""
    page = response.content.decode()
    form = page[page.index("data-note") : page.index("</form>", page.index("data-note"))]
    found = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<input type="\w+" name="(title|date)"[^>]*value="([^"]*)"', form))
    for name, options in re.findall(
        r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]
    return found


def block_of(response, text):
    """Return the number of the line that has *text*."""
    lines = response.context["lines"]
    return next(line.block.where for line in lines if text in str(line.block))


def traces_of(response, text):
    lines = response.context["lines"]
    line = next(line for line in lines if text in str(line.block))
    return [(one.label, one.text) for one in line.traces]


def take_over(client, address, **more):
    return client.post(address, {**fields(client.get(address)), **more, "do": "take_over"})


# --- From the file to the session -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "language", "cities"),
    [
        ("housing-en.md", "en", 6),
        ("buses-en.txt", "en", 3),
        ("mercados-es.html", "es", 4),
        ("cartes-fr.md", "fr", 3),
    ],
)
def test_note_of_each_kind_is_shown_and_becomes_a_session(
    signed_in, series, name, language, cities
):
    address = uploaded(signed_in, series, name, language)
    page = signed_in.get(address)

    assert page.context["trial"].lost.total() == 0
    assert "Nothing is lost" in page.content.decode()
    assert not LearningSession.objects.exists()
    assert "lost" not in {line.style for line in page.context["lines"]}

    answer = take_over(signed_in, address)

    session = LearningSession.objects.get()
    assert answer.url == reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    assert session.contributions.count() == cities
    assert (session.series, session.main_language) == (series, language)
    assert not session.is_announced
    assert not NoteUpload.objects.exists()
    said = signed_in.get(answer.url).content.decode()
    assert f"The note was taken over, with {cities} cities" in said


def test_word_document_is_taken_over(signed_in, series, tmp_path):
    make_word_note(tmp_path / "note.docx")
    data = (tmp_path / "note.docx").read_bytes()

    address = send(signed_in, data, "note.docx", language="fr", series=series).url
    take_over(signed_in, address)

    session = LearningSession.objects.get()
    assert session.title_fr == "Prendre soin des aînés"
    assert session.contributions.count() == 2


def test_pasted_text_is_taken_like_a_file(signed_in, series):
    text = (NOTES / "housing-en.md").read_text()

    answer = signed_in.post(START, {"pasted": text, "language": "en", "series": series.pk})
    page = signed_in.get(answer.url)

    assert "Pasted text" in page.content.decode()
    assert len(page.context["note"].rows) == 6


def test_lines_say_what_they_were_taken_for(signed_in, series):
    page = signed_in.get(uploaded(signed_in, series))

    assert traces_of(page, "Keeping a roof") == [("Title", "Keeping a roof over every head")]
    assert traces_of(page, "Wednesday, 8 April")[0][0] == "Date of the session"
    assert ("Heading", "On the front line") in traces_of(page, "The front line")
    assert ("City row", "Nairobi") in traces_of(page, "Nairobi")
    assert ("Key point", "A dry room heals") in traces_of(page, "A dry room heals")
    assert traces_of(page, "Rent relief")[0] == (
        "Text",
        "Identifying challenges and priorities",
    )


# --- Putting right --------------------------------------------------------------------------------


def test_correction_is_kept_and_recognised_at_once(signed_in, series):
    address = uploaded(signed_in, series)
    page = signed_in.get(address)
    block = block_of(page, "Rent relief")

    signed_in.post(address, {**fields(page), f"block-{block}": "text:closing"})

    again = signed_in.get(address)
    assert traces_of(again, "Rent relief") == [("Text", "The way forward")]
    assert fields(again)[f"block-{block}"] == "text:closing"
    take_over(signed_in, address)
    assert "Rent relief" in LearningSession.objects.get().closing_text_en


def test_nothing_is_taken_over_that_was_not_shown(signed_in, series):
    address = uploaded(signed_in, series)
    page = signed_in.get(address)
    block = block_of(page, "Rent relief")

    answer = signed_in.post(
        address, {**fields(page), f"block-{block}": "out", "do": "take_over"}, follow=True
    )

    assert "that you have not seen yet" in answer.content.decode()
    assert not LearningSession.objects.exists()
    assert traces_of(answer, "Rent relief")[0][0] == "Left out"


def test_columns_of_a_table_are_put_right(signed_in, series):
    address = uploaded(signed_in, series)
    page = signed_in.get(address)
    head = block_of(page, "Policy responses")
    sent = fields(page)
    assert sent[f"column-{head}-3"] == "responses"

    swapped = {f"column-{head}-3": "challenges", f"column-{head}-4": "responses"}
    signed_in.post(address, {**sent, **swapped})

    row = signed_in.get(address).context["note"].rows[0]
    assert list(map(str, row.responses)) == ["Rents are paid by the day, and so is food."]


def test_note_without_title_and_date_is_put_right(signed_in, series):
    text = b"Dear all,\n\nWe met yesterday, and it was very nice to see each other again.\n"
    address = send(signed_in, text, "letter.txt", series=series).url
    page = signed_in.get(address)
    assert "No date was recognised" in page.content.decode()
    assert "Take over" not in page.content.decode()

    typed = {"title": "A meeting", "date": "2020-04-08"}
    signed_in.post(address, {**fields(page), **typed})
    take_over(signed_in, address)

    session = LearningSession.objects.get()
    assert (session.title_en, session.starts_at.date().isoformat()) == ("A meeting", "2020-04-08")
    assert "very nice" in session.introduction_en


def test_nonsense_is_as_if_it_were_not_answered(signed_in, series):
    address = uploaded(signed_in, series)
    page = signed_in.get(address)
    nonsense = {"block-3": "nonsense", "block-99": "city", "date": "2020-99-99", "block-x": "out"}

    signed_in.post(address, {**fields(page), **nonsense})

    assert NoteUpload.objects.get().answers == {}


def table_of(count):
    rows = "".join(f"| Town{number} | Tents. | Rents. |\n" for number in range(count))
    head = "| City | Responses | Challenges |\n|---|---|---|\n"
    return f"# Briefing note: Roofs\n\n8 April 2020\n\n## The front line\n\n{head}{rows}"


def test_queries_of_the_page_grow_with_the_rows_and_no_faster(signed_in, series):
    counted = []
    for count in (5, 15, 25):
        address = send(signed_in, table_of(count).encode(), "n.md", series=series).url
        signed_in.get(address)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(address)
        counted.append(len(queries))

    # It is written and taken back: each row costs what writing it takes.
    first, second = counted[1] - counted[0], counted[2] - counted[1]
    assert abs(first - second) <= 10
    assert first / 10 < 30


# --- Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [n for n in FILES if n not in ("letter.txt", "undated.md", "words.txt")]
)
def test_file_that_is_no_note_is_refused_beside_its_field(signed_in, series, name):
    data, reason = FILES[name]

    answer = send(signed_in, data, name, series=series)

    said = answer.context["form"].errors["file"][0]
    # Django itself refuses what has no byte.
    assert reason in said or "empty" in said
    assert not NoteUpload.objects.exists()


@pytest.mark.parametrize(
    "data",
    [b"word " * 70_000, b"A line.\n\n" * 900, b"a" * 1_000_001],
    ids=["words", "lines", "bytes"],
)
def test_text_that_is_too_long_is_refused(signed_in, series, data):
    answer = send(signed_in, data, "long.txt", series=series)

    assert "too long" in answer.context["form"].errors["file"][0]


def test_nothing_chosen_and_nothing_pasted(signed_in):
    answer = signed_in.post(START, {"language": "en"})

    assert set(answer.context["form"].errors) == {"file", "series"} or set(
        answer.context["form"].errors
    ) == {"series"}


def test_session_that_is_there_already_is_named(signed_in, series):
    take_over(signed_in, uploaded(signed_in, series))

    page = signed_in.get(uploaded(signed_in, series))

    assert "The session is there already" in page.content.decode()
    assert "do=" not in page.content.decode()


def test_failure_writes_nothing(signed_in, series, monkeypatch):
    address = uploaded(signed_in, series)
    sent = fields(signed_in.get(address))

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Contribution, "accept", fail)
    with pytest.raises(RuntimeError):
        signed_in.post(address, {**sent, "do": "take_over"})

    for model in (LearningSession, City, Person, Contribution, SpreadsheetImport):
        assert not model.objects.exists()
    assert NoteUpload.objects.exists()


def test_taking_over_twice_makes_one_session(signed_in, series):
    address = uploaded(signed_in, series)
    sent = {**fields(signed_in.get(address)), "do": "take_over"}
    signed_in.post(address, sent)

    assert signed_in.post(address, sent).status_code == 404
    assert LearningSession.objects.count() == 1


# --- Who may --------------------------------------------------------------------------------------


def test_uploads_are_their_owners(client, signed_in, series):
    address = uploaded(signed_in, series)
    client.force_login(factories.make_user(ORGANISERS))

    assert client.get(address).status_code == 404
    assert client.post(address, {"do": "take_over"}).status_code == 404
    assert client.post(f"{address}discard/").status_code == 404
    assert "housing-en.md" not in client.get(START).content.decode()


def test_rapporteurs_make_no_sessions(client, series):
    client.force_login(factories.make_user(RAPPORTEURS))

    answer = send(client, (NOTES / "housing-en.md").read_bytes(), "n.md", series=series)

    assert "session" in answer.context["form"].errors
    assert "A new session" not in answer.content.decode()


def test_rapporteur_may_not_take_over_a_draft(client, series, signed_in, organiser):
    address = uploaded(signed_in, series)
    organiser.groups.clear()
    organiser.groups.add(factories.Group.objects.get(name=RAPPORTEURS))

    assert client.get(address).status_code == 403
    assert client.post(address, {"do": "take_over"}).status_code == 403


@pytest.mark.parametrize("group", [TRANSLATORS, None])
def test_others_are_refused(client, series, signed_in, group):
    address = uploaded(signed_in, series)
    user = factories.make_user(group)
    client.force_login(user)

    for page in (START, address, f"{address}discard/"):
        assert client.get(page).status_code in (302, 403, 405)
        assert client.post(page).status_code in (302, 403)
    assert NoteUpload.objects.count() == 1


def test_anonymous_visitors_log_in_first(client, db):
    for page in (START, f"{START}7/"):
        assert "login" in client.get(page).url
        assert "login" in client.post(page).url


def test_discarding_asks_for_a_post(signed_in, series):
    address = uploaded(signed_in, series)

    assert signed_in.get(f"{address}discard/").status_code == 405
    assert signed_in.put(address).status_code == 405
    signed_in.post(f"{address}discard/")
    assert not NoteUpload.objects.exists()


def test_old_uploads_are_swept(signed_in, series):
    address = uploaded(signed_in, series)
    NoteUpload.objects.update(changed_at=now() - timedelta(days=15))

    assert signed_in.get(address).status_code == 404
    call_command("clean_up")
    assert not NoteUpload.objects.exists()


# --- Undoing --------------------------------------------------------------------------------------


def undo(client, session):
    page = reverse("admin:sessions_app_learningsession_imports", args=[session.pk])
    done = session.spreadsheet_imports.get()
    return client.post(page, {"undo": done.pk}, follow=True)


def test_new_session_is_undone_as_a_whole(signed_in, series):
    take_over(signed_in, uploaded(signed_in, series))

    answer = undo(signed_in, LearningSession.objects.get())

    assert "Everything is as it was before" in answer.content.decode()
    for model in (LearningSession, City, Person, Participant, Contribution):
        assert not model.objects.exists()


def test_session_that_was_worked_on_is_not_undone(signed_in, series):
    take_over(signed_in, uploaded(signed_in, series))
    session = LearningSession.objects.get()
    session.themes.first().points.create(lead_en="New", text_en="Written since.")

    answer = undo(signed_in, session)

    assert "cannot be undone" in answer.content.decode()
    assert LearningSession.objects.exists()


# --- Into a session that was planned --------------------------------------------------------------


def test_note_goes_into_a_planned_session(signed_in, series):
    session = factories.make_session(
        series=series,
        languages=["en", "fr"],
        introduction_en="", introduction_fr="", introduction_es="", introduction_ar="",
        title_en="Roofs", title_fr="Toits", announced_at=None,
    )  # fmt: skip
    nairobi = factories.make_city(name_en="Nairobi", country="KE")
    invited = factories.make_contribution(
        session=session, city=nairobi, responses=0, challenges=0, state="invited",
        representative_name="", representative_position="",
    )  # fmt: skip
    data = (NOTES / "housing-en.md").read_bytes()

    page = signed_in.get(f"{START}?session={session.pk}")
    assert page.context["form"].initial == {"session": session, "language": "en"}
    address = send(signed_in, data, "housing-en.md", session=session).url
    shown = signed_in.get(address)
    assert "which stays" in shown.content.decode()
    assert not shown.context["trial"].lost
    take_over(signed_in, address)

    session.refresh_from_db()
    invited.refresh_from_db()
    assert LearningSession.objects.count() == 1
    assert (session.title_en, session.starts_at.date().day) == ("Roofs", 25)
    assert (invited.state, invited.representative_name) == ("invited", "Grace Wanjiru")
    assert invited.responses.count() == 2
    assert session.contributions.count() == 6
    assert session.contributions.filter(state="accepted").count() == 5
    undo(signed_in, session)
    assert LearningSession.objects.get().contributions.get().responses.count() == 0


def test_session_with_a_note_in_this_language_is_refused(signed_in, db):
    session = factories.make_full_session(languages=["en", "fr"])

    answer = send(signed_in, b"# Note", "n.md", session=session)

    assert "already" in answer.context["form"].errors["language"][0]


def test_translation_before_the_note_is_refused(signed_in, db):
    session = factories.make_session(
        introduction_en="", introduction_fr="", introduction_es="", introduction_ar=""
    )

    answer = send(signed_in, b"# Note", "n.md", language="fr", session=session)

    assert "main language" in answer.context["form"].errors["language"][0]
