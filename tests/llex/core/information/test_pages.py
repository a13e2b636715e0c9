"""The pages about the site: the texts that come with the program, and the organisers' own."""

import re

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from django.utils.translation import override
from environs import EnvError

from llex.core import languages
from llex.core.information import pages
from llex.core.information.licence import Licence, read_licence
from llex.core.models import InformationPage
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import make_organisation, make_series, make_session, make_user

SUBJECTS = InformationPage.Subject.values
PLACEHOLDERS = {
    "site", "address", "address_shown", "organisers", "contact", "security_contact", "licence",
    "languages",
}  # fmt: skip


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_page_begins_with_a_whole_text_in_each_language(client, db, subject, code):
    answer = client.get(f"/{code}/{subject}/")

    html = answer.content.decode()
    title, text = pages.default_text(subject, code)
    assert answer.status_code == 200
    assert f"<title>{title} · LLEX</title>" in html
    assert f">{title}</h1>" in html
    assert len(text) > 300
    assert set(re.findall(r"\{(\w+)\}", text)) <= PLACEHOLDERS
    assert not re.search(r"\{\w+\}", html)
    assert "only-in" not in html
    assert not answer.cookies


@pytest.mark.parametrize("subject", SUBJECTS)
def test_texts_of_a_page_say_the_same_in_each_language(subject):
    """As many headings, items, links and marks to complete, and the same placeholders."""
    shapes = {
        code: (
            len(re.findall(r"^## ", text, re.MULTILINE)),
            len(re.findall(r"^- ", text, re.MULTILINE)),
            sorted(re.findall(r"\]\((.+?)\)", text)),
            text.count("[["),
            sorted(set(re.findall(r"\{(\w+)\}", text))),
        )
        for code in languages.CODES
        for _title, text in [pages.default_text(subject, code)]
    }

    assert {code: shape for code, shape in shapes.items() if shape != shapes["en"]} == {}


def test_descriptions_and_titles_differ_from_page_to_page(client, db):
    html = [client.get(f"/en/{subject}/").content.decode() for subject in SUBJECTS]

    found = [
        re.search(r'<meta name="description"[^>]* content="([^"]+)"', page)[1] for page in html
    ]
    assert len(set(found)) == len(SUBJECTS)
    assert all(40 < len(text) <= 160 for text in found)


def test_settings_and_organisers_are_filled_in(client, db, settings):
    settings.SITE_NAME = "Ports *together*"
    settings.CONTACT_EMAIL = "team@ports.example"
    settings.SECURITY_CONTACT = "https://ports.example/report"
    settings.LICENCE = Licence("ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/")
    series = make_series()
    series.conveners.add(make_organisation(name_en="Network of **ports** [x](/y)"))
    make_session(series=series)

    about, contact = (client.get(f"/en/{one}/").content.decode() for one in ("about", "contact"))

    assert "Ports *together* publishes" in about
    assert "Network of **ports** [x](/y)" in about
    assert '<a href="https://opendatacommons.org/licenses/odbl/1-0/">ODbL 1.0</a>' in about
    assert "English, French, Spanish, and Arabic" in about
    assert 'href="mailto:team@ports.example"' in contact
    assert 'href="https://ports.example/report"' in contact
    assert 'href="http://testserver/en/my-data/"' in contact


def test_own_text_is_shown_in_its_language_alone(client, db):
    InformationPage.objects.create(
        subject="about",
        title_fr="Qui nous sommes",
        text_fr="Un <b>réseau</b>.\n\n## Où\n\nPartout.",
    )

    french, english = (client.get(f"/{code}/about/").content.decode() for code in ("fr", "en"))

    assert "<h1>Qui nous sommes</h1>" in french
    assert "Un &lt;b&gt;réseau&lt;/b&gt;." in french
    assert '<h2 id="part-2">Où</h2>' in french
    assert "Dernière modification" in french
    assert "About this site" in english
    assert "Last changed" not in english


