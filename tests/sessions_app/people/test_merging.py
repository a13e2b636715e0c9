"""Two people, or two organisations, become one, and nothing that points to them is lost."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from cities.directory.merge.relations import relations, rule_of
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Organisation, Participant, Person
from sessions_app.people.duplicates import consonants, organisation_pairs, people_pairs
from sessions_app.people.merging import CannotMerge, merge, plan
from tests.factories import (
    make_contribution,
    make_organisation,
    make_participant,
    make_person,
    make_quote,
    make_session,
    make_user,
)


def reasons():
    return {(pair.one.name, pair.other.name): pair.reasons[0] for pair in people_pairs()}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("José Núñez", "jose nunez", "the same name"),
        ("Tang Xiaoping", "Xiaoping Tang", "the same name"),
        ("Ana Ruiz", "Ruiz, Ana", "the same name"),
        ("Salma Ben Youssef", "سلمى بن يوسف", "probably the same name in another script"),
        ("Begoña Villacís", "Begoña Vilacís", "nearly the same name"),
    ],
    ids=["accents", "order", "comma", "script", "letter"],
)
def test_duplicate_is_found_with_its_reason(db, one, other, why):
    make_person(name=one)
    make_person(name=other)

    assert reasons() == {(one, other): why}


def test_former_names_spellings_and_mailboxes_lead_to_duplicates(db):
    married = make_person(name="Ana Soler")
    married.name = "Ana Ruiz"
    married.save()
    make_person(name="Ana Soler", other_spellings=["Anita Paz"])
    make_person(name="Anita Paz")
    make_person(name="Eva Mora", email="eva.mora+llex@city.example")
    make_person(name="E. M. Delgado", email="evamora@city.example")

    assert reasons() == {
        ("Ana Ruiz", "Ana Soler"): "the former name of one",
        ("Ana Soler", "Anita Paz"): "the same name",
        ("Eva Mora", "E. M. Delgado"): "nearly the same address",
    }


def test_different_people_are_no_duplicates(db):
    for name in ("Ana Ruiz", "Eva Mora", "Luca Bergamo", "محمد بودرا", "Qi Shi"):
        make_person(name=name)

    assert people_pairs() == []


@pytest.mark.parametrize("count", [1, 3])
def test_finding_costs_the_same_for_few_and_many(db, count, django_assert_num_queries):
    for _pair in range(count):
        make_person(name="Ana Ruiz")
        make_person(name="Ana Ruiz")

    with django_assert_num_queries(3):
        people_pairs()


def test_consonants_agree_across_scripts():
    assert consonants("Salma Ben Youssef") == consonants("سلمى بن يوسف")


def test_organisations_are_found_by_name_acronym_and_website(db):
    names = [("Cities United", "CU", "https://www.cu.example/a"), ("Unrelated", "CU", ""),
             ("Third", "T", "http://cu.example")]  # fmt: skip
    for name, acronym, website in names:
        Organisation.objects.create(name_en=name, acronym_en=acronym, website=website)

    found = {(pair.one.name, pair.other.name): pair.reasons[0] for pair in organisation_pairs()}
    assert found == {
        ("Cities United", "Unrelated"): "the same acronym",
        ("Cities United", "Third"): "the same website",
    }


def test_every_relation_of_people_has_a_rule():
    for model in (Person, Organisation, Participant):
        assert [one for one in relations(model) if rule_of(one) is None] == []


def test_all_that_points_to_the_one_points_to_the_other(db):
    both = make_session()
    kept = make_person(name="Ana Ruiz", email="")
    gone = make_person(name="Anna Ruíz", email="ana@city.example", other_spellings=["آنا رويث"])
    mine = make_participant(
        session=both, person=kept, role="participant", status="registered",
        consents_to_listing=False, position_en="", position_fr="Maire",
    )  # fmt: skip
    theirs = make_participant(session=both, person=gone, status="attended", position_en="Mayor")
    other = make_participant(person=gone)
    quote = make_quote(session=both, speaker=theirs)
    contribution = make_contribution(session=both, representative=gone)

    made = merge(kept, gone)

    assert list(Person.objects.all()) == [made]
    assert made.email == "ana@city.example"
    assert made.other_spellings == ["Anna Ruíz", "آنا رويث"] or "آنا رويث" in made.other_spellings
    for row in (mine, other, quote, contribution):
        row.refresh_from_db()
    assert other.person == made
    assert quote.speaker == mine
    assert contribution.representative == made
    assert (mine.role, mine.status, mine.consents_to_listing) == ("city", "attended", True)
    assert (mine.position_en, mine.position_fr) == ("Mayor", "Maire")
    assert mine.privacy_notice
    entry = LogEntry.objects.get_for_object(made).filter(changes__has_key="merged").get()
    assert entry.changes["merged"] == ["", "Anna Ruíz"]


def test_the_chosen_value_holds_and_the_other_name_becomes_a_spelling(db):
    kept = make_person(name="Ana Ruiz", email="a@city.example")
    gone = make_person(name="Ana Ruiz Soler", email="b@city.example")

    made = merge(kept, gone, take=["name"])

    assert (made.name, made.email) == ("Ana Ruiz Soler", "a@city.example")
    assert made.other_spellings == ["Ana Ruiz"]


def test_what_has_gone_meanwhile_is_not_merged(db):
    kept, gone = make_person(), make_person()
    Person.objects.filter(pk=gone.pk).delete()

    with pytest.raises(CannotMerge, match="meanwhile"):
        merge(kept, gone)
    with pytest.raises(CannotMerge):
        merge(kept, kept)


def test_organisations_are_merged_with_their_series_and_people(db):
    kept, gone = make_organisation(website=""), make_organisation(website="https://cu.example")
    session = make_session()
    session.series.conveners.set([kept, gone])
    person = make_person(organisation=gone)

    made = merge(kept, gone)

    assert list(session.series.conveners.all()) == [made]
    person.refresh_from_db()
    assert person.organisation == made
    assert made.website == "https://cu.example"


def test_plan_says_what_differs_and_changes_nothing(db):
    kept = make_person(name="Ana Ruiz", email="a@city.example")
    gone = make_person(name="Ana Ruiz Soler", email="b@city.example")
    make_participant(person=gone)

    made = plan(kept, gone)

    assert {choice.name for choice in made.choices if choice.differs} == {"name", "email"}
    assert made.moving == [("Participants", 1)]
    assert Person.objects.count() == 2


@pytest.fixture
def pair(db):
    return make_person(name="Ana Ruiz"), make_person(name="Ana Ruíz")


def merge_address(kept, gone):
    return f"{reverse('admin:sessions_app_person_merge')}?keep={kept}&gone={gone}"


def test_organiser_compares_and_merges(client, pair):
    client.force_login(make_user(group=ORGANISERS))
    kept, gone = pair
    listed = client.get(reverse("admin:sessions_app_person_duplicates")).content.decode()
    assert f"keep={kept.pk}&amp;gone={gone.pk}" in listed
    address = merge_address(kept.pk, gone.pk)
    assert "Ana Ruíz" in client.get(address).content.decode()
    assert Person.objects.count() == 2

    answer = client.post(address, {"name": "gone"})

    assert answer.status_code == 302
    assert Person.objects.get().name == "Ana Ruíz"


@pytest.mark.parametrize("wrong", ["0", "x", "", "same"])
def test_merging_with_what_is_not_there_is_refused(client, pair, wrong):
    client.force_login(make_user(group=ORGANISERS))
    other = pair[0].pk if wrong == "same" else wrong

    assert client.post(merge_address(pair[0].pk, other)).status_code == 404
    assert Person.objects.count() == 2


@pytest.mark.parametrize("who", ["anonymous", RAPPORTEURS])
def test_merging_needs_the_right_to_change_and_delete(client, pair, who):
    if who != "anonymous":
        client.force_login(make_user(group=who))

    answer = client.post(merge_address(pair[0].pk, pair[1].pk))

    assert answer.status_code in (302, 403)
    assert Person.objects.count() == 2


# --- Known to be two ------------------------------------------------------------------------------


def duplicates_of(model):
    return reverse(f"admin:sessions_app_{model}_duplicates")


@pytest.mark.parametrize(
    ("model", "make", "pairs"),
    [
        ("person", make_person, people_pairs),
        ("organisation", make_organisation, organisation_pairs),
    ],
)
def test_pair_that_is_two_is_remembered_and_may_be_compared_again(client, db, model, make, pairs):
    client.force_login(make_user(group=ORGANISERS))
    name = {"name": "Ana Ruiz"} if model == "person" else {"name_en": "The Network of Cities"}
    one, other, third = (make(**name) for _number in range(3))
    keys = {"one": other.pk, "other": one.pk}

    client.post(duplicates_of(model), keys | {"do": "part"})

    found = {(pair.one.pk, pair.other.pk) for pair in pairs()}
    assert found == {(one.pk, third.pk), (other.pk, third.pk)}
    assert "Known to be two" in client.get(duplicates_of(model)).content.decode()
    client.post(duplicates_of(model), keys | {"do": "compare"})
    assert len(pairs()) == 3


@pytest.mark.parametrize(
    "sent",
    [{"do": "part"}, {"one": "x", "other": "1", "do": "part"}, {"do": "fly"}, {"do": "same"}],
    ids=["nothing", "no-number", "unknown-verb", "itself"],
)
def test_pair_that_makes_no_sense_is_not_found(client, db, sent):
    client.force_login(make_user(group=ORGANISERS))
    ana = make_person()
    if sent["do"] in ("fly", "same"):
        other = ana if sent["do"] == "same" else make_person()
        sent = {"one": ana.pk, "other": other.pk, "do": sent["do"].replace("same", "part")}

    assert client.post(duplicates_of("person"), sent).status_code == 404
    assert not ana.distinct_from.exists()


@pytest.mark.parametrize("group", [None, RAPPORTEURS])
def test_others_do_not_say_that_they_are_two(client, db, group):
    one, other = make_person(), make_person()
    if group:
        client.force_login(make_user(group=group))

    sent = {"one": one.pk, "other": other.pk, "do": "part"}
    assert client.post(duplicates_of("person"), sent).status_code in (302, 403)
    assert not one.distinct_from.exists()


def test_two_who_are_merged_after_all_leave_what_was_known_of_others(db):
    kept, gone, third = (make_person(name="Ana Ruiz") for _number in range(3))
    kept.distinct_from.add(gone)
    gone.distinct_from.add(third)

    merge(kept, gone)

    assert list(kept.distinct_from.all()) == [third]
    assert list(third.distinct_from.all()) == [kept]
