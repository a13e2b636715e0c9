"""The page of the files of a note."""

import pytest
from django.utils.timezone import now

from sessions_app.briefing.render import FORMATS
from tests.factories import make_edition, make_session
from tests.sessions_app.public.test_pages import add_files, read, text

PAGE = "/en/sessions/launch/briefing/files/"


@pytest.fixture
def session(db):
    return make_session(slug="launch")


def test_page_offers_every_format_in_every_language(client, session):
    for document in make_edition(session=session).documents.all():
        add_files(document, *FORMATS)

    page = read(client, PAGE)

    assert page.xpath("//main//section//a/@href") == [
        f"/{code}/sessions/launch/briefing{made.file_ending}"
        for code in ("en", "ar")
        for made in FORMATS.values()
    ]
    assert page.xpath("//h2/@lang") == ["en", "ar"]
    assert next(text(one) for one in page.xpath("//main//section[1]//li")) == (
        "PDF to print and to send"
    )


def test_page_of_an_old_edition_leads_to_its_own_files(client, session):
    first, _second = make_edition(session=session), make_edition(session=session)
    add_files(first.documents.get(language="en"), "pdf")

    page = read(client, "/en/sessions/launch/briefing/editions/1/files/")

    assert page.xpath("//section[1]//a/@href")[0] == (
        "/en/sessions/launch/briefing/editions/1/briefing.pdf"
    )
    assert "edition 1, which has been superseded" in text(page.xpath("//main")[0])
    assert PAGE in page.xpath("//main//a/@href")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_withheld_file_is_not_offered(client, session):
    document = make_edition(session=session).documents.get(language="en")
    add_files(document, "pdf")
    document.files.update(withheld_at=now())

    assert "/en/sessions/launch/briefing.pdf" not in read(client, PAGE).xpath("//main//a/@href")


@pytest.mark.parametrize("address", [PAGE, "/en/sessions/launch/briefing/editions/3/files/"])
def test_there_are_no_files_without_an_edition(client, session, address):
    if "editions" in address:
        make_edition(session=session)

    assert client.get(address).status_code == 404


def test_page_only_reads(client, session):
    make_edition(session=session)

    assert client.post(PAGE).status_code == 405


def test_page_takes_a_constant_number_of_queries(client, session, django_assert_max_num_queries):
    for _number in range(3):
        for document in make_edition(session=session).documents.all():
            add_files(document, *FORMATS)

    with django_assert_max_num_queries(4):
        client.get(PAGE)