def test_language_without_a_text_shows_another_and_says_so(monkeypatch, client, db):
    known = pages.default_text

    def only_english(subject, code):
        return known(subject, code) if code == "en" else pages.SourceText("", "")

    monkeypatch.setattr(pages, "default_text", only_english)
    InformationPage.objects.create(subject="method", text_es="Así trabajamos.")

    html = client.get("/ar/method/").content.decode()
    assert '<h1 lang="en" dir="ltr">Method</h1>' in html
    assert "only-in" in html
    with override("es"):
        assert client.get("/es/method/").content.decode().count("Así trabajamos.") == 2


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_page_is_only_read(client, db, method):
    assert getattr(client, method)("/en/about/").status_code == 405


def test_page_asks_the_database_a_constant_number_of_times(client, db, django_assert_num_queries):
    for _number in range(3):
        series = make_series()
        series.conveners.add(make_organisation())
        make_session(series=series)

    with django_assert_num_queries(4):
        client.get("/en/about/?utm_source=x&page=99999999999999999999")


# --- In the admin ---------------------------------------------------------------------------------


def test_organiser_edits_a_page_that_begins_with_the_text_of_the_program(client, db):
    client.force_login(make_user(group=ORGANISERS))
    lists = reverse("admin:llex_informationpage_changelist")
    assert lists in client.get(reverse("admin:settings")).content.decode()
    assert "Text that comes with the program" in client.get(lists).content.decode()

    page = client.get(reverse("admin:llex_informationpage_edit", args=["about"]), follow=True)
    address = page.redirect_chain[-1][0]
    form = page.context["adminform"].form
    posted = {name: form.initial[name] for name in form.fields}
    assert posted["text_ar"] == pages.default_text("about", "ar").text
    posted |= {"text_fr": "Notre texte.", "_version": page.context["version"]}
    answer = client.post(address, posted)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row = InformationPage.objects.get()
    assert row.text_fr == "Notre texte."
    # What was not changed stays the program's.
    assert not any((row.text_en, row.text_es, row.text_ar, row.title_en, row.title_fr))
    assert "Notre texte." in client.get("/fr/about/").content.decode()
    assert "Your own text" in client.get(lists).content.decode()
    changes = LogEntry.objects.get_for_object(row).filter(action=LogEntry.Action.UPDATE)
    assert [set(entry.changes) & {"text_fr", "text_en"} for entry in changes] == [{"text_fr"}]


def test_emptied_text_is_the_programs_again(client, db):
    row = InformationPage.objects.create(subject="contact", text_en="Call us.")
    client.force_login(make_user(group=ORGANISERS))
    address = reverse("admin:llex_informationpage_change", args=[row.pk])
    page = client.get(address)
    form = page.context["adminform"].form
    posted = {name: form.initial[name] for name in form.fields}
    client.post(address, posted | {"text_en": "", "_version": page.context["version"]})

    assert "For questions about this site" in client.get("/en/contact/").content.decode()


def test_others_do_not_edit_the_pages(client, db):
    row = InformationPage.objects.create(subject="about")
    edit = reverse("admin:llex_informationpage_edit", args=["about"])
    change = reverse("admin:llex_informationpage_change", args=[row.pk])
    lists = reverse("admin:llex_informationpage_changelist")
    assert client.get(edit).status_code == client.get(change).status_code == 302

    client.force_login(make_user(group=RAPPORTEURS))
    assert {client.get(one).status_code for one in (edit, change, lists)} == {403}


def test_page_that_is_none_is_not_found(client, db):
    client.force_login(make_user(group=ORGANISERS))

    assert client.get("/en/admin/llex/informationpage/edit/imprint/").status_code == 404
    assert not InformationPage.objects.exists()


# --- The setting of the licence -------------------------------------------------------------------


def test_licence_is_a_name_and_an_address():
    assert read_licence("").name == "CC BY 4.0"
    assert read_licence("CC0 https://creativecommons.org/publicdomain/zero/1.0/") == Licence(
        "CC0", "https://creativecommons.org/publicdomain/zero/1.0/"
    )


@pytest.mark.parametrize("value", ["CC0", "https://example.org/", "CC0 javascript:alert(1)"])
def test_licence_without_name_or_address_stops_the_start(value):
    with pytest.raises(EnvError, match="LICENCE"):
        read_licence(value)
