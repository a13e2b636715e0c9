"""Measures and challenges one by one: their addresses, titles, answers, and what withdraws them."""

import pytest

from cities.models import EntryAddress, EntryAnswerProjection, EntryProjection
from cities.public import projection
from llex.core.text import first_sentence, parse
from tests.factories import (
    in_all,
    make_challenge,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_service,
    make_session,
)


@pytest.fixture
def said(db):
    """A contribution with one titled response that answers its one challenge."""
    contribution = make_contribution(session=make_session(), responses=0, challenges=0)
    response = make_response(
        contribution=contribution,
        **in_all("title", "Rents are suspended"),
        **in_all("text", "For three months. Nobody is evicted."),
        since="2020-03-18",
    )
    challenge = make_challenge(contribution=contribution, text_en="Rents fall due. What then?")
    response.answers.add(challenge)
    response.services.add(make_service(slug="housing"))
    return response, challenge


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Rents are suspended.", "Rents are suspended"),
        ("Rents are suspended. Then what?", "Rents are suspended"),
        ("Who pays? Nobody knows.", "Who pays?"),
        ("St. Louis pays 3.5 million. All of it.", "St. Louis pays 3.5 million"),
        ("« Restez chez vous. » Puis la ville ferme.", "« Restez chez vous. »"),
        ("أُغلقت الأسواق. ثم فُتحت.", "أُغلقت الأسواق"),
        ("ماذا بعد؟ لا نعرف.", "ماذا بعد؟"),
        ("**Rents** are _low_.\n\nA second paragraph.", "Rents are low"),
        ("To be continued...", "To be continued..."),
        ("word " * 60, ("word " * 28).strip() + "…"),
        ("", ""),
    ],
)
def test_first_sentence_is_a_title(text, sentence):
    assert first_sentence(parse(text, "en")) == sentence


def test_entry_has_an_address_that_ends_in_its_number(said):
    response, challenge = said
    make_published(response.contribution.session)

    slugs = set(EntryAddress.objects.values_list("slug", flat=True))

    assert slugs == {f"rents-are-suspended-en-{response.pk}", f"rents-fall-due-{challenge.pk}"}


def test_address_stays_when_the_words_change(said):
    response, _challenge = said
    make_published(response.contribution.session)
    before = EntryAddress.objects.get(kind="response").slug

    response.title_en = "Nobody pays rent"
    response.save()
    make_published(response.contribution.session)

    assert EntryAddress.objects.get(kind="response").slug == before
    assert EntryProjection.objects.get(kind="response").title("en").text == "Nobody pays rent"


def test_response_and_challenge_with_the_same_words_and_number_have_two_addresses(db):
    contribution = make_contribution(session=make_session(), responses=0, challenges=0)
    make_response(pk=77001, contribution=contribution, text_en="Water")
    make_challenge(pk=77001, contribution=contribution, text_en="Water")
    make_published(contribution.session)

    slugs = sorted(EntryAddress.objects.values_list("slug", flat=True))

    assert slugs == ["water-77001", "water-challenge-77001"]


def test_projected_entry_says_what_the_note_prints(said):
    response, challenge = said
    make_published(response.contribution.session)

    entry = EntryProjection.objects.get(kind="response")

    assert entry.number == response.pk
    assert entry.title("fr").text == "Rents are suspended (fr)"
    assert entry.title("fr").language == "fr"
    assert entry.since.isoformat() == "2020-03-18"
    assert [one.service for one in entry.services.all()] == ["housing"]
    assert [one.challenge for one in EntryAnswerProjection.objects.all()] == [challenge.pk]
    assert EntryProjection.objects.get(kind="challenge").title("en").text == "Rents fall due"


def test_taken_out_entry_keeps_its_address_and_comes_back_to_it(said):
    response, _challenge = said
    session = response.contribution.session
    make_published(session)
    address = EntryAddress.objects.get(kind="response")
    projection.replace_session(session.pk, {})

    address.refresh_from_db()
    withdrawn = address.withdrawn_at
    assert withdrawn is not None
    assert not EntryProjection.objects.exists()
    projection.replace_session(session.pk, {})
    address.refresh_from_db()
    assert address.withdrawn_at == withdrawn

    make_published(session)

    again = EntryAddress.objects.get(kind="response")
    assert (again.pk, again.slug, again.withdrawn_at) == (address.pk, address.slug, None)


def test_merged_city_takes_its_entries_along(said):
    response, _challenge = said
    make_published(response.contribution.session)
    city = make_city(slug="bogota")
    make_contribution(session=make_session(), city=city)
    projection.rename_city(response.contribution.city.slug, "bogota")

    assert {entry.city.slug for entry in EntryProjection.objects.all()} == {"bogota"}
