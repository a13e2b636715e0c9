"""The pages about the editions of a note: their list, with files and what changed."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from lxml import html

from cities.models import PolicyResponse
from llex.core.cache.recent_answers import RecentAnswers
from llex.core.http import finished_pages
from sessions_app.briefing.editions import publish
from sessions_app.briefing.render import FORMATS
from sessions_app.models import EditionFile
from tests.factories import (
    in_all,
    keep_translations,
    make_edition,
    make_full_session,
    make_quote,
    make_session,
)
from tests.factories_document import make_document

LIST = "/{}/sessions/launch/briefing/editions/"
LANGUAGES = ("en", "fr", "es", "ar")


@pytest.fixture
def note(db):
    """Two editions: the introduction is corrected in the second."""
    session = make_full_session(slug="launch")
    publish(session)
    session.introduction_en = "Why we really met"
    session.introduction_fr = "Pourquoi nous nous sommes vraiment vus"
    session.save()
    keep_translations(session)
    publish(session, notes={"en": "The reason was corrected.", "fr": "La raison est corrigée."})
    return session


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return html.fromstring(response.content)


def text(element):
    return " ".join(element.text_content().split())


def editions(page):
    return page.xpath("//ol[@class='edition-list']/li")


def test_list_tells_number_date_note_and_differences_of_each(client, note):
    second, first = (text(one) for one in editions(read(client, LIST.format("en"))))

    assert second.startswith("Edition 2, ")
    assert "Current edition" in second
    assert "The reason was corrected." in second
    assert "1 text differs: Introduction." in second
    assert first.startswith("Edition 1, ")
    assert "superseded by edition 2" in first
    assert "differs" not in first


def test_change_note_is_in_the_language_of_the_page_else_says_which(client, note):
    french = editions(read(client, LIST.format("fr")))[0]
    spanish = editions(read(client, LIST.format("es")))[0]

    assert "La raison est corrigée." in text(french)
    assert "1 texte diffère" in text(french)
    assert "The reason was corrected." in text(spanish)
    assert spanish.xpath(".//*[@class='change-note']//*[@lang='en']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_the_list_can_be_had(client, note, language):
    first = editions(read(client, LIST.format(language)))[1]
    links = first.xpath(".//dl//a")

    assert [one.get("hreflang") for one in links if one.text.startswith("PDF")] == [*note.languages]
    for link in links:
        response = client.get(link.get("href"))
        assert response.status_code == 200
        assert response["Content-Language"] == link.get("hreflang")
        assert b"".join(response)


def test_each_edition_leads_to_its_page_and_its_page_to_the_list(client, note):
    first = editions(read(client, LIST.format("en")))[1]
    address = first.xpath(".//h2/a/@href")[0]

    assert address == LIST.format("en") + "1/"
    for path in (address, "/en/sessions/launch/briefing/"):
        assert LIST.format("en") in read(client, path).xpath("//main//a/@href")


def test_new_edition_renews_the_list(client, note):
    assert len(editions(read(client, LIST.format("en")))) == 2
    note.attendance = 77
    note.save()
    publish(note)

    assert len(editions(read(client, LIST.format("en")))) == 3


def test_list_costs_three_queries_and_then_none(client, note, monkeypatch):
    monkeypatch.setattr(finished_pages, "BELIEVED", 15)
    monkeypatch.setattr(finished_pages, "_recent", RecentAnswers())
    finished_pages.version()
    with CaptureQueriesContext(connection) as queries:
        read(client, LIST.format("en"))
    with CaptureQueriesContext(connection) as again:
        read(client, LIST.format("en"))

    assert len(queries) == 3
    assert len(again) == 0


@pytest.mark.parametrize("path", ["/en/sessions/none/briefing/editions/", LIST.format("en")])
def test_without_an_edition_there_is_no_list(client, db, path):
    make_session(slug="launch")

    assert client.get(path).status_code == 404


def test_list_is_only_read(client, note):
    assert client.post(LIST.format("en")).status_code == 405


def test_former_slug_leads_to_the_list(client, note):
    note.slug = "begin"
    note.save()

    response = client.get(LIST.format("fr"))
    assert response["Location"].endswith("/fr/sessions/begin/briefing/editions/")


# --- Differences --------------------------------------------------------------------------------

COMPARED = LIST + "{}/differences/{}/"


def test_differences_are_marked_for_eyes_and_ears(client, note):
    page = read(client, COMPARED.format("en", 1, 2))

    added = page.xpath("//div[@class='compared']//ins")
    assert [text(one) for one in added] == ["[added: really met]"]
    assert added[0].xpath("./*[@class='unseen']")
    assert page.xpath("//h1")[0].text == "Edition 1 and edition 2 compared"
    assert page.xpath("//div[@class='compared']/section/h2/text()") == ["Introduction"]
    assert page.xpath("//details[contains(., 'unchanged passage')]")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_differences_are_in_the_language_of_the_page(client, note):
    french = read(client, COMPARED.format("fr", 1, 2))
    arabic = read(client, COMPARED.format("ar", 1, 2))

    assert "vraiment" in text(french.xpath("//ins")[1])
    assert arabic.xpath("//div[@class='compared']/@dir") == ["rtl"]
    assert arabic.xpath("//div[@class='compared']//ins") == []


def test_later_edition_can_be_compared_with_the_earlier(client, note):
    page = read(client, COMPARED.format("en", 2, 1))

    assert page.xpath("//div[@class='compared']//del")


def test_editions_without_a_common_language_say_so(client, db):
    session = make_edition(documents=[make_document("en", languages=("en",))]).session
    make_edition(session=session, documents=[make_document("ar", languages=("ar",))])

    page = read(client, f"/fr/sessions/{session.slug}/briefing/editions/1/differences/2/")
    assert "aucune langue en commun" in text(page.xpath("//main")[0])


def test_missing_language_is_compared_in_another_and_says_which(client, db):
    session = make_edition(documents=[make_document("en", languages=("en",))]).session
    both = [make_document(code, languages=("en", "fr")) for code in ("en", "fr")]
    make_edition(session=session, documents=both)

    page = read(client, f"/fr/sessions/{session.slug}/briefing/editions/1/differences/2/")
    assert "elles sont comparées en anglais" in text(page.xpath("//main")[0])


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 9), (9, 1), (0, 1)])
def test_editions_that_are_not_two_are_not_compared(client, note, before, after):
    assert client.get(COMPARED.format("en", before, after)).status_code == 404


def test_two_editions_are_chosen_on_the_list(client, note):
    page = read(client, LIST.format("en"))
    form = page.xpath("//main//form")[0]

    assert form.get("action") == LIST.format("en") + "differences/"
    assert [one.value for one in form.xpath(".//select")] == ["1", "2"]
    response = client.get(form.get("action"), {"before": 2, "after": 1})
    assert response["Location"] == COMPARED.format("en", 2, 1)


@pytest.mark.parametrize(
    "chosen", [{"before": 1, "after": 1}, {"before": 1}, {"before": "x", "after": 2}, {}]
)
def test_choice_of_one_edition_alone_is_told_beside_it(client, note, chosen):
    response = client.get(LIST.format("en") + "differences/", chosen)
    page = html.fromstring(response.content)

    assert response.status_code == 400
    assert text(page.xpath("//*[@role='alert']")[0]) == "Choose two different editions."


def test_only_edition_has_nothing_to_compare_with(client, db):
    publish(make_full_session(slug="launch"))

    assert read(client, LIST.format("en")).xpath("//main//form") == []


# --- Addresses of passages ------------------------------------------------------------------------


def test_passages_keep_their_addresses_in_every_edition_and_language(client, note):
    speaker = note.participants.first()
    late = make_quote(session=note, speaker=speaker, order=2, **in_all("text", "We go on."))
    publish(note)
    make_quote(session=note, speaker=speaker, order=1, **in_all("text", "We begin."))
    publish(note)
    response = PolicyResponse.objects.filter(contribution__session=note).first()
    city = response.contribution.city

    for anchor in (f"quote-{late.pk}", f"response-{response.pk}", f"city-{city.slug}"):
        for path in ("", "editions/3/", "editions/4/"):
            for language in LANGUAGES:
                page = read(client, f"/{language}/sessions/launch/briefing/{path}")
                assert len(page.xpath("//*[@id=$anchor]", anchor=anchor)) == 1, (anchor, path)
    quotation = page.xpath("//*[@id=$anchor]", anchor=f"quote-{late.pk}")[0]
    assert "We go on." in text(quotation)


def test_quotation_of_an_edition_from_before_keeps_its_number_as_its_address(client, db):
    document = make_document()
    assert {one.id for one in document.quotations} == {0}
    session = make_edition(documents=[document]).session

    page = read(client, f"/en/sessions/{session.slug}/briefing/editions/1/")
    assert page.xpath("//figure[@class='quotation']/@id")[0] == "quotation-1"


# --- References -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extension", ["bib", "ris", "json"])
def test_edition_is_cited_by_its_permanent_address_in_the_language(
    client, note, language, extension
):
    response = client.get(f"{LIST.format(language)}1/citation.{extension}")

    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert f'filename="launch-1-{language}.{extension}"' in response["Content-Disposition"]
    assert f"http://testserver{LIST.format(language)}1/" in response.content.decode()


def test_references_are_offered_by_the_edition_and_by_the_list(client, note):
    paths = [f"{LIST.format('en')}2/citation.{name}" for name in ("bib", "ris", "json")]

    for page in (LIST.format("en"), f"{LIST.format('en')}2/"):
        assert set(paths) <= set(read(client, page).xpath("//main//a/@href"))


def test_reference_costs_one_query(client, note, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"{LIST.format('en')}1/citation.ris")


@pytest.mark.parametrize("name", ["9/citation.bib", "1/citation.pdf", "1/citation.x"])
def test_reference_that_does_not_exist_is_not_found(client, note, name):
    assert client.get(LIST.format("en") + name).status_code == 404


def test_reference_is_only_read(client, note):
    assert client.post(f"{LIST.format('en')}1/citation.bib").status_code == 405


# --- Checksums ------------------------------------------------------------------------------------


def test_checksums_are_those_of_the_bytes_that_are_sent(client, note):
    sums = client.get(f"{LIST.format('en')}1/SHA256SUMS")
    told = dict(reversed(line.split("  ")) for line in sums.content.decode().splitlines())
    page = read(client, f"{LIST.format('en')}1/checksums/")
    links = page.xpath("//dl[@class='checksums']//a")

    # Files that are made on request have a checksum once they are there.
    kept = [name for name, made in FORMATS.items() if not made.on_request]
    assert len(links) == len(told) == len(note.languages) * len(kept)
    for link, shown in zip(links, page.xpath("//dl[@class='checksums']//dd"), strict=True):
        response = client.get(link.get("href"))
        sent = hashlib.sha256(b"".join(response.streaming_content)).hexdigest()
        assert f'filename="{text(link)}"' in response["Content-Disposition"]
        assert sent == told[text(link)] == text(shown)


def test_checksum_file_is_verified_by_the_usual_program(client, note, tmp_path):
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not installed.")
    sums = client.get(f"{LIST.format('en')}1/SHA256SUMS").content
    Path(tmp_path, "SHA256SUMS").write_bytes(sums)
    content = b"".join(client.get(f"{LIST.format('fr')}1/briefing.md").streaming_content)
    Path(tmp_path, "launch-fr.md").write_bytes(content)
    command = [program, "--check", "--ignore-missing", "SHA256SUMS"]

    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    Path(tmp_path, "launch-fr.md").write_bytes(content + b".")
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 1


def test_withheld_file_has_no_checksum(client, note):
    file = EditionFile.objects.filter(document__edition__number=1, format="pdf").first()
    EditionFile.objects.filter(pk=file.pk).update(withheld_at=now(), size=0)

    assert file.checksum not in client.get(f"{LIST.format('en')}1/SHA256SUMS").content.decode()


@pytest.mark.parametrize("name", ["9/checksums/", "9/SHA256SUMS"])
def test_edition_that_does_not_exist_has_no_checksums(client, note, name):
    assert client.get(LIST.format("en") + name).status_code == 404


@pytest.mark.parametrize("name", ["1/checksums/", "1/SHA256SUMS", "1/differences/2/"])
def test_pages_of_editions_are_only_read(client, note, name):
    assert client.post(LIST.format("en") + name).status_code == 405
