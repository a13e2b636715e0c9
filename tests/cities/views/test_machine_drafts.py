"""An officer reads the contribution in another language, translated by machine."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cities.contributions.autosave import current_draft
from cities.contributions.machine_drafts import machine_draft, machine_languages
from cities.models import Contribution
from tests.factories import make_contribution, make_invitation, make_session
from tests.factories_cities import grant
from tests.translator_server import running_translator


@pytest.fixture
def translator(settings):
    with running_translator(settings) as found:
        yield found


@pytest.fixture
def contribution(db):
    return make_contribution(
        state="draft", original_language="es", session=make_session(starts_at=now() + timedelta(9))
    )


def address(contribution, name="contribution_machine_draft"):
    return reverse(f"cities:{name}", args=[contribution.pk])


def ask(client, contribution, language="fr"):
    return client.post(address(contribution), {"language": language}, follow=True)


def test_row_is_shown_in_the_language_asked_for_and_nothing_is_stored(
    client, contribution, officer, translator
):
    before = current_draft(contribution)

    page = ask(client, contribution)

    draft = current_draft(Contribution.objects.get(pk=contribution.pk))
    assert draft == before
    row = page.context["document"].rows[0]
    assert page.context["document"].language == "fr"
    assert f"[fr] {before.responses[0].text}" in page.content.decode()
    assert row.representative == before.representative_name
    assert row.position.language == "fr"
    (asked,) = translator.asked
    assert (asked[1]["source"], asked[1]["target"]) == ("es", "fr")


def test_names_days_addresses_and_services_stay(contribution, translator):
    before = current_draft(contribution)

    draft = machine_draft(before, "ar")

    assert draft.language == "ar"
    assert draft.representative_name == before.representative_name
    for entry, old in zip(draft.responses, before.responses, strict=True):
        assert (entry.services, entry.since, entry.source) == (old.services, old.since, old.source)
        assert (entry.text, entry.title) == (f"[ar] {old.text}", old.title and f"[ar] {old.title}")


def test_languages_offered_are_those_it_is_not_written_in(
    client, contribution, officer, translator
):
    page = client.get(address(contribution, "contribution_preview"))

    assert page.context["machine_languages"] == ["en", "fr", "ar"]
    assert f'action="{address(contribution)}"' in page.content.decode()


def test_nothing_is_offered_without_a_translator_a_text_or_a_language(
    client, contribution, officer, settings
):
    assert machine_languages(current_draft(contribution)) == []
    page = client.get(address(contribution, "contribution_preview")).content.decode()
    assert address(contribution) not in page
    settings.MACHINE_TRANSLATION_URL = "http://127.0.0.1:1/"
    empty = make_contribution(state="draft", responses=0, challenges=0, original_language="")
    assert machine_languages(current_draft(empty)) == []


@pytest.mark.parametrize("language", ["es", "de", ""])
def test_other_languages_lead_back(client, contribution, officer, translator, language):
    page = ask(client, contribution, language)

    assert page.redirect_chain[0][0] == address(contribution, "contribution_preview")
    assert translator.asked == []


@pytest.mark.parametrize(
    ("status", "text"), [(500, "has an error of its own"), (403, "refuses the key")]
)
def test_why_there_is_no_translation_is_said(
    client, contribution, officer, translator, status, text
):
    translator.behaviour = lambda asked: (status, {})

    page = ask(client, contribution).content.decode()

    assert text in page
    assert "Preview" in page


def test_many_translations_are_refused(client, contribution, officer, translator):
    for _ask in range(20):
        ask(client, contribution)

    assert "try again in an hour" in ask(client, contribution).content.decode()
    assert len(translator.asked) == 20


def test_strangers_and_other_methods_are_refused(client, contribution, translator):
    assert client.post(address(contribution), {"language": "fr"}).status_code == 404
    assert client.get(address(contribution)).status_code == 405
    assert translator.asked == []


def test_nothing_is_translated_once_it_is_over(client, db, translator):
    accepted = make_contribution(state="accepted", original_language="es")
    grant(client, make_invitation(contribution=accepted))

    assert ask(client, accepted).status_code == 409
    assert translator.asked == []
