"""Import and export in the administration: the workbook of a session, and the lists."""

import csv
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities.models import City, PolicyResponse
from priorities.models import Service
from sessions_app.models import Participant, Person
from tests import factories
from tests.factories_cities import make_place
from tests.sessions_app.spreadsheets.books import Book

LISTS = {
    "sessions_app_participant": "participants",
    "sessions_app_visiontheme": "themes",
    "cities_city": "cities",
    "cities_contribution": "contributions",
    "cities_policyresponse": "responses",
    "cities_challenge": "challenges",
    "priorities_service": "services",
}


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


def download(session):
    return reverse("admin:sessions_app_learningsession_workbook", args=[session.pk])


def upload(session):
    return reverse("admin:sessions_app_learningsession_workbook_import", args=[session.pk])


def send(client, address, data, name="book.xlsx"):
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def token_in(response):
    found = re.search(r'name="confirmed" value="([^"]+)"', response.content.decode())
    return found and found[1]


def edited(client, session):
    return Book(client.get(download(session)).content).put("responses", 2, text_en="We <b>wash</b>")


def test_workbook_is_downloaded_under_the_sessions_name(signed_in, session):
    response = signed_in.get(download(session))

    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{session.slug}.xlsx"'
    assert "no-store" in response["Cache-Control"]
    assert openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames == [
        "session",
        "services",
        "organisations",
        "cities",
        "participants",
        "contributions",
        "consents",
        "challenges",
        "responses",
        "quotations",
        "themes",
        "points",
    ]


def test_confirmed_preview_is_written(signed_in, session):
    preview = send(signed_in, upload(session), edited(signed_in, session).data)
    page = preview.content.decode()

    assert "0 new, 1 changed, 1 unchanged" in page
    assert "<ins>" in page
    assert "<del>" in page
    assert "<b>wash" not in page
    assert "style=" not in page[page.index('aria-label="Preview"') : page.index("</section>")]
    assert not PolicyResponse.objects.filter(text_en="We <b>wash</b>").exists()

    answer = signed_in.post(upload(session), {"confirmed": token_in(preview)})

    assert answer.status_code == 302
    assert PolicyResponse.objects.filter(text_en="We <b>wash</b>").count() == 1


def test_stale_preview_is_shown_anew_and_not_written(signed_in, session):
    preview = send(signed_in, upload(session), edited(signed_in, session).data)
    PolicyResponse.objects.update(text_en="Theirs")

    again = signed_in.post(upload(session), {"confirmed": token_in(preview)})

    assert "Something has changed since you looked" in again.content.decode()
    assert set(PolicyResponse.objects.values_list("text_en", flat=True)) == {"Theirs"}
    # What was shown anew can be confirmed.
    assert signed_in.post(upload(session), {"confirmed": token_in(again)}).status_code == 302
    assert PolicyResponse.objects.filter(text_en="We <b>wash</b>").exists()


def test_preview_is_confirmed_once_by_its_owner_for_its_session(signed_in, session, client):
    token = token_in(send(signed_in, upload(session), edited(signed_in, session).data))
    other = factories.make_full_session()

    wrong_session = signed_in.post(upload(other), {"confirmed": token}, follow=True)
    assert "This preview has expired" in wrong_session.content.decode()
    altered = signed_in.post(upload(session), {"confirmed": token + "x"}, follow=True)
    assert "This preview has expired" in altered.content.decode()
    signed_in.force_login(factories.make_user(is_superuser=True, is_staff=True))
    stranger = signed_in.post(upload(session), {"confirmed": token}, follow=True)
    assert "This preview has expired" in stranger.content.decode()
    assert not PolicyResponse.objects.filter(text_en="We <b>wash</b>").exists()


