"""Photographs in the note: in every format, frozen by its edition, approved, and checked."""

import io

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from cities import photograph_files
from cities.models import Contribution, Photograph
from cities.wording.approval import language_digests, missing_translations
from cities.wording.snapshots import prefetch_for_snapshot
from sessions_app.briefing.compose.note import compose, compose_all
from sessions_app.briefing.document import from_data, to_data
from sessions_app.briefing.editions import publish, read
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.render import render
from tests.factories import make_full_session, make_photograph


@pytest.fixture
def session(db):
    session = make_full_session(rows=1)
    make_photograph(contribution=session.contributions.get())
    return session


def photograph_codes(session):
    codes = [finding.code for finding in preflight_session(session)]
    return sorted(code for code in codes if code.startswith("photograph"))


def test_note_has_the_photograph_with_its_texts_in_each_language(session):
    for code, document in compose_all(session).items():
        [(city, one)] = document.photographs()
        assert city == document.rows[0].city
        assert one.alternative.language == one.caption.language == code
        assert from_data(to_data(document)) == document


@pytest.mark.parametrize(
    "change", [{"state": "waiting"}, {"state": "refused"}, {"consented_at": None}]
)
def test_only_what_is_accepted_and_agreed_to_is_printed(session, change):
    Photograph.objects.update(**change)

    assert compose(session, "en").photographs() == ()


def test_pdf_holds_the_picture_and_its_alternative_text(session):
    pdf = render("pdf", compose(session, "en"))

    pages = PdfReader(io.BytesIO(pdf)).pages
    assert sum(len(page.images) for page in pages) == 1
    text = " ".join(page.extract_text() for page in pages)
    assert "The first evening" in text
    assert "Ana Foto" in text


def test_pdf_is_the_same_each_time(session):
    document = compose(session, "ar")

    assert render("pdf", document) == render("pdf", document)


def test_word_file_holds_the_picture_and_its_alternative_text(session):
    file = docx.Document(io.BytesIO(render("docx", compose(session, "en"))))

    descriptions = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert [text for text in descriptions if text and "People at a shelter" in text]


def test_web_page_as_a_file_holds_the_picture_and_asks_nothing_of_the_network(session):
    html = render("html", compose(session, "en")).decode()

    assert html.count('<img src="data:image/jpeg;base64,') == 1
    assert 'loading="lazy"' in html
    assert "/photographs/" not in html


def test_text_formats_give_alternative_text_and_credit(session):
    markdown = render("md", compose(session, "en")).decode()

    assert "People at a shelter" in markdown
    assert "**Photograph** Ana Foto" in markdown


@pytest.mark.parametrize("name", ["pdf", "docx", "html", "md"])
def test_text_is_printed_where_the_file_is_gone(session, name):
    document = compose(session, "en")
    photograph_files.forget(Photograph.objects.get().digest)

    made = render(name, document)

    if name in ("html", "md"):
        assert "People at a shelter" in made.decode()


def test_edition_freezes_the_picture_and_its_page_leads_to_it(session, client):
    one = Photograph.objects.get()
    edition = publish(session, override="test").edition
    one.delete()
    photograph_files.forget(one.digest)

    page = client.get(reverse("sessions_app:briefing", args=[session.slug])).content.decode()

    small = reverse("photograph", args=[one.digest, photograph_files.SMALL])
    large = reverse("photograph", args=[one.digest, photograph_files.LARGE])
    assert f'srcset="{small} 640w, {large} 1200w"' in page
    assert 'width="1200" height="800" loading="lazy"' in page
    assert client.get(small).status_code == client.get(large).status_code == 200
    document = read(edition.documents.get(language="en"))
    assert len(PdfReader(io.BytesIO(render("pdf", document))).pages[0].images) >= 0
    assert document.photographs()


def test_page_of_the_city_shows_it(session, client):
    city = session.contributions.get().city
    publish(session, override="test")

    page = client.get(reverse("cities:city_detail", args=[city.slug])).content.decode()

    assert reverse("photograph", args=[Photograph.objects.get().digest, 640]) in page


# --- Approved and checked -------------------------------------------------------------------------


def digests(session):
    contribution = Contribution.objects.get(session=session)
    prefetch_for_snapshot(contribution)
    return language_digests(contribution)


def test_approval_covers_the_picture_and_its_texts_and_nothing_that_is_not_printed(session):
    before = digests(session)

    Photograph.objects.update(alternative_fr="Autre chose")
    french = digests(session)
    assert {code for code in before if before[code] != french[code]} == {"fr"}

    Photograph.objects.update(credit="Somebody")
    assert not set(digests(session).values()) & set(before.values())

    Photograph.objects.update(state="refused")
    without = digests(session)
    Photograph.objects.all().delete()
    assert digests(session) == without


def test_language_without_the_alternative_text_is_not_complete(session):
    Photograph.objects.update(alternative_ar="")
    contribution = Contribution.objects.get(session=session)

    assert missing_translations(contribution) == {"ar": 1}


def test_check_finds_what_is_missing(session):
    assert photograph_codes(session) == []
    Photograph.objects.update(state="waiting")
    assert photograph_codes(session) == ["photograph_waiting"]
    Photograph.objects.update(state="accepted", consented_at=None)
    assert photograph_codes(session) == ["photograph_unconsented"]


def test_check_stops_a_photograph_without_alternative_text(session):
    empty = {f"alternative_{code}": "" for code in ("en", "fr", "es", "ar")}
    Photograph.objects.update(**empty)

    assert photograph_codes(session) == ["photograph_undescribed"]
