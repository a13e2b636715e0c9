"""What publishing writes for the pages of cities, and what never gets there."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from cities.directory.merge.cities import merge
from cities.models import (
    City,
    CityNameProjection,
    CityProjection,
    CityServiceProjection,
    ContributionProjection,
    EntryAddress,
    EntryProjection,
    ProjectionState,
    ResponseUpdate,
    Submission,
)
from cities.public import projection
from sessions_app.briefing.editions import publish
from sessions_app.groups import ORGANISERS
from sessions_app.models import Edition
from tests.factories import (
    bring_to,
    in_all,
    make_challenge,
    make_city,
    make_contribution,
    make_full_session,
    make_invitation,
    make_officer,
    make_participant,
    make_published,
    make_quote,
    make_response,
    make_service,
    make_session,
    make_user,
)

pytestmark = pytest.mark.usefixtures("empty_print_files")

TABLES = (
    CityProjection,
    CityNameProjection,
    CityServiceProjection,
    ContributionProjection,
    EntryAddress,
    EntryProjection,
)


def slugs():
    return set(ContributionProjection.objects.values_list("city__slug", flat=True))


def everything():
    """All that readers could find, as one text."""
    return str([list(table.objects.order_by("pk").values()) for table in TABLES])


def content():
    """The projection without the numbers of its rows."""
    said = ContributionProjection.objects.order_by("session_id", "city__slug")
    names = CityNameProjection.objects.order_by("city__slug", "language")
    return (
        [(c.city.slug, c.session_slug, c.edition, c.rows, c.original) for c in said],
        [(n.city.slug, n.language, n.name, n.country_name) for n in names],
        sorted(CityServiceProjection.objects.values_list("city__slug", "service")),
        ProjectionState.objects.get().facets,
    )


def test_publish_writes_what_readers_find(db):
    session = make_full_session()

    edition = publish(session).edition

    assert slugs() == {c.city.slug for c in session.contributions.all()}
    found = ContributionProjection.objects.first()
    assert (found.session_slug, found.edition, found.published_at) == (
        session.slug,
        edition.number,
        edition.published_at,
    )
    assert set(found.rows) == {"en", "fr", "es", "ar"}
    assert ProjectionState.objects.get().facets["cities"] == 2


def test_publishing_that_fails_writes_nothing(db, monkeypatch):
    session = make_full_session()

    def fail(*_arguments):
        raise RuntimeError

    monkeypatch.setattr(projection, "count_facets", fail)
    with pytest.raises(RuntimeError):
        publish(session)

    assert [table.objects.count() for table in TABLES] == [0] * len(TABLES)
    assert not Edition.objects.exists()


def test_only_accepted_contributions_are_published(db):
    session = make_session()
    states = ("invited", "draft", "submitted", "changes_requested", "withdrawn", "declined")
    secrets = []
    for state in states:
        contribution = make_contribution(session=session, state="invited", responses=0)
        type(contribution).objects.filter(pk=contribution.pk).update(state="draft")
        contribution.refresh_from_db()
        make_response(contribution=contribution, text_en=f"secret {state}")
        secrets.append(f"secret {state}")
        if state in ("submitted", "changes_requested", "withdrawn"):
            bring_to(contribution, state)
    shown = make_contribution(session=session)

    make_published(session)

    assert slugs() == {shown.city.slug}
    assert not any(secret in everything() for secret in secrets)


def test_what_is_accepted_or_edited_after_the_edition_waits_for_the_next(db):
    session = make_session()
    early = make_contribution(session=session)
    late = make_contribution(session=session, state="submitted")
    make_published(session)

    late.accept()
    early.responses.update(text_en="Edited since")
    City.objects.filter(pk=early.city_id).update(name_en="Renamed since")

    assert slugs() == {early.city.slug}
    assert "Edited since" not in everything()
    assert "Renamed since" not in everything()

    make_published(session)

    assert slugs() == {early.city.slug, late.city.slug}
    assert "Edited since" in everything()
    assert set(ContributionProjection.objects.values_list("edition", flat=True)) == {2}


def test_withdrawn_city_disappears_with_the_next_edition(db):
    session, other = make_session(), make_session()
    stays, goes, elsewhere = (make_contribution(session=session) for _ in range(3))
    make_contribution(session=other, city=elsewhere.city)
    make_published(session)
    make_published(other)

    goes.withdraw()
    elsewhere.withdraw()
    assert goes.city.slug in slugs()
    make_published(session)

    assert slugs() == {stays.city.slug, elsewhere.city.slug}
    assert not CityProjection.objects.filter(slug=goes.city.slug).exists()
    assert CityProjection.objects.get(slug=elsewhere.city.slug).contribution_count == 1
    assert ProjectionState.objects.get().facets["cities"] == 2


# --- The city's own words -------------------------------------------------------------------------


def originals():
    return dict(ContributionProjection.objects.values_list("city__slug", "original"))


def test_own_words_are_published_only_with_consent(db):
    session = make_session()
    silent = make_contribution(session=session, original_language="fr")
    agreed = make_contribution(session=session, original_language="fr", consented_at=now())

    make_published(session)

    found = originals()
    assert found[silent.city.slug] is None
    words = found[agreed.city.slug]
    assert words["language"] == "fr"
    assert "(fr)" in str(words)
    assert "(en)" not in str(words)


def test_row_without_consent_stays_in_the_note_and_out_of_the_pages_of_cities(client, db):
    session = make_full_session(slug="note")
    silent, other = session.contributions.order_by("pk")
    make_invitation(contribution=silent, officer=make_officer(city=silent.city))
    other.responses.get().answers.add(silent.challenges.get())
    silent.responses.get().answers.add(other.challenges.get())

    publish(session, override="Its mayor agreed on the telephone.")

    assert slugs() == {other.city.slug}
    assert silent.city.slug not in everything()
    note = client.get("/en/sessions/note/briefing/").content.decode()
    assert f"/cities/{other.city.slug}/" in note
    assert f"/cities/{silent.city.slug}/" not in note
    assert f'id="city-{silent.city.slug}"' in note


def test_own_words_are_those_that_were_sent_not_the_edited_ones(db):
    session = make_session()
    contribution = make_contribution(session=session, consented_at=now())
    contribution.responses.update(text_en="Edited by the secretariat")

    make_published(session)

    assert "Edited by" in str(ContributionProjection.objects.get().rows["en"])
    assert "Edited by" not in str(ContributionProjection.objects.get().original)


def test_own_words_of_an_answer_that_was_left_out_are_not_published(db):
    session = make_session()
    contribution = make_contribution(session=session, consented_at=now(), state="draft")
    for kind in (make_response, make_challenge):
        kind(contribution=contribution, text_en="Call my neighbour")
    bring_to(contribution, "accepted")
    for answers in (contribution.responses, contribution.challenges):
        answers.get(text_en="Call my neighbour").delete()

    make_published(session)

    assert "Call my neighbour" not in everything()
    original = ContributionProjection.objects.get().original
    assert [len(original[kind]) for kind in ("responses", "challenges")] == [1, 1]


@pytest.mark.parametrize("is_officer", [False, True])
def test_what_an_organiser_handed_in_is_not_in_the_citys_own_words(db, is_officer):
    session = make_session()
    contribution = make_contribution(session=session, consented_at=now(), state="draft")
    organiser = make_user(group=ORGANISERS)
    if is_officer:
        make_officer(city=contribution.city, user=organiser)
    contribution.submit(by=make_officer(city=contribution.city).user)
    contribution.request_changes("Since when?")
    contribution.responses.update(text_en="As they told us by telephone")
    contribution.submit(by=organiser)
    contribution.accept()

    make_published(session)

    found = ContributionProjection.objects.get()
    assert "by telephone" in str(found.rows)
    assert ("by telephone" in str(found.original)) is is_officer
    assert len(found.original["responses"]) == 1


def test_own_words_in_any_language_are_kept(db):
    session = make_session()
    contribution = make_contribution(session=session, consented_at=now(), original_language="pt")
    sent = Submission.objects.get()
    sent.content["responses"][0]["text"]["pt"] = "Abrimos abrigos"
    Submission.objects.filter(pk=sent.pk).update(content=sent.content)

    make_published(session)

    assert contribution.original_language == "pt"
    assert originals()[contribution.city.slug]["language"] == "pt"
    assert "Abrimos abrigos" in everything()


def test_words_sent_after_the_edition_are_not_published_by_a_rebuild(db):
    session = make_session()
    contribution = make_contribution(session=session, consented_at=now())
    make_published(session)
    contribution.request_changes("Which shelters?")
    contribution.responses.update(text_en="Not agreed yet")
    contribution.submit()

    call_command("rebuild_projection", stdout=io.StringIO())

    assert "Not agreed" not in everything()
    assert slugs() == {contribution.city.slug}


# --- What is linked -------------------------------------------------------------------------------


def test_row_names_answers_services_and_the_quotation_of_its_speaker(db):
    session = make_session()
    speaker = make_participant(session=session)
    make_quote(session=session, speaker=speaker, **in_all("text", "Nobody alone"))
    make_quote(session=session, **in_all("text", "Somebody else's"))
    one = make_contribution(session=session, representative=speaker.person)
    other = make_contribution(session=session, challenges=2)
    service = make_service(slug="water")
    response = one.responses.get()
    response.services.add(service)
    response.answers.add(*other.challenges.all(), one.challenges.get())

    make_published(session)

    row = ContributionProjection.objects.get(city__slug=one.city.slug).row("fr")
    assert row.language == "fr"
    answered = [answer.city.slug for answer in row.answered_by(row.responses[0])]
    assert sorted(answered) == sorted([one.city.slug, other.city.slug])
    assert set(row.services()) == {"water"}
    assert [str(quotation.speaker) for quotation in row.quotations] == [speaker.person.name]
    answered = ContributionProjection.objects.get(city__slug=other.city.slug).row("fr")
    assert [place.slug for place in answered.challenges[0].answered_by] == [one.city.slug]


def test_names_come_from_the_newest_session(db):
    city = make_city(**in_all("name", "Old name"))
    older = make_session(starts_at="2020-04-01T12:00Z")
    newer = make_session(starts_at="2021-04-01T12:00Z")
    make_contribution(session=newer, city=city)
    make_published(newer)
    City.objects.filter(pk=city.pk).update(name_en="Older name")
    city.refresh_from_db()
    make_contribution(session=older, city=city)

    make_published(older)

    assert CityNameProjection.objects.get(language="en").name == "Old name (en)"
    assert CityProjection.objects.get().contribution_count == 2


# --- Anew -----------------------------------------------------------------------------------------


def test_rebuild_writes_the_same_again(db):
    session, other = make_session(), make_session()
    city = make_city(latitude=4.6, longitude=-74.1)
    service = make_service()
    for one in (session, other):
        contribution = make_contribution(session=one, city=city, consented_at=now())
        contribution.responses.get().services.add(service)
        make_published(one)
    make_published(other)
    before = content()

    for _ in range(2):
        call_command("rebuild_projection", stdout=io.StringIO())
        assert content() == before


def test_city_whose_row_is_gone_stays_published(db):
    session = make_session()
    contribution = make_contribution(session=session)
    slug = contribution.city.slug
    make_published(session)
    city = contribution.city
    contribution.delete()
    city.delete()

    call_command("rebuild_projection", stdout=io.StringIO())

    assert slugs() == {slug}


def test_what_was_published_follows_a_city_to_its_new_slug_and_into_another(db):
    session = make_session()
    one, other = make_contribution(session=session), make_contribution(session=session)
    make_challenge(contribution=one)
    make_published(session)

    one.city.slug = "renamed"
    one.city.save()
    assert slugs() == {"renamed", other.city.slug}

    merge(other.city, [one.city])
    assert slugs() == {other.city.slug}
    assert CityProjection.objects.get().contribution_count == 2
    said = content()[0]
    call_command("rebuild_projection", stdout=io.StringIO())
    assert slugs() == {other.city.slug}
    assert len(content()[0]) == len(said) == 2


@pytest.mark.parametrize("state", ["accepted", "withdrawn"])
def test_rows_of_merged_cities_keep_each_its_own_words(db, state):
    session = make_session()
    kept, gone = (make_contribution(session=session, consented_at=now()) for _number in range(2))
    make_published(session)
    before = own_words_by_row()
    other = gone.responses.get().pk
    if state == "withdrawn":
        gone.withdraw()

    merge(kept.city, [gone.city])
    call_command("rebuild_projection", stdout=io.StringIO())

    assert len({str(words) for words in before.values()}) == 2
    left = before if state == "accepted" else before | {other: None}
    assert own_words_by_row() == left


def own_words_by_row():
    said = ContributionProjection.objects.all()
    return {one.row("en").responses[0].id: one.original for one in said}


def test_merged_cities_speak_both_in_the_next_edition(db):
    session = make_session()
    kept, gone = (make_contribution(session=session, consented_at=now()) for _number in range(2))
    texts = [one.responses.get().text_en for one in (kept, gone)]
    merge(kept.city, [gone.city])

    make_published(session)

    original = str(ContributionProjection.objects.get().original)
    assert all(text in original for text in texts)


def test_own_words_of_what_the_note_leaves_out_are_not_published(db):
    contribution = make_contribution(session=make_session(), responses=2, consented_at=now())
    first, second = contribution.responses.order_by("pk")
    texts = first.text_en, second.text_en
    second.delete()

    make_published(contribution.session)

    original = str(ContributionProjection.objects.get().original)
    assert texts[0] in original
    assert texts[1] not in original


def test_own_words_are_found_again_under_a_new_slug(db):
    contribution = make_contribution(session=make_session(), consented_at=now())
    make_published(contribution.session)
    original = ContributionProjection.objects.get().original
    contribution.city.slug = "renamed"
    contribution.city.save()

    call_command("rebuild_projection", stdout=io.StringIO())

    assert original
    assert ContributionProjection.objects.get().original == original


def test_what_became_of_a_response_is_published_with_its_day(db):
    contribution = make_contribution(session=make_session(), responses=2)
    changed, _same = contribution.responses.order_by("pk")
    ResponseUpdate.objects.create(
        response=changed, kind="changed", said_on=date(2020, 9, 25), text_en="Two more shelters"
    )
    make_published(contribution.session)

    first, second = ContributionProjection.objects.get().row("en").responses
    assert (first.update.kind, first.update.day) == ("changed", date(2020, 9, 25))
    assert "Two more shelters" in str(first.update.text)
    assert second.update is None
