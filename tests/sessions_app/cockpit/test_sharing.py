"""What organisers send around: from the edition alone, in each language, within the limits."""

import pytest
from django.urls import reverse
from django.utils import translation

from sessions_app.briefing.editions import publish
from sessions_app.cockpit.sharing import LONGEST_POST, shared_notes
from sessions_app.groups import RAPPORTEURS
from tests.factories import make_full_session, make_session, make_user

pytestmark = pytest.mark.usefixtures("empty_print_files")


def shared(session):
    return {note.code: note for note in shared_notes(session.editions.first())}


@pytest.fixture
def published(db):
    session = make_full_session(rows=2)
    publish(session, override="the test")
    return session


def test_each_language_has_its_address_files_and_texts(published, settings):
    notes = shared(published)

    assert list(notes) == published.languages
    for code, note in notes.items():
        page = f"{settings.SITE_URL}/{code}/sessions/{published.slug}/briefing"
        assert note.address == f"{page}/"
        assert f"{page}.pdf" in note.files.values()
        assert note.address in note.newsletter
        assert note.address in note.post
        assert note.drawing.startswith("<svg")


def test_texts_are_in_the_language_of_the_note_whatever_the_reader_speaks(published):
    with translation.override("ar"):
        text = shared(published)["fr"].newsletter

    assert "Lire la note" in text
    for row in published.contributions.all():
        assert row.city.name_fr in text


def test_addresses_open(published, client, settings):
    for note in shared(published).values():
        for address in (note.address, *note.files.values()):
            assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200


def test_what_is_changed_after_publishing_is_not_told(published):
    published.title_en = "Secret title"
    published.save()

    assert "Secret" not in shared(published)["en"].newsletter + shared(published)["en"].post


@pytest.mark.parametrize("title", ["Water " * 49, "W" * 290, "Eau"])
def test_post_is_never_longer_than_networks_take(db, title):
    session = make_full_session(rows=1, title_en=title)
    publish(session, override="the test")

    post = shared(session)["en"].post

    assert len(post) <= LONGEST_POST
    assert "/en/sessions/" in post
    assert post.split()[0].startswith(title[:3])


def test_note_without_cities_says_nothing_of_cities(db):
    session = make_session(introduction_en="We met.")
    publish(session, override="the test")

    note = shared(session)["en"]

    assert "cit" not in note.post.replace(note.address, "")
    assert note.address in note.newsletter


def test_more_than_a_dozen_cities_are_counted(db):
    session = make_full_session(rows=15)
    publish(session, override="the test")

    assert "3 more cities" in shared(session)["en"].newsletter


def qr(client, session, language):
    address = reverse("admin:sessions_app_learningsession_qr", args=[session.pk])
    return client.get(address, {"language": language})


def test_page_shows_what_to_share_only_once_it_is_published(client, published):
    client.force_login(make_user(group=RAPPORTEURS))
    draft = make_full_session(rows=1)
    page = "admin:sessions_app_learningsession_cockpit"

    shown = client.get(reverse(page, args=[published.pk])).content.decode()
    hidden = client.get(reverse(page, args=[draft.pk])).content.decode()

    assert "Share the note" in shown
    assert "Share the note" not in hidden


def test_code_is_a_file_of_the_published_languages_alone(client, published):
    client.force_login(make_user(group=RAPPORTEURS))

    answer = qr(client, published, "fr")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"] == f'attachment; filename="{published.slug}-fr.svg"'
    assert qr(client, published, "xx").status_code == 404
    assert qr(client, make_full_session(rows=1), "fr").status_code == 404