def test_problems_leave_nothing_to_confirm(signed_in, session):
    book = edited(signed_in, session).put("responses", 3, services="magic")

    answer = send(signed_in, upload(session), book.data)

    page = answer.content.decode()
    assert "responses!L3: “magic” is not a public service we know" in page
    assert "Nothing was written." in page
    assert token_in(answer) is None
    assert not PolicyResponse.objects.filter(text_en="We <b>wash</b>").exists()


def test_file_without_changes_leaves_nothing_to_confirm(signed_in, session):
    answer = send(signed_in, upload(session), signed_in.get(download(session)).content)

    assert "there is nothing to write" in answer.content.decode()
    assert token_in(answer) is None


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("book.xlsx", b"PK broken", "This is not a spreadsheet"),
        ("book.csv", b"a,b", "There is no sheet called “book” in a session’s Excel file"),
        ("book.xlsx", b"", "The submitted file is empty."),
    ],
)
def test_broken_file_is_refused_beside_its_field(signed_in, session, name, data, message):
    answer = send(signed_in, upload(session), data, name)

    assert answer.status_code == 200
    assert message in answer.content.decode()


@pytest.mark.parametrize("address", [download, upload])
def test_workbook_is_refused_to_strangers(client, session, address):
    anonymous = client.get(address(session))
    assert anonymous.status_code == 302
    assert "login" in anonymous["Location"]
    client.force_login(factories.make_user())
    assert client.get(address(session)).status_code == 302
    client.force_login(factories.make_user(is_staff=True))
    assert client.get(address(session)).status_code == 403


def test_workbook_of_no_session_is_not_found(signed_in, session):
    session.pk = 99_999
    assert signed_in.get(download(session)).status_code == 404
    assert signed_in.get(upload(session)).status_code == 404


def test_wrong_methods_are_refused(signed_in, session):
    assert signed_in.post(download(session)).status_code == 405
    assert signed_in.put(upload(session)).status_code == 405


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("format_index", "extension"), [("0", "xlsx"), ("1", "csv")])
def test_list_is_exported_and_imported_again_without_a_change(
    signed_in, session, name, format_index, extension
):
    exported = signed_in.post(
        reverse(f"admin:{name}_export"), {"format": format_index, "resource": "0"}
    )
    assert exported.status_code == 200
    assert f".{extension}" in exported["Content-Disposition"]

    answer = send(signed_in, reverse(f"admin:{name}_import"), exported.content, f"list.{extension}")

    page = answer.content.decode()
    assert "there is nothing to write" in page
    assert f"{LISTS[name]}:" in page


@pytest.mark.parametrize("name", LISTS)
def test_list_offers_import_and_export(signed_in, session, name):
    page = signed_in.get(reverse(f"admin:{name}_changelist")).content.decode()

    assert reverse(f"admin:{name}_import") in page
    assert reverse(f"admin:{name}_export") in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("step", ["import", "process_import"])
def test_import_into_a_list_is_refused_without_the_right_to_change(client, session, name, step):
    client.force_login(factories.make_user(is_staff=True))
    address = reverse(f"admin:{name}_{step}")

    assert client.get(address).status_code == 403
    assert send(client, address, b"slug\na\n", "a.csv").status_code == 403
    assert client.get(reverse(f"admin:{name}_export")).status_code == 403


def test_csv_made_by_hand_is_previewed_and_written(signed_in):
    address = reverse("admin:priorities_service_import")
    data = "Slug;Name_en;name_fr\nwater;Water;Eau\nlight;'=1+1;Lumière\n".encode()

    preview = send(signed_in, address, data, "services.csv")
    assert "2 new, 0 changed, 0 unchanged" in preview.content.decode()
    signed_in.post(address, {"confirmed": token_in(preview)})

    assert set(Service.objects.values_list("slug", "name_en", "name_fr")) == {
        ("water", "Water", "Eau"),
        ("light", "=1+1", "Lumière"),
    }


