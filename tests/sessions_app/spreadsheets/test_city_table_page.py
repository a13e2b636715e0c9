"""The page on which a table of cities is matched, looked at and written."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities.models import PolicyResponse
from sessions_app.models import RememberedColumns
from tests import factories
from tests.sessions_app.spreadsheets import tables
from tests.sessions_app.spreadsheets.tables import HEADS, LISBON, QUITO, ROWS, stored, xlsx


@pytest.fixture
def session(db):
    for name, country in (("Lisbon", "PT"), ("Quito", "EC")):
        factories.make_city(name_en=name, country=country)
    return factories.make_session()


def page_of(session):
    return reverse("admin:sessions_app_learningsession_city_table", args=[session.pk])


def send(client, session, data, name="cities.xlsx", **more):
    file = SimpleUploadedFile(name, data)
    return client.post(page_of(session), {"file": file, "language": "en", **more})


def fields(response):
    """Return what the form of the preview would send as it is."""
    page = response.content.decode()
    hidden = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    found = dict(hidden)
    for name, options in re.findall(
        r'<select name="([\w-]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]
    return found


def test_table_is_shown_and_then_written(signed_in, session):
    shown = send(signed_in, session, xlsx(ROWS))
    assert not session.contributions.exists()
    assert "Write 2 cities" in shown.content.decode()

    answer = signed_in.post(page_of(session), {**fields(shown), "write": "1"}, follow=True)

    assert "2 cities were written." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse(
        "admin:sessions_app_learningsession_cockpit", args=[session.pk]
    )
    assert "Undo the import" in answer.content.decode()
    assert set(stored(session)) == {"Lisbon", "Quito"}


def test_pasted_cells_are_taken_like_a_file(signed_in, session):
    pasted = {"pasted": tables.as_clipboard(ROWS), "language": "en"}
    shown = signed_in.post(page_of(session), pasted)

    signed_in.post(page_of(session), {**fields(shown), "write": "1"})

    assert stored(session)["Lisbon"][2] == ["Tents", "Soup kitchens"]


def test_new_site_loads_the_gazetteer_for_its_first_table(signed_in, session, large_places_only):
    rows = [HEADS, ["Dakar", "Sénégal", *LISBON[2:]], ["Medellín", "Colombia", *QUITO[2:]]]

    page = send(signed_in, session, xlsx(rows)).content.decode()

    assert "Write 2 cities" in page
    assert "Medellín · Colombia" in page


def test_nothing_chosen_and_unreadable_files_are_said_beside_the_field(signed_in, session):
    nothing = signed_in.post(page_of(session), {"language": "en"}).content.decode()
    broken = send(signed_in, session, b"PK broken").content.decode()
    unknown = send(signed_in, session, xlsx(ROWS), language="xx").content.decode()

    assert "Choose a file, or paste cells of a spreadsheet." in nothing
    assert "This is not a spreadsheet, or it is broken or protected by a password." in broken
    assert "Select a valid choice" in unknown


def test_columns_are_matched_on_screen_and_remembered_in_the_series(signed_in, session):
    rows = [["Where", "Land", "Wer", "Als", "Taten", "Nöte"], LISBON]
    shown = send(signed_in, session, xlsx(rows))
    assert "Say which column has the cities." in shown.content.decode()
    columns = ["city", "country", "representative", "position", "responses", "challenges"]
    matched = {f"column-{index}": name for index, name in enumerate(columns)}

    shown = signed_in.post(page_of(session), {**fields(shown), **matched, "update": "1"})
    assert "Write 1 city" in shown.content.decode()
    signed_in.post(page_of(session), {**fields(shown), "write": "1"})

    assert stored(session)["Lisbon"][0] == "Ana Silva"
    again = factories.make_session(series=session.series)
    assert "as they were matched last time" in send(signed_in, again, xlsx(rows)).content.decode()
    other = factories.make_session()
    assert "Say which column" in send(signed_in, other, xlsx(rows)).content.decode()
    assert RememberedColumns.objects.count() == 1


def test_answers_that_were_not_looked_at_are_shown_before_they_are_written(signed_in, session):
    shown = send(signed_in, session, xlsx(ROWS))

    changed = {**fields(shown), "column-4": "", "write": "1"}
    again = signed_in.post(page_of(session), changed)

    assert "Something has changed since you looked" in again.content.decode()
    assert not session.contributions.exists()


def test_what_was_changed_meanwhile_is_shown_anew(signed_in, session):
    first = send(signed_in, session, xlsx(ROWS))
    signed_in.post(page_of(session), {**fields(first), "write": "1"})
    changed = xlsx([HEADS, [*LISBON[:4], "Tents for all", ""]])
    shown = send(signed_in, session, changed)
    PolicyResponse.objects.filter(text_en="Tents").update(text_en="Tents by the river")

    again = signed_in.post(page_of(session), {**fields(shown), "write": "1"})

    assert "Something has changed since you looked" in again.content.decode()
    assert not PolicyResponse.objects.filter(text_en="Tents for all").exists()


def test_other_sheet_and_other_row_of_heads_can_be_chosen(signed_in, session):
    rows = [["City", "Responses"], ["Quito", "Masks"]]
    shown = send(signed_in, session, xlsx(ROWS, others={"Second": rows}))

    shown = signed_in.post(page_of(session), {**fields(shown), "sheet": "Second", "update": "1"})
    signed_in.post(page_of(session), {**fields(shown), "write": "1"})

    assert stored(session) == {"Quito": ("", "", ["Masks"], [])}


def test_preview_belongs_to_its_user_its_session_and_an_hour(signed_in, session, client, organiser):
    shown = fields(send(signed_in, session, xlsx(ROWS)))
    other = factories.make_session()
    expired = "This preview has expired."

    elsewhere = signed_in.post(page_of(other), {**shown, "write": "1"}, follow=True)
    forged = signed_in.post(
        page_of(session), {**shown, "token": "forged", "write": "1"}, follow=True
    )
    client.force_login(factories.make_user("Organisers"))
    theirs = client.post(page_of(session), {**shown, "write": "1"}, follow=True)

    assert all(expired in one.content.decode() for one in (elsewhere, forged, theirs))
    assert not session.contributions.exists()


def test_page_is_refused_to_who_may_not_write_contributions(client, session):
    data = xlsx(ROWS)
    login = client.post(page_of(session), {})
    assert (login.status_code, "login" in login["Location"]) == (302, True)
    for user, status in (
        (factories.make_user("Rapporteurs"), 403),
        (factories.make_user(is_staff=True), 403),
        (factories.make_user(), 302),
    ):
        client.force_login(user)
        assert client.get(page_of(session)).status_code == status
        assert send(client, session, data).status_code == status
    assert not session.contributions.exists()


def test_page_is_refused_for_wrong_methods_and_missing_sessions(signed_in, session):
    missing = page_of(session).replace(str(session.pk), "999999")
    assert signed_in.put(page_of(session)).status_code == 405
    assert signed_in.get(missing).status_code == 404
    assert signed_in.get(page_of(session).replace(str(session.pk), "x")).status_code == 404


def test_page_is_linked_from_the_session_for_those_who_may(signed_in, session, client):
    change = reverse("admin:sessions_app_learningsession_change", args=[session.pk])
    assert page_of(session) in signed_in.get(change).content.decode()

    client.force_login(factories.make_user("Rapporteurs"))
    assert page_of(session) not in client.get(change).content.decode()


def test_text_of_a_table_is_shown_as_text(signed_in, session):
    rows = [[*HEADS, "<i>own</i>"], [*LISBON[:4], "<b>Tents</b>", "<script>", "x"], QUITO]

    page = send(signed_in, session, xlsx(rows)).content.decode()

    assert "&lt;b&gt;Tents&lt;/b&gt;" in page
    assert "<b>Tents" not in page
    assert "<i>own" not in page
    assert "style=" not in page[page.index("city-table-preview") : page.index("city-table-bar")]
