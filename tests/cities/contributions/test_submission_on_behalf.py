"""An organiser hands in for a city: nothing that the city has typed is lost by it."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cities.contributions import autosave, consent_texts
from cities.contributions.drafts import ChallengeDraft, Draft, ResponseDraft
from cities.models import Contribution
from sessions_app.groups import ORGANISERS
from tests.factories import make_contribution, make_response, make_session, make_user

TYPED = Draft(
    representative_name="Ana Alcaldesa",
    representative_position="Alcaldesa",
    language="es",
    responses=(ResponseDraft(text="Abrimos albergues."),),
    challenges=(ChallengeDraft(text="Faltan camas."),),
)


@pytest.fixture
def submit(client, db):
    """Press “Submit for the city”; return what is said."""
    client.force_login(make_user(group=ORGANISERS))

    def press(contribution):
        address = reverse("admin:cities_contribution_submit", args=[contribution.pk])
        answer = client.post(address, {"_form_submitted": "True"})
        contribution.refresh_from_db()
        return " ".join(str(message) for message in get_messages(answer.wsgi_request))

    return press


def make_draft(draft=TYPED, **overrides):
    values = {"state": "draft", "responses": 0, "challenges": 0, "original_language": "es"}
    contribution = make_contribution(session=make_session(), **values | overrides)
    version = contribution.draft_version
    Contribution.objects.filter(pk=contribution.pk).update(state="changes_requested")
    contribution.refresh_from_db()
    autosave.save_draft(contribution, draft, version=version, by=make_user(name="Ana"))
    Contribution.objects.filter(pk=contribution.pk).update(state=values["state"])
    contribution.refresh_from_db()
    return contribution


def test_unsent_text_of_the_city_is_handed_in(submit):
    contribution = make_draft()

    submit(contribution)

    assert contribution.state == "submitted"
    assert contribution.responses.get().text_es == "Abrimos albergues."
    sent = contribution.submissions.get().content
    assert sent["challenges"][0]["text"] == {"es": "Faltan camas."}
    assert contribution.draft is None
    # Only the city can agree.
    assert contribution.consented_at is None


def test_agreement_of_the_city_is_handed_in_with_its_text(submit):
    licence, consent = consent_texts.LICENCE.version, consent_texts.CONSENT.version
    contribution = make_draft(
        Draft.from_data(TYPED.to_data() | {"licence": licence, "consent": consent})
    )

    submit(contribution)

    assert (contribution.licence_text, contribution.consent_text) == (licence, consent)
    assert contribution.consented_at is not None


def test_text_of_organisers_is_handed_in_and_that_of_the_city_kept_in_a_remark(submit):
    contribution = make_draft()
    make_response(contribution=contribution, text_es="Lo que nos dijeron por teléfono")

    submit(contribution)

    assert contribution.state == "submitted"
    assert contribution.responses.get().text_es == "Lo que nos dijeron por teléfono"
    remark = contribution.review_notes.get()
    assert (remark.to_city, remark.from_city) == (False, False)
    assert "Ana" in remark.text
    assert "Abrimos albergues." in remark.text
    assert "Faltan camas." in remark.text


def test_unfinished_text_is_not_handed_in_and_not_lost(submit):
    unfinished = Draft(language="es", responses=(ResponseDraft(text="Abrimos", since="ayer"),))
    contribution = make_draft(unfinished, representative_name="", representative_position="")
    before = Contribution.objects.values().get()

    said = submit(contribution)

    assert "not finished" in said
    assert Contribution.objects.values().get() == before
    assert not contribution.submissions.exists()


def test_what_was_sent_and_not_edited_gives_way_to_the_citys_new_text(submit):
    contribution = make_draft(state="draft")
    submit(contribution)
    contribution.request_changes("¿Desde cuándo?")
    row = contribution.responses.get()
    newer = Draft.from_data(
        TYPED.to_data() | {"responses": [{"id": row.pk, "text": "Abrimos en marzo."}]}
    )
    autosave.save_draft(contribution, newer, version=contribution.draft_version, by=None)

    submit(contribution)

    assert contribution.responses.get().text_es == "Abrimos en marzo."
    assert not contribution.review_notes.filter(to_city=False).exists()


def test_draft_that_says_the_same_is_only_put_away(submit):
    contribution = make_draft()
    submit(contribution)
    contribution.request_changes("¿Seguro?")
    same = autosave.current_draft(contribution)
    autosave.save_draft(contribution, same, version=contribution.draft_version, by=None)

    submit(contribution)

    assert contribution.submissions.count() == 2
    assert contribution.draft is None
    assert not contribution.review_notes.filter(to_city=False).exists()
