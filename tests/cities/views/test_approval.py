"""The page on which a city approves what will be printed."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cities.models import Contribution
from cities.wording.approval import shown_digest
from tests.factories import (
    make_challenge,
    make_contribution,
    make_officer,
    make_participant,
    make_response,
    make_series,
    make_service,
    make_session,
)

PAGES = {"wording": "get", "wording_approve": "post", "wording_comment": "post",
         "wording_answers": "post", "follow_up": "get"}  # fmt: skip


@pytest.fixture
def contribution(db):
    session = make_session(series=make_series(contact="llex@example.org"), languages=["en", "fr"])
    return make_contribution(session=session, original_language="fr")


@pytest.fixture
def officer(client, contribution):
    officer = make_officer(city=contribution.city)
    client.force_login(officer.user)
    return officer


def page(contribution, name="wording"):
    return reverse(f"cities:{name}", args=[contribution.pk])


@pytest.mark.parametrize("name", PAGES)
def test_page_does_not_exist_for_strangers(client, contribution, name):
    ask = getattr(client, PAGES[name])
    assert ask(page(contribution, name)).status_code == 404

    client.force_login(make_officer().user)
    assert ask(page(contribution, name)).status_code == 404

    former = make_officer(city=contribution.city, until=now())
    client.force_login(former.user)
    assert ask(page(contribution, name)).status_code == 404
    assert client.get(reverse("cities:wording", args=[987654])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_page_is_refused_before_the_contribution_is_accepted(client, contribution, officer, name):
    contribution.request_changes("Since when?")

    answer = getattr(client, PAGES[name])(page(contribution, name), {"comment": "Yes."})

    assert answer.status_code == 409
    assert not contribution.review_notes.filter(from_city=True).exists()


@pytest.mark.parametrize("name", [name for name, method in PAGES.items() if method == "post"])
def test_acting_takes_a_press(client, contribution, officer, name):
    assert client.get(page(contribution, name)).status_code == 405


def test_page_shows_every_language_and_what_differs_from_what_was_sent(
    client, contribution, officer
):
    contribution.responses.update(text_fr="Nous avons ouvert trois refuges", text_en="We opened 3")

    html = client.get(page(contribution)).content.decode()

    assert html.index('id="wording-fr"') < html.index('id="wording-en"')
    assert "<ins>" in html
    assert "<del>" in html
    assert "refuges</span>" not in html
    assert "We opened 3" in html


def test_page_says_when_nothing_differs(client, contribution, officer):
    html = client.get(page(contribution)).content.decode()

    assert "word for word what you sent" in html
    assert "<ins>" not in html


def test_page_shows_an_original_in_a_language_of_its_own(client, contribution, officer):
    Contribution.objects.update(original_language="pt")
    contribution.responses.update(original_text="Abrimos abrigos", text_en="", text_fr="",
                                  text_es="", text_ar="")  # fmt: skip

    html = client.get(page(contribution)).content.decode()

    assert html.count("Abrimos abrigos") >= 2
    assert 'lang="pt"' in html


def test_page_shows_what_is_printed_beside_a_text_and_what_of_it_is_not_what_was_sent(
    client, contribution, officer
):
    response = contribution.responses.get()
    response.services.add(make_service(name_fr="Logement", name_en="Housing"))
    contribution.responses.update(since="2020-03-04", source="https://example.org/a_b_c")

    html = client.get(page(contribution)).content.decode()

    assert "<ins>" in html.split('id="wording-en"')[0]
    assert "<ins>" not in html.split('id="wording-en"')[1]
    for said in ("4 mars 2020", "4 March 2020", "Logement", "Housing", "https://example.org/a_b_c"):
        assert said in html


def test_services_are_joined_by_the_comma_of_the_language_that_is_printed(
    client, contribution, officer
):
    services = [
        make_service(name_fr="Logement", name_en="Housing"),
        make_service(name_fr="Eau", name_en="Water"),
    ]
    contribution.responses.get().services.add(*services)

    html = client.get(page(contribution).replace("/en/", "/ar/", 1)).content.decode()

    assert "Housing, Water" in html or "Water, Housing" in html
    assert "Housing،" not in html
    assert "Water،" not in html


def test_page_says_in_which_language_a_position_stands(client, contribution, officer):
    html = client.get(page(contribution)).content.decode()

    french, english = html.split('id="wording-en"')
    assert '<span class="position">Mayor</span>' in french
    assert '<span class="position"><span lang="fr" dir="ltr">Mayor</span></span>' in english


def test_page_marks_a_representative_who_is_named_otherwise(client, contribution, officer):
    person = make_participant(session=contribution.session, position_fr="Maire").person
    Contribution.objects.update(representative=person)

    first, second = client.get(page(contribution)).context["wordings"]

    removed, added = (
        "".join(change.text for change in first.named_otherwise if change.kind == kind)
        for kind in ("removed", "added")
    )
    assert removed.startswith("Mayor")
    assert added.startswith("Person")
    assert first.differs
    assert second.named_otherwise == ()


def test_page_shows_what_was_left_out_of_an_original_in_a_language_of_its_own(
    client, officer, contribution
):
    Contribution.objects.update(original_language="pt")
    sent = contribution.submissions.get().content
    sent["responses"][0]["text"]["pt"] = "Abrimos abrigos"
    contribution.submissions.update(content=sent)
    contribution.responses.all().delete()

    html = client.get(page(contribution)).content.decode()

    assert html.count("<del>Abrimos abrigos</del>") == 1
    assert '<p lang="pt" dir="ltr"><del>Abrimos' in html


@pytest.mark.parametrize("code", ["en", "fr"])
def test_approval_ends_with_a_change_of_the_position_among_the_participants(contribution, code):
    listed = make_participant(session=contribution.session, position_en="Mayor",
                              position_fr="Maire")  # fmt: skip
    Contribution.objects.update(representative=listed.person)
    contribution.refresh_from_db()
    contribution.approve_wording()
    assert Contribution.objects.get().is_wording_approved

    type(listed).objects.update(**{f"position_{code}": "Deputy"})

    assert not Contribution.objects.get().is_wording_approved


def test_approval_stands_when_the_same_name_and_position_become_a_participant(contribution):
    contribution.approve_wording()
    listed = make_participant(session=contribution.session, position_fr="Mayor")
    type(listed.person).objects.filter(pk=listed.person.pk).update(name="Ada Mayor")
    type(listed).objects.update(position="", position_en="", position_es="", position_ar="",
                                position_fr="Mayor")  # fmt: skip

    Contribution.objects.update(representative=listed.person)

    assert Contribution.objects.get().is_wording_approved


def test_shown_wording_is_approved(client, contribution, officer):
    shown = client.get(page(contribution)).context["digest"]

    answer = client.post(page(contribution, "wording_approve"), {"shown": shown})

    assert answer.url == page(contribution)
    assert Contribution.objects.get().is_wording_approved


@pytest.mark.parametrize("shown", [None, "", "0" * 64])
def test_wording_that_changed_meanwhile_is_shown_again_and_not_approved(
    client, contribution, officer, shown
):
    first = client.get(page(contribution)).context["digest"]
    contribution.responses.update(text_en="Quite another thing")

    answer = client.post(
        page(contribution, "wording_approve"), {"shown": first if shown is None else shown}
    )

    assert answer.status_code == 409
    assert "Quite another thing" in answer.content.decode()
    assert answer.context["digest"] == shown_digest(contribution) != first
    assert not Contribution.objects.get().is_wording_approved


def test_comment_reaches_the_organisers(
    client, contribution, officer, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page(contribution, "wording_comment"), {"comment": "Say “quarter”."})

    assert answer.url == page(contribution)
    note = contribution.review_notes.get()
    assert (note.text, note.from_city, note.to_city) == ("Say “quarter”.", True, False)
    assert note.author == officer.user
    assert [message.to for message in mailoutbox] == [["llex@example.org"]]
    assert "Say “quarter”." in mailoutbox[0].body


@pytest.mark.parametrize("comment", ["", "   ", "x" * 5001])
def test_comment_is_refused_when_it_is_empty_or_endless(client, contribution, officer, comment):
    answer = client.post(page(contribution, "wording_comment"), {"comment": comment})

    assert answer.status_code == 422
    assert answer.context["comment_form"].errors
    assert not contribution.review_notes.exists()


def test_officer_names_challenges_of_other_cities_that_are_printed(client, contribution, officer):
    response = contribution.responses.get()
    other = make_contribution(session=contribution.session)
    hidden = make_contribution(session=contribution.session, state="submitted")
    elsewhere = make_contribution()
    challenge = other.challenges.get()

    html = client.get(page(contribution)).content.decode()
    good = client.post(
        page(contribution, "wording_answers"), {f"answers-{response.pk}": [challenge.pk]}
    )
    for wrong in (hidden, elsewhere):
        bad = client.post(
            page(contribution, "wording_answers"),
            {f"answers-{response.pk}": [wrong.challenges.get().pk]},
        )
        assert bad.status_code == 422

    assert str(other.city) in html
    assert str(hidden.city) not in html
    assert good.status_code == 302
    assert list(response.answers.all()) == [challenge]


def test_page_takes_as_many_queries_for_three_answers_as_for_one(
    client, contribution, officer, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(page(contribution))
    with django_assert_max_num_queries(40) as first:
        client.get(page(contribution))
    for _number in range(2):
        make_response(contribution=contribution)
        make_challenge(contribution=contribution)
    with django_assert_num_queries(len(first)):
        client.get(page(contribution))
