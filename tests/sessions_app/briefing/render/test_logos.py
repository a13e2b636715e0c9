"""Logos in the note: in every format, frozen by its edition, in their order."""

import io
import json
from dataclasses import replace

import docx
import pytest
from django.urls import reverse
from lxml import html
from pypdf import PdfReader

from llex.core.files.pictures import SMALL
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.document import from_data, to_data
from sessions_app.briefing.editions import publish, read
from sessions_app.briefing.logos import shown_size
from sessions_app.briefing.render import render
from sessions_app.models import Organisation
from sessions_app.models.series import LOGOS
from tests.factories import (
    in_all,
    make_logo,
    make_organisation,
    make_participant,
    make_person,
    make_session,
)
from tests.sessions_app.briefing.render.reading import elements, read_pdf

FORMATS = ("pdf", "docx", "html", "md", "json")


@pytest.fixture
def session(db):
    session = make_session(**in_all("introduction", "We met."))
    organisation = make_organisation(**in_all("name", "Rivers"), website="https://rivers.example/")
    session.series.conveners.add(make_logo(organisation))
    return session


def logo():
    return Organisation.objects.get(website="https://rivers.example/")


def bookmark_pages(pdf):
    """Return the numbers, from 0, of the pages on which sections begin."""
    reader = read_pdf(pdf)
    return sorted({reader.get_destination_page_number(one) for one in reader.outline})


def pictures(pdf):
    return sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_alternative_text_is_the_name_or_what_was_written(session):
    [shown] = compose(session, "fr").logos
    assert shown.alternative.text == "Rivers (fr)"

    Organisation.objects.update(logo_alternative_fr="Trois fleuves")
    [shown] = compose(session, "fr").logos
    assert shown.alternative.text == "Trois fleuves"
    assert from_data(to_data(compose(session, "fr"))) == compose(session, "fr")


def test_note_without_logos_is_as_before(session):
    Organisation.objects.update(logo="")
    document = compose(session, "en")

    assert "logos" not in to_data(document)
    assert pictures(render("pdf", document)) == 0
    assert 'class="logos"' not in render("html", document).decode()
    assert "Logos" not in render("md", document).decode()
    assert not docx.Document(io.BytesIO(render("docx", document))).inline_shapes


def test_logos_of_listed_partners_follow_those_of_conveners(session):
    kept = make_logo(make_organisation(**in_all("name", "A partner")))
    hidden = make_logo(make_organisation())
    for organisation, consent in ((kept, True), (hidden, False), (logo(), True)):
        person = make_person(organisation=organisation)
        make_participant(
            session=session, person=person, role="partner", consents_to_listing=consent
        )

    names = [one.alternative.text for one in compose(session, "en").logos]

    assert names == ["Rivers (en)", "A partner (en)"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pdf_holds_the_logo_and_is_the_same_each_time(session, language):
    document = compose(session, language)
    pdf = render("pdf", document)

    assert pictures(pdf) == 1
    [figure] = [one for one in elements(read_pdf(pdf)) if one["/S"] == "/Figure"]
    assert figure["/Alt"] == f"Rivers ({language})"
    assert render("pdf", document) == pdf


def test_many_logos_leave_the_cover_on_one_page(session):
    document = compose(session, "ar")
    document = replace(document, logos=document.logos * 9)

    assert bookmark_pages(render("pdf", document)) == [1]


def test_word_file_holds_the_logo_with_its_text(session):
    file = docx.Document(io.BytesIO(render("docx", compose(session, "en"))))

    [shape] = file.inline_shapes
    assert shape._inline.docPr.get("descr") == "Rivers (en)"
    assert round(shape.width / shape.height, 1) == 2


def test_web_page_as_a_file_holds_the_logo_linked_to_its_site(session):
    page = html.fromstring(render("html", compose(session, "en")).decode())

    [image] = page.xpath("//ul[@class='logos']/li/a[@href='https://rivers.example/']/img")
    assert image.get("src").startswith("data:image/png;base64,")
    assert (image.get("alt"), image.get("lang")) == ("Rivers (en)", "en")
    assert (image.get("width"), image.get("height")) == ("88", "44")


def test_text_formats_name_the_logo(session):
    document = compose(session, "en")

    assert "**Logos** Rivers (en)" in render("md", document).decode().replace("\\", "")
    [shown] = json.loads(render("json", document))["note"]["logos"]
    assert shown["digest"] == logo().logo


@pytest.mark.parametrize("name", FORMATS)
def test_note_is_made_where_the_file_is_gone(session, name):
    document = compose(session, "en")
    LOGOS.forget(logo().logo)

    made = render(name, document)

    if name in ("html", "md"):
        assert "Rivers" in made.decode()


def test_edition_keeps_its_logo(session, client):
    digest = logo().logo
    edition = publish(session, override="test").edition
    logo().take_logo(None)
    Organisation.objects.update(logo="")
    LOGOS.forget(digest)

    page = client.get(reverse("sessions_app:briefing", args=[session.slug])).content.decode()

    address = reverse("logo_file", args=[digest, SMALL])
    assert f'src="{address}"' in page
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert "immutable" in answer["Cache-Control"]
    assert pictures(render("pdf", read(edition.documents.get(language="en")))) == 1


def test_page_of_the_session_shows_the_logos_of_its_conveners(session, client):
    session.series.conveners.add(make_organisation())
    session.announce()

    page = html.fromstring(client.get(session.get_absolute_url()).content.decode())

    [image] = page.xpath("//aside//ul[@class='logos']/li//img")
    assert image.get("alt") == "Rivers (en)"
    assert client.get(image.get("src")).status_code == 200


@pytest.mark.parametrize("size", [(400, 400), (400, 200), (1200, 200)])
def test_logos_cover_the_same_area(size):
    width, height = shown_size(*size, 10)

    assert width * height == pytest.approx(200, rel=0.03)
    assert width / height == pytest.approx(size[0] / size[1], rel=0.01)


def test_upright_logo_is_not_taller_than_a_line():
    assert shown_size(200, 1200, 10) == (2.33, 14)
