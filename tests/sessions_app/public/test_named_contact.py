"""The person who answers questions is named wherever the address for them is shown."""

import pytest
from django.urls import reverse

from llex.core.models import Mail
from llex.core.personal_data.erasing import erase
from llex.core.personal_data.subjects import find_subject
from llex.core.privacy import notice
from llex.core.text import to_plain
from sessions_app.registration import signed_links
from sessions_app.speakers import speaker_links
from tests.factories import make_series
from tests.factories_registration import make_open_session, make_registration
from tests.factories_speakers import make_speaker

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Inès Duarte", "ask@example.org"


@pytest.fixture(params=[NAME, ""], ids=["named", "address-alone"])
def session(request):
    return make_open_session(series=make_series(contact=ADDRESS, contact_name=request.param))


def addresses(session):
    yield session.get_absolute_url()
    yield session.series.get_absolute_url()
    yield signed_links.personal_path(make_registration(session))
    yield speaker_links.speaker_path(make_speaker(session))
    yield reverse("privacy")


def test_contact_is_named_on_pages(client, session):
    for address in addresses(session):
        html = client.get(address).content.decode()
        assert ADDRESS in html
        assert (NAME in html) == bool(session.series.contact_name), address


def test_contact_is_named_in_mails(session):
    make_registration(session)
    make_speaker(session)

    for mail in Mail.objects.all():
        assert ADDRESS in mail.text
        assert (NAME in mail.text) == bool(session.series.contact_name), mail.kind


def test_notice_names_the_contact_with_the_address(session):
    text = to_plain(notice.current().in_language("en"))

    assert session.series.named_contact.label in text


def test_name_of_an_erased_contact_is_taken_out(session):
    erase(find_subject(ADDRESS), by=None)

    session.series.refresh_from_db()
    assert (session.series.contact, session.series.contact_name) == ("", "")
