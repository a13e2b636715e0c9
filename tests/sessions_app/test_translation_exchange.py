"""Texts out as XLIFF and XLSX and back: nothing lost, overwritten, or harmful."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from llex.core.models import TranslationMark, User
from llex.core.translations.states import TextState
from sessions_app.translation_desk.access import desk_access
from sessions_app.translation_desk.assignments import assign_translator
from sessions_app.translation_desk.exchange import xliff, xlsx
from sessions_app.translation_desk.exchange.importing import preview, read_file
from sessions_app.translation_desk.exchange.units import UnreadableExchange, units
from sessions_app.translation_desk.table import load_desk
from tests.factories import make_contribution, make_session, make_theme, make_user

XLF = "{urn:oasis:names:tc:xliff:document:2.0}"
HARD = "A “quote” & <b>not bold</b>\n\n- one\n- two   spaces\tand a tab\n\nعربي ∑ 𝔘"


@pytest.fixture
def session(db):
    session = make_session(introduction_en=HARD, introduction_fr="", title_en="Water & city")
    make_theme(session=session)
    return session


@pytest.fixture
def organiser(db):
    return make_user("Organisers")


def desk_of(session, user):
    session.refresh_from_db()
    return load_desk(desk_access(user, session))


def exported(session, user, language="fr"):
    return xliff.write(units(desk_of(session, user), language, "en"), "en", language)


def translated(data, **texts):
    """Return an XLIFF file with targets for units by the field that their identity names."""
    root = etree.fromstring(data)
    for unit in root.iter(f"{XLF}unit"):
        field = unit.get("id").split(".")[0].rpartition("-")[2]
        if field in texts:
            segment = unit.find(f"{XLF}segment")
            target = segment.find(f"{XLF}target")
            if target is None:
                target = etree.SubElement(segment, f"{XLF}target")
            target.text = texts[field]
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def files(session):
    return reverse("admin:sessions_app_learningsession_translation_files", args=[session.pk])


def export_of(session, kind="xlf", source="en", language="fr"):
    name = "admin:sessions_app_learningsession_translation_export"
    return reverse(name, args=[session.pk, kind, source, language])


def upload(client, session, data, name="texts.xlf"):
    return client.post(files(session), {"file": SimpleUploadedFile(name, data)})


def confirm(client, session, response, **more):
    return client.post(files(session), {"confirmed": response.context["token"], **more})


# --- Out and in -------------------------------------------------------------------------------


def test_xliff_keeps_every_character(session, organiser):
    data = exported(session, organiser)

    back = {unit.key: unit for unit in read_file("a.xlf", data)}
    desk = desk_of(session, organiser)

    assert len(back) == len([row for row in desk.rows if row.source_language == "en"])
    for key, unit in back.items():
        assert unit.source == desk.find(key).source
        assert unit.target == desk.find(key).text.text("fr")
    assert f"learningsession-{session.pk}-introduction" in back


def test_xliff_is_valid_in_its_structure(session, organiser):
    root = etree.fromstring(exported(session, organiser))

    assert (root.tag, root.get("version")) == (f"{XLF}xliff", "2.0")
    assert (root.get("srcLang"), root.get("trgLang")) == ("en", "fr")
    identities = [unit.get("id") for unit in root.iter(f"{XLF}unit")]
    assert len(identities) == len(set(identities)) > 4
    for unit in root.iter(f"{XLF}unit"):
        assert [child.tag for child in unit] == [f"{XLF}notes", f"{XLF}segment"]
        segment = unit.find(f"{XLF}segment")
        assert set(segment.attrib) == {"state"}
        assert segment.get("state") in ("initial", "translated", "reviewed", "final")
        assert re.fullmatch(r"[A-Za-z_][\w.-]*", unit.get("id"))


def test_file_that_comes_back_untouched_changes_nothing(session, organiser):
    found = preview(desk_of(session, organiser), read_file("a.xlf", exported(session, organiser)))

    assert (found.changes, found.problems, found.unknown) == ([], [], [])
    assert found.unchanged > 3
    assert found.empty == 1


def test_translations_are_previewed_then_written_in_review(client, session, organiser):
    client.force_login(organiser)
    data = translated(exported(session, organiser), introduction="Pourquoi", title="L’eau")

    shown = upload(client, session, data)
    session.refresh_from_db()
    assert session.introduction_fr == ""
    assert {(c.row.text.field, c.kind) for c in shown.context["found"].changes} == {
        ("introduction", "new"), ("title", "changed"),
    }  # fmt: skip
    response = confirm(client, session, shown)

    assert response.status_code == 302
    session.refresh_from_db()
    assert (session.introduction_fr, session.title_fr) == ("Pourquoi", "L’eau")
    mark = TranslationMark.objects.about([session]).get(field="introduction", language="fr")
    assert (mark.state, mark.changed_by) == ("in_review", organiser)
    assert confirm(client, session, shown).status_code == 302
    assert "expired" in client.get(files(session)).content.decode()


def test_editor_approves_what_is_written_and_a_translator_does_not(
    client, session, organiser, translator
):
    for user, expected in ((translator, "in_review"), (organiser, "approved")):
        client.force_login(user)
        data = translated(exported(session, organiser), introduction=f"Pourquoi, {user.pk}")
        shown = upload(client, session, data)
        assert shown.context["may_approve"] is (user == organiser)
        token = {"confirmed": shown.context["token"], "approve": "1"}

        client.post(files(session), token)

        mark = TranslationMark.objects.about([session]).get(field="introduction", language="fr")
        assert mark.state == expected


def test_segments_that_a_program_made_are_joined(session, organiser):
    data = exported(session, organiser).decode()
    data = re.sub(
        r"<segment[^>]*>\s*<source[^>]*>Water &amp; city</source>.*?</segment>",
        '<segment id="s1"><source>Water</source><target>L’eau</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment id="s2"><source>&amp; city</source><target>et la ville</target></segment>',
        data,
        count=1,
        flags=re.DOTALL,
    )

    found = preview(desk_of(session, organiser), read_file("a.xlf", data.encode()))

    (change,) = found.changes
    assert (change.new, change.kind) == ("L’eau et la ville", "changed")


def test_spreadsheet_goes_out_and_comes_back(client, session, organiser):
    client.force_login(organiser)
    response = client.get(export_of(session, "xlsx", "all"))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if "-introduction." in row[0].value:
            assert row[heads.index("source")].value == HARD
            row[heads.index("translation")].value = "Pourquoi"
    stream = io.BytesIO()
    book.save(stream)

    confirm(client, session, upload(client, session, stream.getvalue(), "texts.xlsx"))

    session.refresh_from_db()
    assert session.introduction_fr == "Pourquoi"


def test_texts_of_another_original_language_have_a_file_of_their_own(client, organiser):
    session = make_session()
    contribution = make_contribution(session=session, original_language="pt")
    response = contribution.responses.get()
    response.original_text = "Abrimos abrigos"
    response.save()
    client.force_login(organiser)

    data = client.get(export_of(session, source="pt")).content

    (unit,) = read_file("a.xlf", data)
    assert (unit.source, unit.key) == ("Abrimos abrigos", f"policyresponse-{response.pk}-text")
    assert "Português" in client.get(files(session)).content.decode()


def test_filter_of_the_table_limits_the_file(client, session, organiser):
    client.force_login(organiser)

    data = client.get(f"{export_of(session)}?state=missing").content

    assert [unit.key for unit in read_file("a.xlf", data)] == [
        f"learningsession-{session.pk}-introduction"
    ]


# --- Edits in between -------------------------------------------------------------------------


def test_translation_that_was_written_meanwhile_is_asked_about(client, session, organiser):
    client.force_login(organiser)
    data = translated(exported(session, organiser), introduction="Du fichier", title="L’eau")
    session.introduction_fr = "Écrit ici"
    session.save()

    shown = upload(client, session, data)
    html = shown.content.decode()
    assert "Du fichier" in html
    assert "Écrit ici" in html
    confirm(client, session, shown)
    session.refresh_from_db()
    assert (session.introduction_fr, session.title_fr) == ("Écrit ici", "L’eau")

    shown = upload(client, session, data)
    (asked,) = shown.context["found"].asked
    confirm(client, session, shown, take=[asked.key])
    session.refresh_from_db()
    assert session.introduction_fr == "Du fichier"


def test_translation_of_a_source_that_changed_is_asked_about_and_outdated(
    client, session, organiser
):
    client.force_login(organiser)
    data = translated(exported(session, organiser), title="L’eau et la ville")
    session.title_en = "Water, city and sea"
    session.save()

    shown = upload(client, session, data)
    (asked,) = shown.context["found"].asked
    assert "and sea" in re.sub(r"<[^>]+>", "", shown.content.decode())
    confirm(client, session, shown, take=[asked.key])

    desk = desk_of(session, organiser)
    row = desk.find(f"learningsession-{session.pk}-title")
    assert row.text.text("fr") == "L’eau et la ville"
    assert row.cell("fr").state == TextState.OUTDATED


def test_change_between_preview_and_confirmation_writes_nothing(client, session, organiser):
    client.force_login(organiser)
    data = translated(exported(session, organiser), introduction="Du fichier", title="L’eau")
    shown = upload(client, session, data)
    session.title_fr = "Écrit entre-temps"
    session.save()

    again = confirm(client, session, shown)

    session.refresh_from_db()
    assert (session.introduction_fr, session.title_fr) == ("", "Écrit entre-temps")
    assert again.status_code == 200
    assert [change.kind for change in again.context["found"].asked] == ["asked"]
    confirm(client, session, again)
    session.refresh_from_db()
    assert (session.introduction_fr, session.title_fr) == ("Du fichier", "Écrit entre-temps")


def test_confirmation_of_another_user_is_refused(client, session, organiser):
    client.force_login(organiser)
    shown = upload(client, session, translated(exported(session, organiser), title="L’eau"))
    client.force_login(make_user("Organisers"))

    confirm(client, session, shown)

    session.refresh_from_db()
    assert session.title_fr != "L’eau"


def test_nothing_is_written_while_one_text_is_wrong(client, session, organiser):
    client.force_login(organiser)
    data = translated(exported(session, organiser), introduction="Du fichier", title="x" * 301)

    shown = upload(client, session, data)

    assert len(shown.context["found"].problems) == 2
    assert "300" in shown.content.decode()
    assert shown.context["token"] == ""


def test_empty_translation_never_empties_what_is_there(client, session, organiser):
    client.force_login(organiser)
    before = session.title_fr

    shown = upload(client, session, translated(exported(session, organiser), title=" "))

    assert shown.context["found"].changes == []
    session.refresh_from_db()
    assert session.title_fr == before


# --- Files that are refused -------------------------------------------------------------------

EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr">
<file id="f"><unit id="a"><segment><source>&e;</source></segment></unit></file></xliff>"""
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"><file id="f">&b;</file>
</xliff>"""
OLD = b"""<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"></xliff>"""
FOREIGN = b"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"
trgLang="fr"><file id="f"><unit id="a1"><segment><source>x</source></segment></unit></file>
</xliff>"""
NOTHING = b"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"
trgLang="fr"><file id="f"/></xliff>"""


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlf", EXTERNAL, "document type"),
        ("a.xlf", EXTERNAL.decode().encode("utf-16"), ""),
        ("a.xlf", LAUGHS, "document type"),
        ("a.xlf", OLD, "XLIFF 2"),
        ("a.xlf", b"<xliff version='2.0'><file>", "line 1"),
        ("a.xlf", b"\x00\x01\x02", "no XML"),
        ("a.xlf", b"<html></html>", "XLIFF 2"),
        ("a.xlf", FOREIGN, "“a1”"),
        ("a.xlf", NOTHING, "no text"),
        ("a.xlf", b"", "empty"),
        ("a.xlf", b" " * 5_000_001, ""),
        ("a.xlf", NOTHING + b" " * 5_000_001, "5 MB"),
        ("a.docx", b"PK", "XLIFF 2 (.xlf), XLSX, CSV"),
        ("a.xlsx", b"PK", "broken"),
        ("a.csv", b"id;source\n1;2", "translation"),
        ("a.csv", b"id;source;translation\nmine;a;b", "Row 2"),
    ],
)
def test_file_that_cannot_be_taken_is_refused_in_words(
    client, session, organiser, name, data, told
):
    client.force_login(organiser)

    response = upload(client, session, data, name)

    assert response.status_code == 422
    (problem,) = response.context["form"].errors["file"]
    assert told in problem
    assert "root:" not in response.content.decode()


