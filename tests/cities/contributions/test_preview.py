"""The preview is the note's own row, drawn by the note's own fragment."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from cities.contributions.draft_rows import from_rows
from cities.contributions.preview import preview
from cities.models import Contribution
from sessions_app.briefing.compose.note import compose
from tests.cities.forms.test_contribution import address, typed
from tests.factories import make_contribution, make_invitation, make_service, make_session
from tests.factories_cities import grant


def drawn(document):
    with translation.override(document.language):
        return render_to_string("cities/row/_table.html", {"document": document})


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_preview_draws_what_the_note_prints(db, language):
    """Holds the classes of the preview to those of the document: the HTML is the same."""
    contribution = make_contribution(original_language=language, responses=2, challenges=2)
    first = contribution.responses.first()
    services = [make_service(), make_service()]
    first.services.set(services)
    first.since, first.source = "2020-03-15", "https://example.org/a"
    setattr(first, f"title_{language}", "Titre *un*")
    first.save()

    printed = drawn(compose(contribution.session, language))
    previewed = drawn(preview(contribution, from_rows(Contribution.objects.get())))

    assert previewed == printed
    assert "2020" in printed


def test_preview_shows_what_is_saved_and_nothing_is_run(client, db):
    contribution = make_contribution(
        state="draft", responses=0, challenges=0, session=make_session()
    )
    grant(client, make_invitation(contribution=contribution))
    text = "**Casas** <script>alert(1)</script> [x](javascript:alert(1))"
    data = typed(contribution, do="preview", **{"responses-0-text": text})

    response = client.post(address(contribution), data, follow=True)

    page = response.content.decode()
    assert response.redirect_chain[0][0] == address(contribution, "contribution_preview")
    assert "<strong>Casas</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_preview_of_a_language_outside_the_notes_says_which_it_is(client, db):
    contribution = make_contribution(state="draft", responses=0, challenges=0)
    grant(client, make_invitation(contribution=contribution))
    client.post(address(contribution), typed(contribution, language="pt"))

    page = client.get(reverse("cities:contribution_preview", args=[contribution.pk]))

    assert 'lang="pt"' in page.content.decode()
    assert "available in Portuguese only" in page.content.decode()


def test_preview_of_what_is_sent_leads_to_the_contribution(client, db):
    contribution = make_contribution(state="submitted")
    grant(client, make_invitation(contribution=contribution))

    response = client.get(address(contribution, "contribution_preview"))

    assert response["Location"] == address(contribution)


def test_preview_shows_the_quotation_and_the_documents(client, db):
    contribution = make_contribution(state="draft", responses=0, challenges=0)
    grant(client, make_invitation(contribution=contribution))
    contribution.attachments.create(name="décret.pdf", size=9, checksum="0" * 64, file="x.pdf")
    data = typed(contribution, do="preview", quote="Aguantamos *juntos*.", quote_speaker="")

    page = client.post(address(contribution), data, follow=True).content.decode()

    quotation = page.partition("<blockquote>")[2].partition("</figure>")[0]
    assert "Aguantamos <em>juntos</em>." in quotation
    assert '<span class="speaker">Ana Alcaldesa</span>' in quotation
    assert "Alcaldesa" in quotation.partition("speaker")[2]
    assert "décret.pdf" in page
    assert "not published with the note" in page
