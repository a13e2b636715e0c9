"""Coming back: prefilled answers, and texts of an earlier session copied and taken out again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from cities.contributions import autosave
from cities.contributions.drafts import ChallengeDraft, Draft, ResponseDraft
from cities.models import Contribution
from priorities.models import Service
from tests.cities.forms.test_contribution import typed
from tests.factories import (
    make_contribution,
    make_officer,
    make_response,
    make_service,
    make_session,
)


@pytest.fixture
def contribution(db):
    return make_contribution(
        state="draft", responses=0, challenges=0, session=make_session(starts_at=now()),
        representative_name="", representative_position="",
    )  # fmt: skip


def last_time(contribution, *, days=30, **values):
    """What the city brought to an earlier session, in Spanish, with a service and a source."""
    session = make_session(starts_at=now() - timedelta(days=days))
    values = {"state": "accepted", "original_language": "es", "responses": 0} | values
    earlier = make_contribution(
        session=session, city=contribution.city, challenges=0,
        representative_name="Ana", representative_position="Alcaldesa", **values,
    )  # fmt: skip
    row = make_response(
        contribution=earlier, text_es="Abrimos 12 albergues en 2020", text_en="We opened 12",
        title_es="Albergues", since="2020-03-20", source="https://example.org/plan",
    )  # fmt: skip
    row.services.add(Service.objects.filter(slug="housing").first() or make_service(slug="housing"))
    return earlier


def page_of(contribution, earlier):
    return reverse("cities:as_last_time", args=[contribution.pk, earlier.pk])


def form_of(client, contribution):
    return client.get(reverse("cities:contribution_edit", args=[contribution.pk]))


def draft_of(contribution):
    return autosave.current_draft(Contribution.objects.get(pk=contribution.pk))


def press(client, contribution, earlier, do="copy"):
    return client.post(page_of(contribution, earlier), {"do": do})


# --- Prefilled ------------------------------------------------------------------------------------


def test_form_begins_with_the_representative_and_language_of_last_time(
    client, contribution, officer
):
    last_time(contribution)

    form = form_of(client, contribution).context["form"]

    assert form.speaker["representative_name"].value() == "Ana"
    assert form.speaker["representative_position"].value() == "Alcaldesa"
    assert form.language["language"].value() == "es"
    assert Contribution.objects.get(pk=contribution.pk).draft is None


def test_what_the_officer_sent_comes_before_what_a_colleague_sent(client, contribution, officer):
    mine = last_time(contribution, days=60, state="draft")
    Contribution.objects.filter(pk=mine.pk).update(representative_name="Bea")
    mine.refresh_from_db()
    mine.submit(by=officer.user)
    last_time(contribution, days=10)

    form = form_of(client, contribution).context["form"]

    assert form.speaker["representative_name"].value() == "Bea"


def test_nothing_is_prefilled_over_an_own_draft(client, contribution, officer):
    last_time(contribution)
    autosave.save_draft(contribution, Draft(language="fr"), version=0, by=officer.user)

    form = form_of(client, contribution).context["form"]

    assert form.speaker["representative_name"].value() == ""


@pytest.mark.parametrize("state", ["submitted", "changes_requested", "withdrawn", "declined"])
def test_only_what_was_accepted_or_sent_by_the_officer_is_offered(
    client, contribution, officer, state
):
    earlier = last_time(contribution, state=state)

    assert form_of(client, contribution).context["earlier"] == []
    assert client.get(page_of(contribution, earlier)).status_code == 404
    assert press(client, contribution, earlier).status_code == 404
    assert draft_of(contribution).responses == ()


def test_later_sessions_and_other_cities_are_not_offered(client, contribution, officer):
    later = last_time(contribution, days=-3)
    foreign = last_time(make_contribution(state="draft"))

    assert form_of(client, contribution).context["earlier"] == []
    for one in (later, foreign):
        assert client.get(page_of(contribution, one)).status_code == 404


def test_form_takes_as_many_queries_for_one_earlier_session_as_for_three(
    client, contribution, officer, django_assert_num_queries
):
    last_time(contribution)
    form_of(client, contribution)  # what every first request of a process reads
    with CaptureQueriesContext(connection) as one:
        form_of(client, contribution)

    last_time(contribution, days=40)
    last_time(contribution, days=50)

    with django_assert_num_queries(len(one)):
        form_of(client, contribution)


# --- Copied ---------------------------------------------------------------------------------------


def test_copy_takes_texts_services_and_sources_in_their_language_each_marked(
    client, contribution, officer
):
    earlier = last_time(contribution)

    answer = press(client, contribution, earlier)

    assert answer.status_code == 302
    draft = draft_of(contribution)
    assert draft == Draft(
        representative_name="Ana",
        representative_position="Alcaldesa",
        language="es",
        responses=(
            ResponseDraft(
                title="Albergues",
                text="Abrimos 12 albergues en 2020",
                services=("housing",),
                since="2020-03-20",
                source="https://example.org/plan",
                key=draft.responses[0].key,
                copied_from=earlier.pk,
            ),
        ),
    )
    page = form_of(client, contribution).content.decode()
    assert f"From “{earlier.session}”: check it" in page
    assert "It names a day or a year" in page


def test_copy_leaves_out_agreements_quotation_and_what_has_ended(client, contribution, officer):
    earlier = last_time(
        contribution, quote="Nobody alone", quote_speaker="Ana", licence_text="licence-2026-11",
        consent_text="consent-2026-11",
    )  # fmt: skip
    row = earlier.responses.get()
    row.updates.create(kind="ended", said_on="2020-06-01")

    page = client.get(page_of(contribution, earlier)).content.decode()
    press(client, contribution, earlier)

    draft = draft_of(contribution)
    assert "you told us that it ended" in page
    assert (draft.responses, draft.quote, draft.licence, draft.consent) == ((), "", "", "")


def test_own_texts_stay_before_the_copied_ones_and_are_asked_about(client, contribution, officer):
    earlier = last_time(contribution)
    own = Draft(
        representative_name="Eva", representative_position="Síndica", language="es",
        responses=(ResponseDraft(text="Lo nuestro", key="a"),),
        challenges=(ChallengeDraft(text="Faltan camas", key="b"),),
    )  # fmt: skip
    autosave.save_draft(contribution, own, version=0, by=officer.user)

    page = client.get(page_of(contribution, earlier)).content.decode()
    press(client, contribution, earlier)

    draft = draft_of(contribution)
    assert "You have written something already." in page
    assert [one.text for one in draft.responses] == ["Lo nuestro", "Abrimos 12 albergues en 2020"]
    assert draft.challenges == own.challenges
    assert draft.representative_name == "Eva"


def test_nothing_is_copied_into_a_text_in_another_language(client, contribution, officer):
    earlier = last_time(contribution)
    own = Draft(language="fr", responses=(ResponseDraft(text="À nous", key="a"),))
    autosave.save_draft(contribution, own, version=0, by=officer.user)

    page = client.get(page_of(contribution, earlier)).content.decode()
    press(client, contribution, earlier)

    assert 'id="other-language"' in page
    assert draft_of(contribution) == own


def test_copying_twice_copies_once(client, contribution, officer):
    earlier = last_time(contribution)

    press(client, contribution, earlier)
    press(client, contribution, earlier)

    assert len(draft_of(contribution).responses) == 1


def test_undo_takes_out_what_is_unchanged_and_leaves_the_rest(client, contribution, officer):
    earlier = last_time(contribution)
    make_response(contribution=earlier, text_es="Repartimos comida", order=1)
    press(client, contribution, earlier)
    page = typed(Contribution.objects.get(pk=contribution.pk), **{"responses-1-text": "Y mejor"})
    page |= {
        f"responses-{number}-{name}": value
        for number, entry in enumerate(draft_of(contribution).responses)
        for name, value in {"key": entry.key, "copied_from": entry.copied_from}.items()
    }
    page |= {
        "responses-0-text": "Abrimos 12 albergues en 2020", "responses-0-title": "Albergues",
        "responses-0-services": "housing", "responses-0-since": "2020-03-20",
        "responses-0-source": "https://example.org/plan",
    }  # fmt: skip
    client.post(reverse("cities:contribution_edit", args=[contribution.pk]), page)

    press(client, contribution, earlier, do="undo")

    assert [one.text for one in draft_of(contribution).responses] == ["Y mejor"]


def test_mark_goes_once_the_text_is_checked(client, contribution, officer):
    earlier = last_time(contribution)
    press(client, contribution, earlier)
    entry = draft_of(contribution).responses[0]
    data = typed(
        Contribution.objects.get(pk=contribution.pk), do="checked:responses:0",
        **{"responses-0-key": entry.key, "responses-0-copied_from": earlier.pk},
    )  # fmt: skip

    client.post(reverse("cities:contribution_edit", args=[contribution.pk]), data)

    assert draft_of(contribution).responses[0].copied_from is None
    assert form_of(client, contribution).context["form"].responses[0].mark is None


def test_button_of_the_form_saves_what_is_typed_before_it_leads_to_the_texts(
    client, contribution, officer
):
    earlier = last_time(contribution)
    data = typed(contribution, do=f"copy:{earlier.pk}")

    answer = client.post(reverse("cities:contribution_edit", args=[contribution.pk]), data)

    assert answer.url == page_of(contribution, earlier)
    assert draft_of(contribution).representative_name == "Ana Alcaldesa"


# --- Refused --------------------------------------------------------------------------------------


def test_nothing_is_copied_once_it_is_sent(client, contribution, officer):
    earlier = last_time(contribution)
    make_response(contribution=contribution)
    contribution.submit()

    assert client.get(page_of(contribution, earlier)).url == reverse(
        "cities:contribution_edit", args=[contribution.pk]
    )
    assert press(client, contribution, earlier).status_code == 409
    assert Contribution.objects.get(pk=contribution.pk).draft is None


def test_texts_are_not_there_for_strangers(client, contribution):
    earlier = last_time(contribution)

    assert client.get(page_of(contribution, earlier)).status_code == 404
    assert press(client, contribution, earlier).status_code == 404


def test_page_copies_on_a_press_only(client, contribution, officer):
    earlier = last_time(contribution)

    client.get(page_of(contribution, earlier), {"do": "copy"})

    assert client.put(page_of(contribution, earlier)).status_code == 405
    assert draft_of(contribution).responses == ()


def test_officer_of_the_city_may_copy_too(client, contribution):
    earlier = last_time(contribution)
    client.force_login(make_officer(city=contribution.city).user)

    press(client, contribution, earlier)

    assert len(draft_of(contribution).responses) == 1
