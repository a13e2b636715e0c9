"""A choice of services: prepared, cast, counted, shown and taken away."""

import csv
import io
import json
import re
from collections import Counter
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.urls import reverse

from priorities.live.stream import aggregate
from priorities.models import Ballot, Consultation, Incomplete, Selection
from priorities.questions import frozen_results
from priorities.questions.readiness import doubts, missing_texts, obstacle
from priorities.questions.registry import kind_of
from priorities.questions.tally import tally
from priorities.voting.answers import Answers, BadAnswers, Unanswered
from priorities.voting.ballot_form import read_answers
from priorities.voting.casting import Voter, cast
from sessions_app.groups import ORGANISERS
from tests.factories import (
    make_choice,
    make_consultation,
    make_service,
    make_user,
    make_word_consultation,
)

pytestmark = pytest.mark.usefixtures("empty_print_files")

ANA = Voter(key="ana", language="es")
BEN = Voter(key="ben", language="ar")
SLUGS = ("housing", "water", "health", "transport")


@pytest.fixture
def services(db):
    return [make_service(slug=slug) for slug in SLUGS]


@pytest.fixture
def hall(services):
    return make_choice(code="three", services=services, results_shown="live")


def keys(hall):
    return list(hall.items.values_list("pk", flat=True))


def chosen():
    return {
        ballot.voter_key: sorted(ballot.selections.values_list("item__service__slug", flat=True))
        for ballot in Ballot.objects.all()
    }


# --- Preparing -------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [0, 21])
def test_limit_is_between_1_and_20(services, most):
    consultation = make_consultation(kind="choice", services=services)
    consultation.max_choices = most

    with pytest.raises(ValidationError, match=r"max_choices|chosen"):
        consultation.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).update(max_choices=most)


def test_choice_of_one_service_cannot_be_opened(services):
    consultation = make_consultation(kind="choice", services=services[:1])

    assert obstacle(consultation).startswith("There is nothing to choose from yet.")
    with pytest.raises(Incomplete):
        consultation.open(override="The session begins now.")


def test_limit_above_the_number_of_services_is_an_obstacle(services):
    consultation = make_consultation(kind="choice", services=services[:2], max_choices=3)

    assert obstacle(consultation) == ("Up to 3 may be chosen, but there are only 2 services.")


def test_limit_that_equals_the_number_of_services_is_a_doubt(services):
    consultation = make_consultation(kind="choice", services=services, max_choices=4)

    assert obstacle(consultation) == ""
    assert len(doubts(consultation)) == 1


def test_names_of_services_must_be_in_all_languages_and_labels_of_a_scale_need_not(services):
    consultation = make_consultation(kind="choice", services=services, low_en="low", max_choices=2)
    services[0].name_fr = ""
    services[0].save()

    (gap,) = missing_texts(consultation)

    assert "French" in gap


# --- Casting ---------------------------------------------------------------------------------


def test_ballot_is_stored_as_it_was_sent_and_changed_as_a_whole(hall):
    first, second, third, fourth = keys(hall)

    cast("three", ANA, Answers(choice=[first, third]))
    cast("three", BEN, Answers(choice=[second]))
    cast("three", ANA, Answers(choice=[fourth, first, first]))

    assert chosen() == {"ana": ["housing", "transport"], "ben": ["water"]}


def test_more_than_the_limit_is_refused_and_stores_nothing(hall):
    with pytest.raises(BadAnswers, match="Choose at most 3"):
        cast("three", ANA, Answers(choice=keys(hall)))

    assert not Ballot.objects.exists()


def test_service_of_another_consultation_is_refused(hall):
    other = make_choice()

    with pytest.raises(BadAnswers, match="not part of the question"):
        cast("three", ANA, Answers(choice=[keys(hall)[0], keys(other)[0]]))

    assert not Ballot.objects.exists()


@pytest.mark.parametrize("answers", [Answers(), Answers(choice=[])])
def test_empty_ballot_is_refused(hall, answers):
    with pytest.raises(Unanswered, match="Choose at least one"):
        cast("three", ANA, answers)


def test_ballot_of_another_kind_is_refused(hall):
    item = keys(hall)[0]
    words = make_word_consultation()
    ratings = make_consultation(state="open")

    for code, answers in [
        ("three", Answers(ratings={item: 3})),
        ("three", Answers(words=["water"])),
        ("three", Answers(choice=[item], words=["water"])),
        (words.code, Answers(choice=[item])),
        (ratings.code, Answers(choice=[item])),
    ]:
        with pytest.raises(BadAnswers, match="This consultation asks for"):
            cast(code, ANA, answers)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "9" * 19, "²"])
