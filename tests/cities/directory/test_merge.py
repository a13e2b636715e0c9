"""Merging cities: everything that hung on either hangs on the one that stays."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.utils.timezone import now

from cities.contributions.drafts import Draft
from cities.directory.merge import CannotMerge, merge, plan
from cities.directory.merge.relations import RULES, label, relations, rule_of
from cities.models import City, Contribution, FormerSlug, Invitation, Officer
from cities.review.comparison import review
from cities.review.printed_texts import printed_texts
from llex.core.models import Mail, TranslationMark
from sessions_app.models import Organisation, Participant, Person
from tests.factories import (
    bring_to,
    in_all,
    make_city,
    make_contribution,
    make_officer,
    make_organisation,
    make_person,
    make_service,
    make_session,
    make_user,
)
from tests.factories_cities import make_call


@pytest.mark.parametrize("model", [City, Contribution, Officer])
def test_every_relation_has_a_rule(model):
    """A relation that a constraint keeps single needs one in `cities.directory.merge.relations`."""
    found = relations(model)

    assert len(found) > 0
    assert [label(relation) for relation in found if rule_of(relation) is None] == []


def test_marks_and_mails_are_the_only_generic_relations():
    """Marks are handed over; a mail that was written stays one about what it was written for."""
    generic = {
        model
        for name in ("llex", "priorities", "cities", "sessions_app")
        for model in apps.get_app_config(name).get_models()
        if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    }

    assert generic == {TranslationMark, Mail}


def test_rules_are_of_relations_that_exist():
    merged = (City, Contribution, Officer, Organisation, Participant, Person)
    known = {label(found) for model in merged for found in relations(model)}

    assert set(RULES) <= known


def test_everything_moves_to_the_city_that_stays(db):
    kept, gone = make_city(), make_city()
    moved = [
        make_contribution(city=gone),
        make_officer(city=gone),
        make_person(city=gone),
        make_call(city=gone),
    ]
    own, shared = make_organisation(), make_organisation()
    kept.networks.add(shared)
    gone.networks.add(own, shared)
    FormerSlug.objects.record("very-old", gone)

    merge(kept, [gone])

    for row in moved:
        row.refresh_from_db()
        assert row.city == kept
    assert set(kept.networks.all()) == {own, shared}
    assert list(City.objects.all()) == [kept]
    assert City.objects.by_slug("very-old") == City.objects.by_slug(gone.slug) == kept


def test_several_are_merged_at_once(db):
    kept, *gone = (make_city() for _number in range(4))
    for city in gone:
        make_contribution(city=city)

    merge(kept, gone)

    assert kept.contributions.count() == 3
    assert {City.objects.by_slug(city.slug) for city in gone} == {kept}


def test_what_is_missing_is_filled_in_and_the_rest_becomes_spellings(db):
    kept = make_city(**dict.fromkeys(("name_en", "name_fr"), "Rome"), name_es=None, name_ar=None)
    gone = make_city(
        name_en="Roma", name_fr="Rome", name_es="Roma", name_ar="روما", slug="roma-capitale",
        latitude=41.9, longitude=12.5, population=5, population_year=2020, geoname_id=9,
        other_spellings=["Urbs", "ROME"],
    )  # fmt: skip

    merge(kept, [gone])

    kept.refresh_from_db()
    assert (kept.name_en, kept.name_es, kept.name_ar) == ("Rome", "Roma", "روما")
    assert (kept.latitude, kept.longitude, kept.geoname_id) == (41.9, 12.5, 9)
    assert (kept.population, kept.population_year) == (5, 2020)
    assert kept.other_spellings == ["Urbs", "roma-capitale"]
    assert kept.spellings.filter(key="roma", is_name=True).exists()


def test_figures_of_the_city_that_stays_are_not_mixed_with_others(db):
    kept = make_city(population=7, population_year=None)
    gone = make_city(population=5, population_year=2020)

    merge(kept, [gone])

    kept.refresh_from_db()
    assert (kept.population, kept.population_year) == (7, None)


def test_officer_of_both_holds_one_office_and_every_link_lives_on(db):
    user = make_user()
    kept, gone = make_officer(user=user), make_officer(user=user, position="Mayor")
    Officer.objects.filter(pk=gone.pk).update(since=now().replace(year=2020))
    invitation = Invitation.objects.create(
        contribution=make_contribution(city=gone.city, state="invited"), officer=gone
    )

    merge(kept.city, [gone.city])

    officer = Officer.objects.get()
    assert (officer.pk, officer.position, officer.since.year) == (kept.pk, "Mayor", 2020)
    invitation.refresh_from_db()
    assert invitation.officer == officer
    assert invitation.is_valid


def test_former_office_stays_beside_the_present_one(db):
    user = make_user()
    kept, former = make_officer(user=user), make_officer(user=user, until=now())

    merge(kept.city, [former.city])

    assert Officer.objects.filter(city=kept.city, user=user).count() == 2


def test_marks_of_translations_go_with_their_texts(db):
    kept, gone = make_city(), make_city()
    for city, code in ((kept, "fr"), (gone, "fr"), (gone, "es")):
        TranslationMark.objects.mark(
            city, "name", code, source_language="en", state=TranslationMark.State.APPROVED
        )

    merge(kept, [gone])

    marks = TranslationMark.objects.values_list("object_id", "language")
    assert set(marks.filter(field="name", content_type__model="city")) == {
        (kept.pk, "fr"), (kept.pk, "es"), (kept.pk, "ar"),
    }  # fmt: skip


def test_merging_is_in_the_log_with_its_author(db):
    kept, gone, user = make_city(), make_city(name_en="Roma", slug="roma"), make_user()

    merge(kept, [gone], by=user)

    entry = LogEntry.objects.get_for_object(kept).filter(changes__has_key="merged").get()
    assert entry.changes_dict["merged"] == ["", "Roma (roma)"]
    assert entry.actor == user


# --- Two contributions to one session -------------------------------------------------------------


def pair(session=None, states=("accepted", "accepted"), **overrides):
    session = session or make_session()
    return [make_contribution(session=session, state=state, **overrides) for state in states]


def test_contributions_to_one_session_are_brought_together(db):
    kept, gone = pair()
    texts = [response.text for row in (kept, gone) for response in row.responses.all()]
    sent = [row.submissions.get().content for row in (kept, gone)]
    gone.review_notes.create(text="Remember the annex.")
    call = make_call(session=kept.session, contribution=gone)

    merge(kept.city, [gone.city])

    kept.refresh_from_db()
    assert Contribution.objects.get() == kept
    assert [response.text for response in kept.responses.all()] == texts
    assert [response.order for response in kept.responses.all()] == [0, 1]
    assert kept.challenges.count() == 2
    assert [row.content for row in kept.submissions.filter(number__lte=2)] == sent
    together = kept.submissions.get(number=3).content
    assert together["responses"] == [*sent[0]["responses"], *sent[1]["responses"]]
    assert together["challenges"] == [*sent[0]["challenges"], *sent[1]["challenges"]]
    assert kept.review_notes.get(text="Remember the annex.")
    call.refresh_from_db()
    assert call.contribution == kept
    assert not kept.is_wording_approved


def test_what_only_one_can_say_is_kept_in_a_note(db):
    session = make_session()
    kept = make_contribution(session=session, representative_name="Ada", quote="We stand.")
    gone = make_contribution(
        session=session,
        representative_name="Bob",
        representative_position="Clerk",
        quote="We fall.",
    )

    merge(kept.city, [gone.city])

    kept.refresh_from_db()
    assert (kept.representative_name, kept.quote) == ("Ada", "We stand.")
    note = kept.review_notes.get()
    assert "Bob, Clerk" in note.text
    assert "We fall." in note.text
    assert not note.to_city


def test_consent_counts_only_where_both_gave_it(db):
    kept, gone = pair()
    Contribution.objects.filter(pk=kept.pk).update(consented_at=now())

    merge(kept.city, [gone.city])

    kept.refresh_from_db()
    assert kept.consented_at is None


@pytest.mark.parametrize(
    ("of_kept", "of_gone", "source"),
    [((2, "form"), (1, "paper"), "paper"), ((1, "form"), (2, "paper"), "form"),
     ((1, "form"), None, ""), (None, (1, "paper"), "")],
)  # fmt: skip
def test_source_of_the_later_consent_counts_if_both_gave_it(db, of_kept, of_gone, source):
    kept, gone = pair()
    for row, consent in ((kept, of_kept), (gone, of_gone)):
        days, how = consent or (0, "")
        given = now() - timedelta(days=days) if consent else None
        Contribution.objects.filter(pk=row.pk).update(consented_at=given, consent_source=how)

    merge(kept.city, [gone.city])

    kept.refresh_from_db()
    assert kept.consent_source == source


@pytest.mark.parametrize("empty", ["invited", "declined", "withdrawn"])
@pytest.mark.parametrize("kept_is_empty", [True, False])
def test_contribution_that_says_nothing_gives_way(db, empty, kept_is_empty):
    session = make_session()
    silent = make_contribution(session=session, state=empty, responses=0, challenges=0)
    speaking = make_contribution(session=session)
    silent.review_notes.create(text="They asked twice.")
    kept, gone = (silent, speaking) if kept_is_empty else (speaking, silent)

    merge(kept.city, [gone.city])

    left = Contribution.objects.get()
    assert (left.city, left.state) == (kept.city, "accepted")
    assert left.responses.count() == left.submissions.count() == left.review_notes.count() == 1


def test_of_two_links_of_one_officer_to_one_contribution_the_later_lives(db):
    user, session = make_user(), make_session()
    officers = [make_officer(user=user) for _number in range(2)]
    first, second = (
        Invitation.objects.create(
            contribution=make_contribution(
                session=session, city=officer.city, state="invited", responses=0, challenges=0
            ),
            officer=officer,
            sent_at=now(),
        )
        for officer in officers
    )

    merge(officers[0].city, [officers[1].city])

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_valid, second.is_valid) == (False, True)
    assert first.contribution == second.contribution


@pytest.mark.parametrize(
    ("states", "why"),
    [
        (("accepted", "submitted"), "same state"),
        (("accepted", "draft"), "same state"),
        (("draft", "draft"), "writing"),
        (("accepted", "submitted"), "Or withdraw the one"),
    ],
)
def test_merging_is_refused_where_contributions_cannot_be_one(db, states, why):
    kept, gone = pair(states=states)
    make_officer(city=gone.city)

    assert why in plan(kept.city, [gone.city]).obstacles[0]
    with pytest.raises(CannotMerge, match=why):
        merge(kept.city, [gone.city])

    gone.refresh_from_db()
    assert gone.city.officers.count() == 1
    assert Contribution.objects.count() == 2
    assert not LogEntry.objects.filter(changes__has_key="merged").exists()


@pytest.mark.parametrize("ended", ["withdrawn", "declined"])
@pytest.mark.parametrize("kept_has_ended", [True, False])
def test_what_has_ended_is_remembered_and_not_printed(db, ended, kept_has_ended):
    session = make_session()
    living = make_contribution(session=session, original_language="fr")
    over = make_contribution(session=session, state="draft", original_language="sw")
    bring_to(over, ended)
    over.submissions.create(number=1, content={"responses": [], "sent": "before"})
    over.responses.get().services.add(make_service(**in_all("name", "Logement")))
    over.responses.update(text_fr="Un abri.", original_text="Makao.", title_fr="Abris")
    over.draft = Draft(language="sw", quote="Tuko pamoja.").to_data()
    over.save()
    texts = [(row.pk, row.text) for row in (*living.responses.all(), *living.challenges.all())]
    sent = [row.content for one in (over, living) for row in one.submissions.all()]
    kept, gone = (over, living) if kept_has_ended else (living, over)

    made = plan(kept.city, [gone.city])
    merge(kept.city, [gone.city])

    assert (made.obstacles, made.together, made.remembered) == ([], [], [str(session)])
    left = Contribution.objects.get()
    assert (left.city, left.state) == (kept.city, "accepted")
    rows = (*left.responses.all(), *left.challenges.all())
    assert [(row.pk, row.text) for row in rows] == texts
    assert [row.content for row in left.submissions.all()] == sent
    assert not any(answer.is_new for answer in review(left).answers)
    note = left.review_notes.get()
    assert not note.to_city
    for text in (
        "Un abri.",
        "Makao.",
        "Abris",
        "Logement",
        "Tuko pamoja.",
        over.get_state_display(),
    ):
        assert text in note.text


def test_invitation_goes_on_where_the_other_was_withdrawn(db):
    session = make_session()
    invited = make_contribution(session=session, state="invited", responses=0, challenges=0)
    withdrawn = make_contribution(session=session, state="withdrawn")

    merge(withdrawn.city, [invited.city])

    left = Contribution.objects.get()
    assert (left.city, left.state) == (withdrawn.city, "invited")
    assert not left.responses.exists()
    assert left.review_notes.exists()


def test_of_an_invited_city_who_speaks_for_it_is_not_lost(db):
    session, person = make_session(), make_person()
    invited = make_contribution(
        session=session, state="invited", responses=0, challenges=0, representative=person
    )
    speaking = make_contribution(session=session)

    merge(invited.city, [speaking.city])

    assert Contribution.objects.get().representative == person


def test_after_merging_both_are_compared_with_what_each_had_sent(db):
    kept, gone = pair()

    merge(kept.city, [gone.city])

    shown = review(Contribution.objects.get())
    assert [text.sent for text in shown.texts() if text.field == "text"] == [
        text.now for text in shown.texts() if text.field == "text"
    ]
    assert [text for text in shown.texts() if text.changes or text.resent] == []
    assert not any(answer.is_new for answer in shown.answers)
    assert not any(one.differs for one in printed_texts(Contribution.objects.get()))


@pytest.mark.parametrize(
    "difference", [{"original_language": "fr"}, {"licence": "CC0"}, {"consent_text": "2026-01"}]
)
def test_merging_is_refused_where_the_cities_wrote_or_agreed_differently(db, difference):
    session = make_session()
    kept = make_contribution(session=session)
    gone = make_contribution(session=session, **difference)

    with pytest.raises(CannotMerge):
        merge(kept.city, [gone.city])


def test_merging_is_refused_for_one_alone_itself_too_many_or_one_that_is_gone(db):
    kept, gone = make_city(), make_city()
    cities = [make_city() for _number in range(10)]
    lost = make_city()
    City.objects.filter(pk=lost.pk).delete()

    for others in ([], [kept], cities, [gone, lost]):
        with pytest.raises(CannotMerge):
            merge(kept, others)

    assert City.objects.count() == 12


def test_relation_without_a_rule_stops_the_merging(db, monkeypatch):
    monkeypatch.delitem(RULES, "cities.officer.city")
    kept, gone = make_city(), make_officer().city

    with pytest.raises(CannotMerge, match="brought together"):
        merge(kept, [gone])

    assert City.objects.count() == 2


def test_plan_writes_nothing_and_says_what_moves(db):
    kept, gone = make_city(name_ar=None), make_city(country="FR", kind="region")
    make_contribution(city=gone)
    make_officer(city=gone)
    gone.networks.add(make_organisation())

    made = plan(kept, [gone])

    assert dict(made.moving) == {"Contributions": 1, "Officers": 1, "Networks": 1}
    assert [name for name, _value in made.filled] == ["Name [ar]"]
    assert len(made.remarks) == 2
    assert made.obstacles == []
    assert City.objects.count() == 2