def test_language_that_the_file_does_not_declare_is_refused(session, organiser):
    data = exported(session, organiser).replace(b'trgLang="fr"', b'trgLang="es"')
    with pytest.raises(UnreadableExchange, match="es"):
        read_file("a.xlf", data)

    regional = exported(session, organiser).replace(b'trgLang="fr"', b'trgLang="fr-FR"')
    assert read_file("a.xlf", regional)


def test_text_that_is_in_the_file_twice_is_refused(session, organiser):
    root = etree.fromstring(exported(session, organiser))
    units_there = list(root.iter(f"{XLF}unit"))
    units_there[0].getparent().append(etree.fromstring(etree.tostring(units_there[0])))

    with pytest.raises(UnreadableExchange, match="twice"):
        read_file("a.xlf", etree.tostring(root))


def test_file_of_another_session_is_refused(client, session, organiser):
    client.force_login(organiser)
    other = make_session(**{f"title_{code}": "" for code in ("fr", "es", "ar")})

    shown = upload(client, session, translated(exported(other, organiser), introduction="Non"))

    assert shown.context["token"] == ""
    assert "None of these texts" in shown.content.decode()


# --- Who may ----------------------------------------------------------------------------------


@pytest.fixture
def translator(session, organiser):
    assign_translator(session, ["fr"], email="t@example.org", by=organiser)
    return User.objects.get(email="t@example.org")