def test_value_that_is_no_key_is_refused_while_the_form_is_read(value):
    with pytest.raises(BadAnswers):
        read_answers(QueryDict(f"choice={value}"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL writes in one statement.")
def test_first_ballot_is_one_statement(hall, django_assert_num_queries):
    answers = Answers(choice=keys(hall)[:2])

    with django_assert_num_queries(1):
        cast("three", ANA, answers)

    assert chosen() == {"ana": ["housing", "water"]}


# --- Counting --------------------------------------------------------------------------------


def test_equal_counts_share_a_rank_and_services_on_no_ballot_have_none(services):
    hall = make_choice(
        ["water", "health"], ["health", "water"], ["housing"], services=services, state="closed"
    )

    counted = tally(hall)

    assert counted["choices"] == [
        {"service": "water", "rank": 1, "count": 2},
        {"service": "health", "rank": 1, "count": 2},
        {"service": "housing", "rank": 3, "count": 1},
        {"service": "transport", "rank": None, "count": 0},
    ]
    assert (counted["kind"], counted["max_choices"], counted["ballots"]) == ("choice", 3, 3)
    assert (counted["items"], counted["words"]) == ([], [])


@pytest.mark.parametrize("seed", range(4))
def test_tally_is_what_a_plain_count_says(services, seed):
    chance = Random(seed)  # noqa: S311
    ballots = [chance.sample(SLUGS, chance.randint(1, 3)) for _ in range(30)]
    hall = make_choice(*ballots, services=services)

    counted = {row["service"]: row["count"] for row in tally(hall)["choices"]}

    plain = Counter(slug for slugs in ballots for slug in slugs)
    assert counted == {slug: plain[slug] for slug in SLUGS}


def test_tally_makes_three_queries_at_most(services, django_assert_max_num_queries):
    hall = make_choice(["water"], ["health"], services=services)

    with django_assert_max_num_queries(3):
        tally(hall)


def test_frozen_result_keeps_the_names_that_were_asked(services):
    hall = make_choice(["water"], services=services, state="closed")
    name = services[1].name_en
    services[1].name_en = "Renamed"
    services[1].save()

    frozen = frozen_results.read(Consultation.objects.get(pk=hall.pk))

    assert frozen["choices"][0]["name"]["en"] == name
    assert not frozen_results.is_blank(hall)
    assert frozen_results.is_blank(make_choice(state="closed"))


def test_aggregate_has_the_counts_and_no_more(hall):
    cast("three", ANA, Answers(choice=keys(hall)[:1]))

    content = aggregate.read("three").content

    assert content["results"] == {
        "ballots": 1,
        "choices": [
            {"service": "housing", "rank": 1, "count": 1},
            *({"service": slug, "rank": None, "count": 0} for slug in SLUGS[1:]),
        ],
    }


# --- The voting page -------------------------------------------------------------------------


def test_page_has_checkboxes_and_says_the_limit(client, hall):
    page = client.get("/v/three/?lang=en").content.decode()

    assert page.count('type="checkbox" name="choice"') == 4
    assert "Choose up to 3." in page
    assert 'data-most="3" data-too-many="Choose at most 3."' in page
    assert 'data-empty="Choose at least one."' in page


def test_page_of_a_single_choice_has_radio_buttons(client, services):
    make_choice(code="one", services=services, max_choices=1)

    page = client.get("/v/one/?lang=en").content.decode()

    assert page.count('type="radio" name="choice"') == 4
    assert "Choose one." in page
    assert "checkbox" not in page


def test_vote_without_scripts_shows_the_receipt_and_fills_in_the_form(client, hall):
    client.get("/v/three/?lang=en")
    first, second, *_rest = keys(hall)

    client.post("/v/three/", {"language": "en", "choice": [first, second]})
    page = client.get("/v/three/?lang=en").content.decode()

    assert "Your vote was received" in page
    assert page.count(" checked") == 2
    assert f'value="{first}" checked' in page
    receipt = page[page.index('id="sent"') : page.index("</dl>")]
    assert re.findall(r"<dd>(.*?)</dd>", receipt) == [
        item.service.name_en for item in hall.items.all()[:2]
    ]


def test_too_many_are_refused_with_everything_still_chosen(client, hall):
    client.get("/v/three/?lang=en")

    answer = client.post("/v/three/", {"language": "en", "choice": keys(hall)})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose at most 3." in page
    assert page.count(" checked") == 4
    assert not Ballot.objects.exists()


def test_values_that_come_back_are_not_written_into_the_page(client, hall):
    evil = '"><script>alert(1)</script>'

    page = client.post("/v/three/", {"language": "en", "lang": "fr", "choice": evil})

    assert "alert(1)" not in page.content.decode()


def test_rehearsal_is_removed_by_opening(client, services):
    hall = make_consultation(kind="choice", code="three", services=services, max_choices=2)
    client.force_login(make_user(group=ORGANISERS))
    page = client.get("/v/three/rehearsal/?lang=en").content.decode()
    voter = re.search(r'name="voter" value="([^"]+)"', page)[1]

    client.post("/v/three/rehearsal/", {"language": "en", "voter": voter, "choice": keys(hall)[:2]})
    assert tally(hall)["choices"][0]["count"] == 1
    hall.open()

    assert not Selection.objects.exists()


def test_results_on_the_phone_have_counts_and_shares(client, services):
    make_choice(["water"], ["water", "health"], ["health"], code="three", services=services,
                results_shown="live")  # fmt: skip

    page = client.get("/v/three/?lang=fr").content.decode()

    assert '2 <span class="bar-share">67\u00a0%</span>' in page
    assert 'data-percent="{n}\u00a0%"' in page


# --- The clerk, the console, the screen ---------------------------------------------------------


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def test_clerk_enters_a_ballot_and_reads_the_names(as_organiser, hall):
    where = reverse("admin:priorities_consultation_clerk", args=[hall.pk])
    first, second, *_rest = keys(hall)

    page = as_organiser.get(where).content.decode()
    answer = as_organiser.post(where, {"language": "ar", "choice": [first, second]}, follow=True)

    assert "Choose up to 3. Tab and the space bar choose; Enter sends the ballot." in page
    assert Ballot.objects.get().origin == "clerk"
    assert list(chosen().values()) == [["housing", "water"]]
    names = "  ".join(item.service.name_en for item in hall.items.all()[:2])
    assert names in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "message"),
    [([], "Choose at least one."), (None, "Choose at most 3."), (["77777"], "77777")],
)
def test_clerk_is_told_what_is_wrong(as_organiser, hall, values, message):
    where = reverse("admin:priorities_consultation_clerk", args=[hall.pk])

    answer = as_organiser.post(
        where, {"language": "en", "choice": keys(hall) if values is None else values}
    )

    assert message in answer.content.decode()
    assert not Ballot.objects.exists()


