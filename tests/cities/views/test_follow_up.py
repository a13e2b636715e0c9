"""Asking again after six months, and what cities answer."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate, now

from cities.models import Contribution, FollowUp, ResponseUpdate
from tests.factories import (
    make_contribution,
    make_edition,
    make_officer,
    make_series,
    make_session,
    make_user,
)

HALF_A_YEAR = timedelta(days=183)


@pytest.fixture
def session(db):
    return make_session(series=make_series(contact="llex@example.org"), languages=["fr", "en"])


def make_printed(session, *, since=HALF_A_YEAR, **overrides):
    """A contribution that an edition of long ago has printed, with an officer."""
    contribution = make_contribution(session=session, **overrides)
    Contribution.objects.filter(pk=contribution.pk).update(
        accepted_at=now() - since - timedelta(days=1)
    )
    make_officer(city=contribution.city, user=make_user(language="fr"))
    return contribution


def run(**options):
    call_command("follow_up", **options)


def test_city_is_asked_once(session, mailoutbox, django_capture_on_commit_callbacks, capsys):
    contribution = make_printed(session)
    make_edition(session=session, published_at=now() - HALF_A_YEAR)

    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            run()

    assert [message.to for message in mailoutbox] == [[contribution.city.officers.get().user.email]]
    assert FollowUp.objects.get().contribution == contribution
    assert "1 of 1 contributions asked." in capsys.readouterr().out


def test_dry_run_writes_to_nobody(session, mailoutbox, django_capture_on_commit_callbacks, capsys):
    make_printed(session)
    make_edition(session=session, published_at=now() - HALF_A_YEAR)

    with django_capture_on_commit_callbacks(execute=True):
        run(dry_run=True)

    assert (mailoutbox, FollowUp.objects.count()) == ([], 0)
    assert "1 of 1 contributions would be asked." in capsys.readouterr().out


def test_dry_run_counts_what_the_real_run_asks(session, mailoutbox, capsys):
    make_printed(session)
    make_printed(session).city.officers.update(until=now())
    make_printed(session).city.officers.get().user.delete()
    make_edition(session=session, published_at=now() - HALF_A_YEAR)

    said = []
    for is_dry in (True, True, False):
        run(dry_run=is_dry)
        said.append(capsys.readouterr())

    assert said[0] == said[1]
    assert said[0].out.replace("would be asked", "asked") == said[2].out
    assert said[0].err == said[2].err
    assert "1 of 3 contributions asked." in said[2].out
    assert FollowUp.objects.count() == 1


def test_only_what_was_printed_long_ago_is_due(session):
    moment = now() - timedelta(days=182)
    due = make_printed(session)
    make_printed(session, state="submitted")
    withdrawn = make_printed(session)
    withdrawn.withdraw()
    later = make_contribution(session=session)
    make_edition(session=session, published_at=now() - HALF_A_YEAR)
    recent = make_session()
    make_printed(recent)
    make_edition(session=recent, published_at=now() - timedelta(days=20))

    assert list(Contribution.objects.to_follow_up(moment)) == [due]
    assert later.is_printed


def test_city_is_asked_again_half_a_year_after_the_next_edition(session):
    contribution = make_printed(session, since=timedelta(days=700))
    make_edition(session=session, published_at=now() - timedelta(days=600))
    contribution.follow_ups.create(asked_at=now() - timedelta(days=400))
    moment = now() - timedelta(days=182)
    assert not Contribution.objects.to_follow_up(moment).exists()

    make_edition(session=session, published_at=now() - timedelta(days=190))

    assert Contribution.objects.to_follow_up(moment).get() == contribution


def test_city_without_officers_is_told_of_and_stays_due(session, capsys):
    contribution = make_printed(session)
    contribution.city.officers.all().delete()
    make_edition(session=session, published_at=now() - HALF_A_YEAR)

    run()

    assert "nobody to write to" in capsys.readouterr().err
    assert not FollowUp.objects.exists()


@pytest.fixture
def page(client, session):
    contribution = make_printed(session, original_language="fr")
    contribution.follow_ups.create()
    client.force_login(contribution.city.officers.get().user)
    return reverse("cities:follow_up", args=[contribution.pk])


def fields(**overrides):
    response = Contribution.objects.get().responses.get()
    values = {"kind": "changed", "text": "Deux nouveaux refuges", "said_on": "2020-09-25"}
    return {f"response-{response.pk}-{name}": v for name, v in (values | overrides).items()}


def test_answer_is_kept_with_its_date_in_the_citys_language(
    client, page, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, fields())

    assert answer.url == page
    update = ResponseUpdate.objects.get()
    assert (update.kind, update.said_on) == ("changed", date(2020, 9, 25))
    assert (update.text_fr, update.text_en) == ("Deux nouveaux refuges", None)
    assert FollowUp.objects.get().answered_at
    assert [message.to for message in mailoutbox] == [["llex@example.org"]]


def test_answer_in_another_language_is_kept_apart(client, page):
    Contribution.objects.update(original_language="pt")

    client.post(page, fields(text="Dois abrigos novos"))

    assert ResponseUpdate.objects.get().original_text == "Dois abrigos novos"


@pytest.mark.parametrize("own", ["fr", "pt"])
def test_answer_in_the_language_of_the_letter_is_kept_as_such(client, page, own):
    Contribution.objects.update(original_language=own)
    said = "افتتحنا أربعين بئرًا جديدة في الأحياء الفقيرة"

    client.post(page, fields(text=said))

    update = ResponseUpdate.objects.get()
    assert update.text_ar == said
    assert not update.text_fr
    assert not update.original_text


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "forgotten"},
        {"text": " "},
        {"text": "x" * 5001},
        {"said_on": "2020-02-31"},
        {"said_on": str(localdate() + timedelta(days=2))},
    ],
)
def test_wrong_answer_is_told_and_nothing_is_kept(client, page, wrong):
    answer = client.post(page, fields(**wrong))

    assert answer.status_code == 422
    assert answer.context["forms"][0].errors
    html = answer.content.decode()
    assert html.count('class="error-summary"') == 1
    assert "<title>Error: " in html
    assert all(f'href="#{problem.field}"' in html for problem in answer.context["problems"])
    assert answer.context["problems"][0].label.startswith("Response 1, ")
    assert not ResponseUpdate.objects.exists()
    assert FollowUp.objects.get().answered_at is None


def test_page_asks_of_every_response_and_keeps_to_its_methods(client, page):
    html = client.get(page).content.decode()

    assert html.count('type="radio"') == 3
    assert client.delete(page).status_code == 405