def test_csv_guards_what_looks_like_a_formula(signed_in, session):
    Service.objects.update(name_en="=HYPERLINK(1)", name_fr="-1.5", name_es="'+x", name_ar="@a")

    exported = signed_in.post(
        reverse("admin:priorities_service_export"), {"format": "1", "resource": "0"}
    )

    (row, *_rest) = csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig")))
    assert {key: text for key, text in row.items() if key.startswith("Name")} == {
        "Name (en)": "'=HYPERLINK(1)",
        "Name (fr)": "-1.5",
        "Name (es)": "''+x",
        "Name (ar)": "'@a",
    }


def test_addresses_are_exported_only_to_who_may_change_people(client, session):
    from tests.sessions_app.spreadsheets.test_refusals import allow

    Person.objects.filter(pk=Participant.objects.first().person_id).update(email="a@example.org")
    address, chosen = (
        reverse("admin:sessions_app_participant_export"),
        {"format": "1", "resource": "0"},
    )
    reader = factories.make_user(is_staff=True)
    allow(reader, "view_participant")
    client.force_login(reader)
    assert "a@example.org" not in client.post(address, chosen).content.decode()
    allow(reader, "change_person")
    assert "a@example.org" in client.post(address, chosen).content.decode()


def test_rapporteur_edits_texts_by_workbook_but_sees_no_address_and_makes_no_rows(client, session):
    Person.objects.filter(pk=Participant.objects.first().person_id).update(email="a@example.org")
    client.force_login(factories.make_user(group="Rapporteurs"))
    data = client.get(download(session)).content
    book = Book(data)
    shown = [cell.value for row in book.book["participants"].iter_rows() for cell in row]
    assert "email" not in shown
    assert "a@example.org" not in shown

    preview = send(client, upload(session), book.put("responses", 2, text_en="Edited").data)
    client.post(upload(session), {"confirmed": token_in(preview)})
    assert PolicyResponse.objects.filter(text_en="Edited").count() == 1

    city = book.cell("responses", 2, "city").value
    refused = send(client, upload(session), book.add("responses", city=city, text_en="New").data)
    assert "responses!A4: You are not allowed to write this row." in refused.content.decode()
    assert token_in(refused) is None


def cities_file(**values):
    book = openpyxl.Workbook()
    book.active.title = "cities"
    book.active.append(list(values))
    book.active.append(list(values.values()))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_new_city_of_a_list_has_what_the_gazetteer_knows(signed_in):
    place = make_place(
        "Sevilla", "ES", 686_741, latitude=37.4, longitude=-6.0, spellings=["Séville", "إشبيلية"]
    )
    address = reverse("admin:cities_city_import")

    preview = send(signed_in, address, cities_file(slug="", name_en="Sevilla", country="ES"))
    assert not City.objects.exists()
    assert signed_in.post(address, {"confirmed": token_in(preview)}).status_code == 302

    city = City.objects.get()
    assert (city.geoname_id, city.population) == (place.geoname_id, 686_741)
    assert (city.latitude, city.longitude) == (37.4, -6.0)
    assert {"Sevilla", "Séville", "إشبيلية"} <= {*city.names, *city.other_spellings}
    assert "686741" in re.sub(r"\D", "", preview.content.decode())


def test_preview_counts_and_marks_the_cells_that_are_emptied(signed_in):
    city = factories.make_city(name_en="Aracena", country="ES", population=8_107)
    city.refresh_from_db()
    address = reverse("admin:cities_city_import")
    row = {"slug": "", "name_en": "Aracena", "country": "ES", "population": "", "kind": ""}

    preview = send(signed_in, address, cities_file(**row))

    page = preview.content.decode()
    assert "1 cell is empty in the file: what is stored there is removed." in page
    assert re.search(r"<em>Removed:</em>\s*<del>.*8107.*</del>", page)
    assert "An empty cell empties what is stored." in page
    without = {name: row[name] for name in ("slug", "name_en", "country")}
    kept = send(signed_in, address, cities_file(**without)).content.decode()
    assert "what is stored there is removed" not in kept
    assert City.objects.get().population == 8_107