def test_limit_cannot_be_changed_once_people_vote(as_organiser, hall):
    page = as_organiser.get(
        reverse("admin:priorities_consultation_change", args=[hall.pk])
    ).content.decode()

    assert 'name="max_choices"' not in page


def test_screen_shows_counts_and_shares_in_both_languages(client, services):
    make_choice(["water"], ["water", "health"], ["health"], code="three", services=services,
                results_shown="live")  # fmt: skip

    page = client.get("/v/three/screen/?lang=en,ar").content.decode()

    assert 'data-kind="choice"' in page
    assert page.index('data-service="water"') < page.index('data-service="housing"')
    assert re.search(r"<strong class=\"hall-mean\" data-count>2</strong>", page)
    assert "data-percentage>67%</span>" in page
    assert 'data-share width="66.7"' in page


def test_screen_hides_results_until_they_may_be_seen(client, services):
    make_choice(["water"], code="three", services=services)

    page = client.get("/v/three/screen/").content.decode()

    assert "data-results hidden" in page
    assert 'width="100.0"' not in page


# --- Taking away -----------------------------------------------------------------------------


@pytest.fixture
def closed(services):
    return make_choice(
        ["water"], ["water", "health"], ["health"], code="three", services=services,
        state="closed", results_shown="live",
    )  # fmt: skip


def test_spreadsheet_has_counts_and_shares(client, closed):
    text = client.get("/v/three/results.csv?lang=en").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))

    assert rows[0] == ["Rank", "Public service", "Ballots", "Share of ballots (%)"]
    assert rows[1][0] == "1"
    assert rows[1][2:] == ["2", "66.7"]
    assert rows[-1][2:] == ["0", "0.0"]


def test_workbook_names_the_limit(client, closed):
    from openpyxl import load_workbook

    content = client.get("/v/three/results.xlsx?lang=en").content

    about = load_workbook(io.BytesIO(content)).worksheets[-1]
    facts = {row[0].value: row[1].value for row in about.iter_rows()}
    assert facts["How many could be chosen"] == 3
    assert "Highest score" not in facts


def test_json_has_the_choices(client, closed):
    data = json.loads(client.get("/v/three/results.json").content)

    assert (data["kind"], data["max_choices"], data["items"]) == ("choice", 3, [])
    assert data["choices"][0]["count"] == 2
    assert data["choices"][0]["name"]["en"]


def test_json_of_other_kinds_has_no_entries_of_a_choice(client, db):
    make_consultation(state="closed", code="five", results_shown="live", ballots=[[3]])

    data = json.loads(client.get("/v/five/results.json").content)

    assert not {"choices", "max_choices"} & data.keys()


def test_kind_of_a_choice(hall):
    assert kind_of(hall).key == "choice"


def test_page_of_a_service_shows_how_often_it_was_chosen(client, services):
    from sessions_app.briefing.editions import publish
    from tests.factories import make_full_session

    session = make_full_session()
    make_choice(
        ["water"], ["water", "health"], ["health"], session=session, services=services,
        state="closed",
    )  # fmt: skip
    publish(session, override="It is a test.")

    page = client.get("/en/priorities/water/").content.decode()
    # Behind the list of topics, which names all of them.
    ranking = client.get("/en/priorities/").content.decode().partition('</ul>\n<p class="fine')[2]

    assert "How often it was chosen" in page
    assert "<strong>67%</strong>" in page
    assert "No session has published ratings" not in page
    assert ranking
    assert services[1].name_en not in ranking
