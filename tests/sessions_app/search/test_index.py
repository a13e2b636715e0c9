"""What the index of the search has: what current editions print, and nothing else."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app.models import SearchDocument, SearchWord
from tests.factories import (
    bring_to,
    in_all,
    in_english,
    make_challenge,
    make_city,
    make_contribution,
    make_invitation,
    make_officer,
    make_participant,
    make_person,
    make_point,
    make_published,
    make_quote,
    make_response,
    make_service,
    make_session,
    make_theme,
)

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.fixture
def said(db):
    """A contribution of Bogotá: a response that answers a challenge of Rome."""
    session = make_session(slug="june", **in_all("title", "After the flood"))
    bogota = make_city(slug="bogota", country="CO", name_en="Bogotá", name_fr="Bogota")
    rome = make_city(slug="rome", country="IT", name_en="Rome", population=2_800_000)
    asked = make_contribution(session=session, city=rome, responses=0, challenges=0)
    challenge = make_challenge(contribution=asked, text_en="Rents fall due at once.")
    contribution = make_contribution(session=session, city=bogota, responses=0, challenges=0)
    response = make_response(
        contribution=contribution,
        **in_english("title", "Nobody is evicted"),
        **in_english("text", "Courts wait until a mediator was heard."),
        since="2020-03-18",
    )
    response.services.add(make_service(slug="housing", **in_all("name", "Housing")))
    response.answers.add(challenge)
    return contribution


def rows(**wanted):
    return SearchDocument.objects.filter(**wanted)


def test_each_thing_has_a_row_for_the_readers_of_each_language(said):
    make_published(said.session)

    found = rows(kind="measure")
    assert sorted(found.values_list("readers", flat=True)) == ["ar", "en", "es", "fr"]
    english = found.get(readers="en")
    assert (english.title, english.city, english.country, english.region, english.size) == (
        "Nobody is evicted",
        "bogota",
        "CO",
        "SA",
        "",
    )
    assert english.services == " housing "
    assert english.year == english.day.year
    assert str(english.since) == "2020-03-18"
    assert english.session == "june"


def test_text_missing_in_a_language_is_offered_in_the_original(said):
    make_published(said.session)

    french = rows(kind="measure").get(readers="fr")
    assert (french.language, french.is_in_original) == ("en", True)
    assert not rows(kind="measure").get(readers="en").is_in_original


def test_answers_and_answered_lead_to_one_another(said):
    make_published(said.session)

    response, challenge = (rows(kind=kind).get(readers="en") for kind in ("measure", "challenge"))
    assert response.links == [[challenge.slug, "Rome", "Rents fall due at once"]]
    assert challenge.links == [[response.slug, "Bogotá", "Nobody is evicted"]]
    assert challenge.size == "l"


def test_notes_points_quotations_and_cities_are_found(said):
    theme = make_theme(session=said.session, points=0)
    point = make_point(theme=theme, **in_all("text", "Say when arrears fall due."))
    make_quote(
        session=said.session,
        speaker=make_participant(session=said.session, person=make_person(name="Ada Colau")),
        **in_all("text", "A home is a right."),
    )
    make_published(said.session)

    english = {row.kind: row for row in rows(readers="en").exclude(kind="city")}
    assert english["point"].get_absolute_url().endswith(f"/briefing/#point-{point.pk}")
    assert english["quotation"].person == "Ada Colau"
    assert english["note"].title == "After the flood (en)"
    assert set(rows(readers="en", kind="city").values_list("slug", flat=True)) == {"bogota", "rome"}


def test_drafts_are_not_indexed(said):
    assert not rows().exists()


def test_row_without_consent_is_not_indexed(said):
    # An invited city answers for itself.
    make_invitation(contribution=said, officer=make_officer(city=said.city))
    make_published(said.session)

    assert not rows(city="bogota").exists()
    assert not rows(words__contains="evict").exists()
    assert not rows(words__contains="bogota").exists()
    assert not SearchWord.objects.filter(word="evicted").exists()


def test_withdrawn_row_leaves_with_the_next_edition(said):
    make_published(said.session)
    bring_to(said, "withdrawn")
    make_published(said.session)

    assert not rows(city="bogota").exists()
    assert rows(city="rome").exists()


def test_index_is_current_the_moment_an_edition_is_published(said):
    make_published(said.session)
    response = said.responses.get()
    response.title_en = "No household loses its home"
    response.save()
    make_published(said.session)

    titles = rows(kind="measure", readers="en").values_list("title", flat=True)
    assert list(titles) == ["No household loses its home"]


def test_renamed_city_and_session_are_found_by_their_present_address(said):
    make_published(said.session)
    said.city.slug = "bogota-dc"
    said.city.save()
    said.session.slug = "july"
    said.session.save()

    measure = rows(kind="measure", readers="en").get()
    assert (measure.city, measure.session) == ("bogota-dc", "july")
    assert rows(kind="city", city="bogota-dc").exists()
    assert not rows(city="bogota").exists()
    assert rows(kind="note", readers="en").get().slug == "july"


def test_rebuilding_writes_the_same_rows(said):
    make_published(said.session)
    fields = ("key", "readers", "title", "words", "links")
    before = sorted(map(str, rows().values_list(*fields)))
    SearchDocument.objects.all().delete()

    call_command("rebuild_projection")

    assert sorted(map(str, rows().values_list(*fields))) == before


def test_markup_is_no_part_of_texts(said):
    response = said.responses.get()
    response.text_en = "**Courts** wait; see [the act](https://example.org/act)."
    response.save()
    make_published(said.session)

    assert rows(kind="measure", readers="en").get().text == "Courts wait; see the act."


def test_only_rows_that_changed_are_written(said):
    make_published(said.session)
    before = dict(rows(readers="en").values_list("key", "pk"))
    response = said.responses.get()
    response.text_en = "Courts wait until a mediator was heard twice."
    response.save()
    with CaptureQueriesContext(connection) as captured:
        make_published(said.session)

    written = [
        query["sql"]
        for query in captured
        if query["sql"].startswith('INSERT INTO "sessions_app_searchdocument"')
    ]
    assert len(written) == 1
    assert "heard twice" in written[0]
    assert "june" in written[0]
    assert "note-" not in written[0]
    assert dict(rows(readers="en").values_list("key", "pk")) == before
    assert rows(kind="measure", readers="en", text__contains="heard twice").exists()


def test_words_of_a_corrected_row_are_found_and_its_former_ones_are_not(said):
    make_published(said.session)
    response = said.responses.get()
    response.text_en = "A lawyer is paid for everybody."
    response.save()
    make_published(said.session)

    assert rows(kind="measure", readers="en", words__matches="lawyer").exists()
    assert not rows(kind="measure", readers="en", words__matches="mediat").exists()


def test_note_is_found_by_the_names_of_those_who_took_part(said, client):
    person = make_person(name="Nomvula Dlamini")
    for session in (said.session, make_session(slug="july", **in_all("title", "After the fire"))):
        make_participant(session=session, person=person)
        make_published(session)

    page = client.get("/en/search/", {"q": "Nomvula Dlamini"}).content.decode()

    assert "/en/sessions/june/briefing/" in page
    assert "/en/sessions/july/briefing/" in page
    note = client.get("/en/sessions/june/briefing/").content.decode()
    assert 'href="/en/search/?q=Nomvula%20Dlamini"' in note
    first = client.get("/en/sessions/june/briefing/editions/1/").content.decode()
    assert "Nomvula Dlamini" in first


def test_quotation_leads_to_its_own_place_in_the_note(said, client):
    for name in ("Ada Colau", "Virginia Raggi"):
        make_quote(
            session=said.session,
            speaker=make_participant(session=said.session, person=make_person(name=name)),
            **in_all("text", f"A home is a right, says {name}."),
        )
    make_published(said.session)
    quotations = rows(readers="en", kind="quotation").order_by("anchor")

    note = client.get(quotations[0].get_absolute_url()).content.decode()
    assert [row.anchor for row in quotations] == [
        f"quote-{quote.pk}" for quote in said.session.quotes.all()
    ]
    for row in quotations:
        place = note.index(f'id="{row.anchor}"')
        assert row.person in note[place : note.index("</figure>", place)]