def test_translator_exchanges_the_languages_of_the_assignment_alone(
    client, session, organiser, translator
):
    client.force_login(translator)

    assert client.get(export_of(session)).status_code == 200
    assert client.get(export_of(session, language="es")).status_code == 404
    data = translated(exported(session, organiser, "es"), introduction="Por qué")
    shown = upload(client, session, data)
    assert shown.context["token"] == ""
    data = translated(exported(session, organiser), introduction="Pourquoi")
    confirm(client, session, upload(client, session, data))
    session.refresh_from_db()
    assert session.introduction_fr == "Pourquoi"


def test_translator_finds_no_files_of_another_session(client, translator):
    other = make_session()
    client.force_login(translator)

    for address in (files(other), export_of(other), export_of(other, "xlsx", "all")):
        assert client.get(address).status_code == 404
    assert client.post(files(other), {}).status_code == 404


def test_anonymous_visitors_get_no_files(client, session):
    for address in (files(session), export_of(session)):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "parts", [("xlf", "all", "fr"), ("xlsx", "en", "fr"), ("pdf", "en", "fr"), ("xlf", "en", "xx")]
)
def test_file_that_does_not_exist_is_404(client, session, organiser, parts):
    client.force_login(organiser)

    assert client.get(export_of(session, *parts)).status_code == 404
    assert client.post(export_of(session)).status_code == 405


def test_upload_without_a_file_is_told(client, session, organiser):
    client.force_login(organiser)

    response = client.post(files(session), {})

    assert response.status_code == 422
    assert "file" in response.context["form"].errors


def test_formula_in_a_text_stays_text(session, organiser):
    session.title_en = "=1+1"
    session.save()

    data = xlsx.write(units(desk_of(session, organiser), "fr"), "fr")

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
