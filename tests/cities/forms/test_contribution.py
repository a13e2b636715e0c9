"""The officer's page over HTTP: saving, sending, refusals; nothing typed is ever lost."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from cities.contributions import autosave, consent_texts
from cities.contributions.draft_merging import Known
from cities.contributions.drafts import Draft
from cities.forms.contribution_parts import ResponseForm
from cities.models import Contribution
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_organisation,
    make_series,
    make_service,
    make_session,
    make_user,
)
from tests.factories_cities import grant


@pytest.fixture
def session(db):
    return make_session(
        starts_at=now() + timedelta(days=9),
        contributions_due_at=now() + timedelta(days=6),
        series=make_series(contact="learning@example.org"),
    )


@pytest.fixture
def contribution(session):
    return make_contribution(
        state="draft", responses=0, challenges=0, session=session, original_language="es",
        representative_name="", representative_position="",
    )  # fmt: skip


def address(contribution, name="contribution_edit"):
    return reverse(f"cities:{name}", args=[contribution.pk])


def typed(contribution, **changes):
    """What a browser sends when everything is filled in."""
    return {
        "version": contribution.draft_version,
        "page": "one",
        "representative_name": "Ana Alcaldesa",
        "representative_position": "Alcaldesa",
        "language": "es",
        "responses-0-text": "Abrimos albergues en los polideportivos.\r\nDos en cada barrio.",
        "challenges-0-text": "Faltan camas.",
        "licence": consent_texts.LICENCE.version,
        "consent": consent_texts.CONSENT.version,
        "do": "save",
    } | changes


def as_script(client, contribution, data):
    return client.post(address(contribution), data, headers={"accept": "application/json"})


# --- Saving ---------------------------------------------------------------------------------------


def test_page_opens_for_an_invited_officer_and_changes_nothing(client, contribution, officer):
    before = Contribution.objects.values().get()

    response = client.get(address(contribution))

    assert response.status_code == 200
    assert Contribution.objects.values().get() == before


def test_saving_keeps_everything_as_typed_however_incomplete(client, contribution, officer):
    data = typed(contribution, **{"responses-0-since": "last spring", "responses-0-source": "x"})

    response = client.post(address(contribution), data)

    assert response.status_code == 302
    page = client.get(address(contribution)).content.decode()
    assert "last spring" in page
    assert "Abrimos albergues en los polideportivos.\nDos en cada barrio." in page
    kept = Contribution.objects.get()
    assert (kept.draft_version, kept.draft_saved_by) == (1, officer.user)
    assert kept.responses.count() == 0


def test_saving_starts_an_invited_contribution(client, session):
    invitation = make_invitation(contribution=make_contribution(state="invited", session=session))
    grant(client, invitation)

    client.post(address(invitation.contribution), typed(invitation.contribution))

    assert Contribution.objects.get().state == "draft"


def test_script_is_told_the_version_and_a_language(client, contribution, officer):
    text = "A prefeitura abriu o ginásio para as pessoas que ficaram sem casa depois da cheia."

    answer = as_script(client, contribution, typed(contribution, **{"responses-0-text": text}))

    assert answer.status_code == 200
    told = answer.json()
    assert told["version"] == 1
    assert told["language"]["code"] == "pt"
    assert told["saved_at"]


def test_same_page_is_never_in_its_own_way(client, contribution, officer):
    """The answer to a save was lost; the page goes on typing over the version it knows."""
    as_script(client, contribution, typed(contribution))

    answer = as_script(client, contribution, typed(contribution, quote="Todas las camas."))

    assert answer.status_code == 200
    assert Contribution.objects.get().draft["quote"] == "Todas las camas."


@pytest.mark.parametrize(
    ("verb", "texts"),
    [
        ("add:responses", ["A", "B", ""]),
        ("remove:responses:0", ["B"]),
        ("raise:responses:1", ["B", "A"]),
        ("raise:responses:0", ["A", "B"]),
        ("remove:responses:7", ["A", "B"]),
        ("raise:responses:x", ["A", "B"]),
        ("shout", ["A", "B"]),
    ],
)
def test_entries_are_added_removed_and_moved_without_a_script(
    client, contribution, officer, verb, texts
):
    data = typed(contribution, **{"responses-0-text": "A", "responses-1-text": "B", "do": verb})

    assert client.post(address(contribution), data).status_code == 302

    draft = Contribution.objects.get().draft
    assert [entry["text"] for entry in draft["responses"]] == texts
    assert draft["challenges"][0]["text"] == "Faltan camas."


def test_suggested_language_is_taken_by_a_button(client, contribution, officer):
    client.post(address(contribution), typed(contribution, do="language:pt"))

    assert Contribution.objects.get().draft["language"] == "pt"


# --- Two at once ----------------------------------------------------------------------------------


@pytest.fixture
def colleague(client_of, contribution, officer):
    """A colleague in the same city with a browser of their own, who has saved something."""
    invitation = make_invitation(
        contribution=contribution,
        officer=make_officer(city=contribution.city, user=make_user(name="Bea Colega")),
    )
    client = client_of(invitation)
    client.post(
        address(contribution),
        typed(contribution, page="two", **{"responses-0-text": "El texto de Bea."}),
    )
    return client


@pytest.fixture
def client_of(db):
    from django.test import Client

    def make(invitation):
        client = Client()
        grant(client, invitation)
        return client

    return make


def test_second_of_two_is_told_and_overwrites_nothing(client, contribution, officer, colleague):
    response = client.post(address(contribution), typed(contribution))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Bea Colega has changed this contribution meanwhile" in page
    assert "El texto de Bea." in page
    assert "Abrimos albergues" in page
    assert 'name="version" value="0"' in page
    assert Contribution.objects.get().draft["responses"][0]["text"] == "El texto de Bea."


def known_to(contribution):
    """Return what the form carries of the draft that it was filled with."""
    return Known.of(autosave.current_draft(contribution)).dump()


def test_what_only_a_colleague_changed_is_merged(client, contribution, officer, colleague):
    first = Draft.from_data(Contribution.objects.get().draft)
    seen = known_to(Contribution.objects.get())
    colleague.post(
        address(contribution),
        typed(
            contribution,
            version="1",
            page="two",
            known=seen,
            **{"responses-0-text": first.responses[0].text, "quote": "Lo dice Bea."},
        ),
    )

    answer = as_script(
        client,
        contribution,
        typed(contribution, version="1", known=seen, **{"responses-0-text": "Lo escribe Ana."}),
    )

    assert answer.status_code == 200
    stored = Contribution.objects.get().draft
    assert stored["responses"][0]["text"] == "Lo escribe Ana."
    assert stored["quote"] == "Lo dice Bea."
    assert ["quote", "Lo dice Bea."] in answer.json()["merged"]


def test_same_field_is_asked_about_with_both_texts(client, contribution, officer, colleague):
    seen = known_to(Contribution(pk=contribution.pk, draft={"responses": [{"text": ""}]}))
    data = typed(contribution, known=seen)

    page = client.post(address(contribution), data)

    (conflict,) = page.context["conflicts"]
    assert (conflict.label, conflict.theirs) == ("Response 1, What is done", ["El texto de Bea."])
    assert "Abrimos albergues" in conflict.mine[0]
    again = data | {"known": page.context["known"], conflict.control: "theirs"}
    assert client.post(address(contribution), again).status_code == 302
    assert Contribution.objects.get().draft["responses"][0]["text"] == "El texto de Bea."


def test_lost_answer_loses_no_change_of_a_colleague(client, contribution, officer, colleague):
    seen = known_to(Contribution.objects.get())
    mine = {"responses-0-text": "El texto de Bea.", "page": "one", "version": "1", "known": seen}
    as_script(client, contribution, typed(contribution, **mine, quote="Una"))
    third = {"responses-0-text": "Bea, otra vez.", "page": "two", "version": "1", "known": seen}
    as_script(colleague, contribution, typed(contribution, **third))
    # The answer never came: the page still names the version it was opened with.
    as_script(client, contribution, typed(contribution, **mine, quote="Una frase"))

    stored = Contribution.objects.get().draft
    assert stored["responses"][0]["text"] == "Bea, otra vez."


def test_script_is_told_of_the_other_version(client, contribution, officer, colleague):
    answer = as_script(client, contribution, typed(contribution))

    assert answer.status_code == 409
    told = answer.json()
    assert (told["reason"], told["who"], told["own"]) == ("conflict", "Bea Colega", False)
    assert told["fields"] == {"responses-0-text": ["El texto de Bea."]}


def test_mine_is_kept_knowingly(client, contribution, officer, colleague):
    data = typed(contribution, do="mine", their_version="1")

    assert client.post(address(contribution), data).status_code == 302

    assert "Abrimos" in Contribution.objects.get().draft["responses"][0]["text"]


def test_mine_is_not_kept_over_a_third_version(client, contribution, officer, colleague):
    third = typed(contribution, version="1", page="two", quote="Y otra cosa.")
    colleague.post(address(contribution), third)

    data = typed(contribution, do="mine", their_version="1")

    assert client.post(address(contribution), data).status_code == 409
    assert Contribution.objects.get().draft["quote"] == "Y otra cosa."


def test_theirs_is_taken(client, contribution, officer, colleague):
    response = client.post(address(contribution), typed(contribution, do="theirs"), follow=True)

    assert "El texto de Bea." in response.content.decode()
    assert Contribution.objects.get().draft_version == 1


def test_old_page_does_not_send_over_a_colleague(client, contribution, officer, colleague):
    assert client.post(address(contribution), typed(contribution, do="submit")).status_code == 409
    assert Contribution.objects.get().state == "draft"


# --- Sending --------------------------------------------------------------------------------------


def test_sending_writes_rows_keeps_a_submission_and_sends_receipts(
    client, contribution, officer, django_capture_on_commit_callbacks
):
    service = make_service()
    data = typed(
        contribution,
        do="submit",
        quote="Nadie duerme en la calle.",
        quote_speaker="Ana Alcaldesa",
        **{
            "responses-0-services": [service.slug],
            "responses-0-since": "2020-03-15",
            "responses-0-source": "https://example.org/decreto",
            "responses-1-text": "Repartimos comida.",
        },
    )

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address(contribution), data)

    assert response["Location"] == address(contribution, "contribution_sent")
    sent = Contribution.objects.get()
    assert (sent.state, sent.draft) == ("submitted", None)
    first, second = sent.responses.all()
    assert first.text_es == "Abrimos albergues en los polideportivos.\nDos en cada barrio."
    assert [s.slug for s in first.services.all()] == [service.slug]
    assert (str(first.since), first.source) == ("2020-03-15", "https://example.org/decreto")
    assert second.text_es == "Repartimos comida."
    content = sent.submissions.get().content
    assert content["responses"][0]["text"] == {"es": first.text_es}
    assert content["quote"]["text"] == "Nadie duerme en la calle."
    assert content["licence_text"] == consent_texts.LICENCE.version
    assert content["consent_text"] == consent_texts.CONSENT.version
    assert content["licensed_at"]
    receipts = [letter for letter in mail.outbox if officer.user.email in letter.to]
    assert len(receipts) == 1
    assert "/contribute/invitations/" in receipts[0].body
    for text in (
        "Ana Alcaldesa, Alcaldesa",
        "Abrimos albergues",
        "Repartimos comida.",
        "Faltan camas.",
        "Nadie duerme",
        "Since when: 15 March 2020",
    ):
        assert text in receipts[0].body
    page = client.get(response["Location"]).content.decode()
    assert officer.user.email in page


def test_pressing_send_twice_thanks_twice_and_sends_once(client, contribution, officer):
    data = typed(contribution, do="submit")
    client.post(address(contribution), data)

    again = client.post(address(contribution), data)

    assert again["Location"] == address(contribution, "contribution_sent")
    assert Contribution.objects.get().submissions.count() == 1


def problems(response):
    return {problem.field: problem.text for problem in response.context["form"].problems}


def refused(client, contribution, data):
    """Send a form that is not complete, and return the page that says what is missing.

    It is asked for, and not the answer to the form, so that one can go back to it.
    """
    answer = client.post(address(contribution), data)
    assert answer.status_code == 302
    assert answer.url == f"{address(contribution)}?check"
    return client.get(answer.url)


def test_page_in_arabic_has_no_latin_commas_in_joined_phrases(client, contribution, officer):
    for name in ("Metropolis", "UN-Habitat"):
        contribution.session.series.conveners.add(make_organisation(name=name))
    empty = {"version": "0", "do": "submit", "language": "es"}
    client.post(address(contribution), empty)

    page = client.get(f"{address(contribution).replace('/en/', '/ar/')}?check")

    assert [p.label for p in page.context["form"].problems if p.field == "responses-0-text"] == [
        "الاستجابة 1، ما الذي تقومون به"
    ]
    assert "</bdi>، <bdi>" in page.content.decode()


def test_empty_form_is_refused_with_links_to_its_fields(client, contribution, officer):
    response = refused(client, contribution, {"version": "0", "do": "submit", "language": "es"})

    assert set(problems(response)) == {
        "representative_name", "representative_position", "responses-0-text", "licence", "consent",
    }  # fmt: skip
    page = response.content.decode()
    for field in problems(response):
        assert f'href="#{field}"' in page
        assert f'id="{field}"' in page
    assert "<title>Error: What " in page
    assert "This field is required" not in page
    assert Contribution.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("responses-0-since", "2999-01-01", "This day is in the future."),
        ("responses-0-since", "spring", "Give the day as year, month, day: 2026-03-25."),
        ("responses-0-since", "0020-03-25", "Give the day as year, month, day: 2026-03-25."),
        ("responses-0-source", "javascript:alert(1)", "This is not a web address"),
        ("responses-0-title", "x" * 201, "This text has 201 characters; at most 200"),
        ("language", "xx", "Select a valid choice"),
        ("quote", "Una frase sin dueña", "Say whose words these are."),
        ("licence", "an-older-text", "Without the licence"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client, contribution, officer, field, value, message
):
    response = refused(client, contribution, typed(contribution, do="submit", **{field: value}))

    found = problems(response)
    assert any(message in text for text in found.values()), found
    kept = Contribution.objects.get()
    assert kept.state == "draft"
    assert "Abrimos" in kept.draft["responses"][0]["text"]


@pytest.mark.parametrize(
    ("utc", "day", "is_taken"),
    [
        # It is the 26th already in Auckland, and on Kiritimati, where the day begins first.
        ("2026-03-25T20:00", "2026-03-26", True),
        ("2026-03-25T10:30", "2026-03-26", True),
        ("2026-03-25T09:30", "2026-03-26", False),
    ],
)
def test_today_is_no_future_wherever_the_city_lies(monkeypatch, utc, day, is_taken):
    moment = datetime.fromisoformat(f"{utc}+00:00")
    monkeypatch.setattr("cities.forms.contribution_parts.now", lambda: moment)

    form = ResponseForm({"text": "Abrimos albergues.", "since": day}, services=[])

    assert form.is_valid() is is_taken


def test_form_of_fifty_answers_with_all_their_services_is_kept(client, contribution, officer):
    services = [make_service().slug for _ in range(20)]
    many = {}
    for number in range(50):
        many[f"responses-{number}-text"] = f"Respuesta {number}"
        many[f"responses-{number}-services"] = services

    response = client.post(address(contribution), typed(contribution, **many))

    assert response.status_code == 302
    kept = Contribution.objects.get().draft["responses"]
    assert [entry["text"] for entry in kept] == [f"Respuesta {number}" for number in range(50)]


def test_page_of_a_name_that_is_none_of_ours_is_no_matter(client, contribution, officer):
    response = client.post(address(contribution), typed(contribution, page="a b"))

    assert response.status_code == 302
    assert Contribution.objects.get().draft["page"] == ""


def test_text_of_100_000_characters_is_kept_and_refused_with_its_length(
    client, contribution, officer
):
    text = "á" * 100_000

    saved = client.post(address(contribution), typed(contribution, **{"responses-0-text": text}))
    response = refused(
        client,
        contribution,
        typed(contribution, version="1", do="submit", **{"responses-0-text": text}),
    )

    assert saved.status_code == 302
    assert problems(response) == {
        "responses-0-text": "This text has 100,000 characters; at most 4,000 can be published."
    }
    assert Contribution.objects.get().draft["responses"][0]["text"] == text


def test_line_breaks_in_names_stay_out_of_the_heads_of_letters(
    client, contribution, officer, django_capture_on_commit_callbacks
):
    contribution.city.name_en = "City\r\nBcc: everybody@example.org"
    contribution.city.save()
    data = typed(contribution, do="submit", representative_name="Ana\r\nBcc: everybody@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(contribution), data)

    assert mail.outbox
    for letter in mail.outbox:
        assert "\n" not in letter.subject
        assert letter.bcc == []
        assert "everybody@example.org" not in letter.recipients()
        assert "Bcc" not in letter.message()


# --- Coming back ----------------------------------------------------------------------------------


def test_rows_keep_their_ids_through_a_resubmission_and_removed_ones_go(
    client, contribution, officer
):
    data = typed(
        contribution, do="submit", **{"responses-1-text": "Dos", "responses-2-text": "Tres"}
    )
    client.post(address(contribution), data)
    first, _second, third = Contribution.objects.get().responses.all()
    sent = Contribution.objects.get().submissions.get().content
    Contribution.objects.get().request_changes("¿Desde cuándo?")
    first.text_es = "Mejorado por la redacción."
    first.save()

    page = client.get(address(contribution)).content.decode()
    assert "¿Desde cuándo?" in page
    assert "Mejorado por la redacción." in page
    again = typed(
        Contribution.objects.get(),
        do="submit",
        **{
            "responses-0-id": third.pk, "responses-0-text": "Tres, mejor",
            "responses-1-id": first.pk, "responses-1-text": "Mejorado por la redacción.",
        },
    )  # fmt: skip
    client.post(address(contribution), again)

    contribution = Contribution.objects.get()
    assert [(row.pk, row.text_es) for row in contribution.responses.all()] == [
        (third.pk, "Tres, mejor"),
        (first.pk, "Mejorado por la redacción."),
    ]
    assert contribution.submissions.order_by("number").first().content == sent
    assert contribution.submissions.count() == 2


def test_row_of_another_city_is_never_changed(client, contribution, officer):
    other = make_contribution(state="submitted").responses.get()

    client.post(
        address(contribution), typed(contribution, do="submit", **{"responses-0-id": other.pk})
    )

    text = other.text_en
    other.refresh_from_db()
    assert other.text_en == text
    assert Contribution.objects.get(pk=contribution.pk).responses.get().pk != other.pk


@pytest.mark.parametrize(
    ("before", "after"), [("es", "pt"), ("pt", "es"), ("es", "ar"), ("pt", "sw")]
)
def test_changing_the_language_moves_the_text(client, contribution, officer, before, after):
    client.post(address(contribution), typed(contribution, do="submit", language=before))
    Contribution.objects.get().request_changes("¿En qué idioma?")
    row = Contribution.objects.get().responses.get()

    client.post(
        address(contribution),
        typed(
            Contribution.objects.get(),
            do="submit",
            language=after,
            **{"responses-0-id": row.pk, "responses-0-text": "El texto"},
        ),
    )

    row = Contribution.objects.get().responses.get()
    texts = {code: getattr(row, f"text_{code}") or "" for code in ("en", "fr", "es", "ar")}
    texts["other"] = row.original_text
    place = after if after in texts else "other"
    assert {code: text for code, text in texts.items() if text} == {place: "El texto"}
    assert str(row) == ("El texto" if place != "other" else str(row))


def test_note_leads_to_its_field_and_closing_does_not_shut_out_who_was_asked(
    client, contribution, officer, session
):
    client.post(address(contribution), typed(contribution, do="submit"))
    Contribution.objects.get().request_changes("¿Desde cuándo?")
    session.contributions_due_at = now() - timedelta(days=1)
    session.save()

    answer = as_script(client, contribution, typed(Contribution.objects.get()))

    assert answer.status_code == 200


# --- Too late, over, not theirs -------------------------------------------------------------------


def test_late_contribution_is_told_so_and_taken(client, contribution, officer, session):
    session.contributions_due_at = now() - timedelta(days=1)
    session.contributions_close_at = now() + timedelta(days=1)
    session.save()

    page = client.get(address(contribution)).content.decode()
    response = client.post(address(contribution), typed(contribution, do="submit"))

    assert "You are late, and it is still welcome." in page
    assert response.status_code == 302
    assert Contribution.objects.get().state == "submitted"


def test_closed_collection_refuses_and_gives_the_text_back(client, contribution, officer, session):
    client.post(address(contribution), typed(contribution))
    session.contributions_due_at = now() - timedelta(days=1)
    session.save()

    page = client.get(address(contribution)).content.decode()
    answer = as_script(client, contribution, typed(contribution, version="1", quote="Más"))
    response = client.post(
        address(contribution), typed(contribution, version="1", do="submit", quote="Una frase más")
    )

    assert "learning@example.org" in page
    assert "Abrimos albergues" in page
    assert "<textarea" not in page
    assert (answer.status_code, answer.json()["reason"]) == (409, "closed")
    assert response.status_code == 409
    assert "Una frase más" in response.content.decode()
    assert Contribution.objects.get().draft["quote"] == ""


@pytest.mark.parametrize("state", ["submitted", "accepted", "withdrawn", "declined"])
def test_contribution_that_is_not_open_is_read_only(client, session, state):
    contribution = make_contribution(state=state, session=session)
    grant(client, make_invitation(contribution=contribution))

    page = client.get(address(contribution)).content.decode()
    response = client.post(address(contribution), typed(contribution, do="submit"))

    assert "<textarea" not in page
    assert response.status_code == 409
    assert "Abrimos albergues" in response.content.decode()
    assert Contribution.objects.get().state == state


def test_stranger_is_told_404(client, contribution):
    assert client.get(address(contribution)).status_code == 404
    assert client.get(address(contribution, "contribution_preview")).status_code == 404
    assert client.get(address(contribution, "contribution_sent")).status_code == 404


def test_expired_session_gives_the_text_back_and_a_new_link(
    client, contribution, officer, django_capture_on_commit_callbacks, settings
):
    ticket = client.get(address(contribution)).context["ticket"]
    client.logout()
    data = typed(contribution, ticket=ticket)

    response = client.post(address(contribution), data)

    page = response.content.decode()
    assert response.status_code == 403
    assert "Abrimos albergues en los polideportivos.\nDos en cada barrio." in page
    assert str(contribution.city) not in page
    assert Contribution.objects.get().draft is None
    assert as_script(client, contribution, data).json() == {"reason": "expired"}
    # Back by the link in another tab, the same form saves.
    grant(client, officer.invitations.get())
    assert client.post(address(contribution), data).status_code == 302
    assert "Abrimos" in Contribution.objects.get().draft["responses"][0]["text"]


def test_expired_session_tells_nothing_of_what_exists(client, contribution):
    there = client.post(address(contribution), typed(contribution))
    missing = client.post("/en/contribute/987654/", typed(contribution))

    def plain(response, pk):
        page = response.content.decode().replace(f"/contribute/{pk}/", "/contribute/PK/")
        return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)

    assert (there.status_code, missing.status_code) == (403, 403)
    assert plain(there, contribution.pk) == plain(missing, 987654)


def test_link_of_one_contribution_opens_no_other(client, contribution, officer, session):
    other = make_contribution(state="draft", session=session)

    assert client.get(address(other)).status_code == 404
    response = client.post(address(other), typed(other))

    assert response.status_code == 404
    assert "Abrimos albergues" in response.content.decode()
    assert Contribution.objects.get(pk=other.pk).draft is None


def test_officer_of_another_city_is_told_404(client, contribution):
    client.force_login(make_officer().user)

    assert client.get(address(contribution)).status_code == 404
    assert client.post(address(contribution), typed(contribution)).status_code == 404
    assert Contribution.objects.get().draft is None


def test_forged_request_is_refused_and_the_text_stays(contribution, officer, client_of):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    grant(client, officer.invitations.get())

    response = client.post(address(contribution), typed(contribution))
    answer = as_script(client, contribution, typed(contribution))

    assert response.status_code == 403
    page = response.content.decode()
    assert "Abrimos albergues" in page
    assert "press once more" in page
    assert Contribution.objects.get().draft is None
    assert answer.json()["reason"] == "stale"
    token = answer.json()["token"]
    again = client.post(address(contribution), typed(contribution, csrfmiddlewaretoken=token))
    assert again.status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_wrong_method_is_refused(client, contribution, officer, method):
    assert getattr(client, method)(address(contribution)).status_code == 405
    assert client.post(address(contribution, "contribution_preview")).status_code == 405
    assert client.post(address(contribution, "contribution_sent")).status_code == 405


def test_number_of_queries_does_not_grow_with_the_entries(
    client, contribution, officer, django_assert_max_num_queries
):
    make_service()
    data = typed(contribution, **{f"responses-{n}-text": f"Texto {n}" for n in range(8)})
    client.post(address(contribution), data)

    with django_assert_max_num_queries(10):
        client.get(address(contribution))


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_page_opens_in_every_language(client, contribution, officer, language):
    response = client.get(address(contribution).replace("/en/", f"/{language}/"))

    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


def test_language_of_the_page_is_presumed_until_something_is_written(client, contribution, officer):
    page = client.get(address(contribution).replace("/en/", "/fr/"))

    assert page.context["form"].language["language"].value() == "fr"
