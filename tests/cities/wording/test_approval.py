"""What a city approves: every language, the quotation, the documents; each language by itself."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from cities.models import Contribution, ResponseUpdate
from cities.models.approvals import NothingToApprove
from cities.review import transitions
from cities.wording.approval import missing_translations
from llex.core.states import WrongState
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.models import Participant, Quote
from sessions_app.people.adoption import adopt_quote
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_participant,
    make_person,
    make_quote,
    make_series,
    make_session,
    make_user,
)


@pytest.fixture
def contribution(db):
    """Written in French, complete in French and English; Spanish lacks a text."""
    session = make_session(
        series=make_series(contact="llex@example.org"), languages=["en", "fr", "es"]
    )
    person = make_participant(session=session).person
    made = make_contribution(session=session, original_language="fr", representative=person)
    made.responses.update(text_es="")
    return fresh(made)


def fresh(contribution):
    return Contribution.objects.get(pk=contribution.pk)


def standings(contribution):
    return {code: str(one) for code, one in fresh(contribution).wording_standings.items()}


def test_city_approves_the_languages_that_are_complete(contribution):
    assert missing_translations(contribution) == {"es": 1}
    assert contribution.send_wording() == ["fr", "en"]
    assert standings(contribution) == {"fr": "sent", "en": "sent", "es": "missing"}

    assert contribution.approve_wording() == ["fr", "en"]

    assert standings(contribution) == {"fr": "approved", "en": "approved", "es": "missing"}
    assert fresh(contribution).is_wording_approved


def test_translation_added_later_asks_for_that_language_alone(contribution):
    contribution.approve_wording()

    contribution.responses.update(text_es="Abrimos refugios")

    assert standings(contribution) == {"fr": "approved", "en": "approved", "es": "not_sent"}
    assert fresh(contribution).wording_standing == "partly"
    assert fresh(contribution).send_wording() == ["es"]
    assert fresh(contribution).approve_wording() == ["es"]
    assert fresh(contribution).is_wording_approved


def test_one_language_is_approved_by_itself_and_by_whom_is_kept(contribution):
    by = make_user()

    assert contribution.approve_wording(only=["en"], by=by) == ["en"]

    assert standings(contribution) == {"fr": "not_sent", "en": "approved", "es": "missing"}
    assert fresh(contribution).approvals["en"]["by"] == by.pk
    assert fresh(contribution).approvals["en"]["approved_at"]


@pytest.mark.parametrize("only", [["es"], ["ar"], []])
def test_language_that_is_not_complete_or_not_there_cannot_be_approved(contribution, only):
    with pytest.raises(NothingToApprove, match="nothing to approve"):
        contribution.approve_wording(only=only)
    assert not fresh(contribution).approvals


def test_what_is_approved_is_not_asked_again(contribution):
    contribution.responses.update(text_es="Abrimos refugios")
    fresh(contribution).approve_wording()

    for verb in ("send_wording", "approve_wording"):
        with pytest.raises(NothingToApprove, match="in every language already"):
            getattr(fresh(contribution), verb)()


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested"])
@pytest.mark.parametrize("verb", ["send_wording", "approve_wording"])
def test_approval_takes_an_accepted_contribution(db, state, verb):
    with pytest.raises(WrongState):
        getattr(make_contribution(state=state), verb)()


@pytest.mark.parametrize("field", ["title", "text"])
@pytest.mark.parametrize("code", ["fr", "en"])
def test_change_of_a_text_ends_the_approval_of_its_language_alone(contribution, field, code):
    contribution.approve_wording()

    contribution.responses.update(**{f"{field}_{code}": "Another one"})
    # A title in one language only is missing in the others.
    if field == "title":
        other = {"fr": "en", "en": "fr"}[code]
        assert standings(contribution)[other] == "missing"
    else:
        assert set(standings(contribution).values()) == {"approved", "changed", "missing"}
    assert standings(contribution)[code] == "changed"


def quote_of(contribution, **overrides):
    speaker = Participant.objects.get(person=contribution.representative)
    return make_quote(session=contribution.session, speaker=speaker, **overrides)


@pytest.mark.parametrize("where", ["representative", "city"])
def test_quotation_is_part_of_what_is_approved(contribution, where):
    contribution.approve_wording()
    if where == "representative":
        quote = quote_of(contribution)
    else:
        person = make_person(city=contribution.city)
        speaker = make_participant(session=contribution.session, person=person)
        quote = make_quote(session=contribution.session, speaker=speaker)
    assert set(standings(contribution).values()) == {"changed", "missing"}
    fresh(contribution).approve_wording()

    Quote.objects.filter(pk=quote.pk).update(text_en="We stand alone")

    assert standings(contribution) == {"fr": "approved", "en": "changed", "es": "missing"}


def test_quotation_of_another_city_or_not_cleared_is_not(contribution):
    contribution.approve_wording()

    make_quote(session=contribution.session)
    quote_of(contribution, is_cleared=False)

    assert fresh(contribution).is_wording_approved


def test_offered_quotation_stays_approved_when_it_is_taken_over_as_it_is(contribution):
    person = contribution.representative
    Contribution.objects.update(
        quote="On tient bon.", quote_speaker="", representative_name=person.name
    )
    assert standings(contribution)["en"] == "missing"
    assert fresh(contribution).approve_wording() == ["fr"]

    quote = adopt_quote(fresh(contribution))
    assert standings(contribution)["fr"] == "approved"
    Quote.objects.filter(pk=quote.pk).update(is_cleared=True)
    assert standings(contribution)["fr"] == "approved"
    Quote.objects.filter(pk=quote.pk).update(text_fr="On tient.")
    assert standings(contribution)["fr"] == "changed"


def test_documents_are_part_of_what_is_approved(contribution):
    contribution.approve_wording()

    attach_to(contribution)

    assert set(standings(contribution).values()) == {"changed", "missing"}


def attach_to(contribution):
    return contribution.attachments.create(
        name="décret.pdf", size=10, checksum="0" * 64, file="nowhere.pdf"
    )


@pytest.mark.parametrize("code", ["fr", "en"])
def test_only_the_translation_of_an_update_is_approved(contribution, code):
    """What a city says afterwards are its own words."""
    contribution.approve_wording()
    response = contribution.responses.get()

    update = ResponseUpdate.objects.create(response=response, kind="changed", text_fr="Plus grand.")
    assert standings(contribution) == {"fr": "approved", "en": "missing", "es": "missing"}
    ResponseUpdate.objects.filter(pk=update.pk).update(text_en="Larger.")
    assert standings(contribution) == {"fr": "approved", "en": "changed", "es": "missing"}


def test_approval_of_all_languages_together_holds_until_something_changes(contribution):
    """As the migration keeps approvals that were given before each language was approved."""
    from cities.wording.snapshots import wording_digest

    old = {"digest": wording_digest(contribution), "approved_at": None, "by": None}
    Contribution.objects.update(approvals=dict.fromkeys(["fr", "en", "es"], old))
    assert fresh(contribution).is_wording_approved

    contribution.responses.update(text_en="Another one")

    assert not fresh(contribution).is_wording_approved


# --- Asking ---------------------------------------------------------------------------------------


def test_asking_tells_the_city_which_languages_follow(
    contribution, mailoutbox, django_capture_on_commit_callbacks
):
    invitation = make_invitation(contribution=contribution)
    invitation.officer.user.language = "en"
    invitation.officer.user.save()

    with django_capture_on_commit_callbacks(execute=True):
        transitions.send_wording(contribution, by=None)

    (letter,) = mailoutbox
    assert "To approve now: French, English" in letter.body
    assert re.search("Not translated yet; .*: Spanish", letter.body)


def test_asking_again_names_only_what_is_new(
    contribution, mailoutbox, django_capture_on_commit_callbacks
):
    make_invitation(contribution=contribution)
    contribution.approve_wording()
    contribution.responses.update(text_es="Abrimos refugios")

    with django_capture_on_commit_callbacks(execute=True):
        transitions.send_wording(fresh(contribution), by=None)

    (letter,) = mailoutbox
    assert "more of what will be published" in letter.subject
    assert "To approve now: Spanish\n" in letter.body
    assert "Not translated yet" not in letter.body


@pytest.mark.parametrize("from_where", ["review", "session"])
def test_organiser_is_warned_of_missing_translations(client, contribution, from_where):
    make_invitation(contribution=contribution)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    if from_where == "review":
        address = reverse("admin:cities_contribution_review", args=[contribution.pk])
        assert "1 text is missing" in client.get(address).content.decode()
        answer = client.post(address, {"do": "send_wording"}, follow=True)
    else:
        name = "admin:sessions_app_learningsession_send_wordings"
        address = reverse(name, args=[contribution.session.pk])
        answer = client.post(address, {"_form_submitted": "True"}, follow=True)

    said = " ".join(str(message) for message in answer.context["messages"])
    assert f"{contribution}: Spanish" in said


def test_saving_the_missing_translation_says_that_the_city_is_to_be_asked(client, contribution):
    contribution.approve_wording()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    address = reverse("admin:cities_contribution_review", args=[contribution.pk])
    form = client.get(address).context["wording_form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    name = next(key for key in fields if key.endswith("text-es") and "response" in key)

    answer = client.post(address, fields | {name: "Abrimos", "do": "save"}, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert any(text.startswith("To be approved by the city: Spanish") for text in said)


# --- What is open ---------------------------------------------------------------------------------


def test_preflight_names_the_language_that_is_not_approved(contribution):
    make_invitation(contribution=contribution)
    Contribution.objects.update(consented_at=contribution.submitted_at)

    def found():
        codes = ("wording_not_approved",)
        return [
            one.language for one in preflight_session(contribution.session) if one.code in codes
        ]

    assert found() == ["fr", "en"]
    contribution.approve_wording()
    assert found() == []
    contribution.responses.update(text_es="Abrimos refugios")
    assert found() == ["es"]
    contribution.responses.update(text_en="", text_es="")
    assert found() == []
    Contribution.objects.update(original_language="pt")
    contribution.responses.update(text_fr="", text_ar="", original_text="Abrimos")
    assert found() == [""]


def test_page_offers_each_language_that_waits_and_approves_one(client, contribution):
    officer = make_officer(city=contribution.city)
    client.force_login(officer.user)
    attach_to(contribution)
    quote_of(contribution)
    page = reverse("cities:wording", args=[contribution.pk])

    answer = client.get(page)

    html = answer.content.decode()
    assert 'name="language" value="fr"' in html
    assert 'name="language" value="es"' not in html
    assert html.count("We stand together") == 3
    assert "décret.pdf" in html
    assert "Not translated yet: Spanish" in " ".join(html.split())
    shown = {"shown": answer.context["digest"], "language": "en"}
    answer = client.post(reverse("cities:wording_approve", args=[contribution.pk]), shown)
    assert answer.url == page
    assert standings(contribution) == {"fr": "not_sent", "en": "approved", "es": "missing"}
    assert 'name="language"' not in client.get(page).content.decode()


@pytest.mark.parametrize("language", ["es", "xx"])
def test_page_refuses_a_language_that_is_not_complete(client, contribution, language):
    client.force_login(make_officer(city=contribution.city).user)
    digest = client.get(reverse("cities:wording", args=[contribution.pk])).context["digest"]

    answer = client.post(
        reverse("cities:wording_approve", args=[contribution.pk]),
        {"shown": digest, "language": language},
    )

    assert answer.status_code == 409
    assert not fresh(contribution).approvals


def test_home_of_the_officer_and_board_say_what_is_open(client, contribution):
    officer = make_officer(city=contribution.city)
    client.force_login(officer.user)
    home = reverse("cities:officer_home")
    assert "Waiting for your approval: French, English." in client.get(home).content.decode()
    contribution.approve_wording(only=["fr"])
    html = client.get(home).content.decode()
    assert "Waiting for your approval: English. Not translated yet: Spanish." in html
    fresh(contribution).approve_wording()
    html = client.get(home).content.decode()
    assert "you have approved what will be published. Not translated yet: Spanish." in html

    client.force_login(make_user(is_staff=True, is_superuser=True))
    board = reverse("admin:sessions_app_learningsession_board", args=[contribution.session.pk])
    assert "approved (Español: not translated yet)" in client.get(board).content.decode()


def test_names_of_languages_are_in_the_readers_language(db):
    with translation.override("ar"):
        assert transitions.language_names(["fr", "es"]) == "الفرنسية، الإسبانية"
    with translation.override("fr"):
        assert transitions.language_names([]) == ""
