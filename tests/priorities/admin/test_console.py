"""The organiser's console."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from priorities.admin.actions import CONSOLE_ACTIONS, on_console
from priorities.models import Consultation
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import (
    in_all,
    make_ballot,
    make_consultation,
    make_service,
    make_session,
    make_user,
)

PAGES = ("console", "console_counts", "console_code", "clerk", "links")
ACTING = ("clerk_undo", "links_csv", "links_withdraw")


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def where(name, consultation, *more):
    return reverse(f"admin:priorities_consultation_{name}", args=[consultation.pk, *more])


def act(client, consultation, verb, **fields):
    return client.post(where("console_act", consultation, verb), fields)


def told(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_console_shows_the_code_the_ways_and_who_has_voted(as_organiser):
    session = make_session(languages=["fr", "ar"])
    consultation = make_consultation(session=session, code="rain5", state="open")
    make_ballot(consultation=consultation, language="fr")

    page = as_organiser.get(where("console", consultation))

    text = page.content.decode()
    assert "http://testserver/v/rain5/" in text
    assert "<svg" in text
    languages = page.context["counts"]["languages"]
    assert [(row["code"], row["ballots"]) for row in languages] == [("fr", 1), ("ar", 0)]


@pytest.mark.parametrize("state", list(Consultation.State))
def test_console_offers_only_what_is_possible(as_organiser, state):
    consultation = make_consultation(state=state)
    make_ballot(consultation=consultation)

    ends = {**in_all("low", "least"), **in_all("high", "most")}
    for verb in on_console(consultation):
        fresh = make_consultation(state=state, **ends)
        answer = act(as_organiser, fresh, verb.name, note="because")
        assert {message.level_tag for message in get_messages(answer.wsgi_request)} == {"success"}


@pytest.mark.parametrize(
    ("state", "shown", "offered"),
    [
        ("open", "after_reveal", ["pause", "close", "reveal"]),
        ("open", "live", ["pause", "close"]),
        ("paused", "after_close", ["resume", "close", "reveal"]),
        ("closed", "after_reveal", ["reveal", "reopen"]),
        ("closed", "after_close", ["reopen"]),
    ],
)
def test_revealing_is_offered_only_where_it_changes_what_is_seen(
    as_organiser, state, shown, offered
):
    consultation = make_consultation(state=state, results_shown=shown)
    page = reverse("admin:priorities_consultation_change", args=[consultation.pk])

    assert [verb.name for verb in on_console(consultation)] == offered
    assert ("/reveal" in as_organiser.get(page).content.decode()) == ("reveal" in offered)
    assert "/hide" not in as_organiser.get(page).content.decode()


@pytest.mark.parametrize(
    ("state", "coming"),
    [("draft", "open"), ("open", "close"), ("paused", "resume"), ("closed", "reveal")],
)
def test_one_verb_stands_out_as_the_next(db, state, coming):
    verbs = on_console(make_consultation(state=state))

    assert [verb.name for verb in verbs if verb.variant.value == "primary"] == [coming]


@pytest.mark.parametrize(
    ("state", "twice"), [("open", 2), ("paused", 2), ("closed", 0), ("draft", 0)]
)
def test_what_cannot_be_taken_back_takes_two_presses(as_organiser, state, twice):
    consultation = make_consultation(state=state)

    page = as_organiser.get(where("console", consultation)).content.decode()

    assert page.count('<summary class="console-') == twice
    assert ("Close when every language" in page) == (state in {"open", "paused"})


@pytest.mark.parametrize(("shown", "told"), [("after_close", 2), ("after_reveal", 1), ("live", 0)])
def test_closing_says_where_it_shows_the_results(as_organiser, shown, told):
    consultation = make_consultation(state="open", results_shown=shown)

    page = as_organiser.get(where("console", consultation)).content.decode()

    assert page.count("Everybody sees the results from now on") == told


@pytest.mark.parametrize("verb", CONSOLE_ACTIONS)
def test_wrong_state_is_told_and_changes_nothing(as_organiser, verb):
    wrong = {"open": "closed", "reset": "open", "reopen": "open", "resume": "closed"}
    consultation = make_consultation(state=wrong.get(verb, "draft"))
    before = Consultation.objects.values().get()

    answer = act(as_organiser, consultation, verb, note="because")

    assert answer["Location"] == where("console", consultation)
    assert "not possible" in told(answer)
    assert "skipped" not in told(answer)
    assert Consultation.objects.values().get() == before


def test_opening_lists_what_is_missing_and_takes_a_reason(as_organiser):
    consultation = make_consultation(services=[make_service(name_ar="")])
    assert len(as_organiser.get(where("console", consultation)).context["missing"]) == 1

    assert "missing in Arabic" in told(act(as_organiser, consultation, "open", seen="on"))
    assert Consultation.objects.get().state == "draft"
    act(as_organiser, consultation, "open", note="Nobody reads it today", seen="on")

    stored = Consultation.objects.get()
    assert (stored.state, stored.open_override) == ("open", "Nobody reads it today")


def test_scale_without_labels_is_pointed_out_before_and_after_it_is_opened(as_organiser):
    consultation = make_consultation()
    warning = "The ends of the scale have no labels"

    page = as_organiser.get(where("console", consultation)).content.decode()
    assert warning in page
    assert 'name="seen" required' in page
    assert warning in told(act(as_organiser, consultation, "open"))
    assert Consultation.objects.get().state == "draft"
    assert warning in told(act(as_organiser, consultation, "open", seen="on"))

    assert Consultation.objects.get().state == "open"


def test_labels_in_all_languages_are_no_matter_of_doubt(as_organiser):
    ends = {**in_all("low", "can wait"), **in_all("high", "vital")}
    consultation = make_consultation(**ends)

    page = as_organiser.get(where("console", consultation))

    assert page.context["doubts"] == []
    assert 'name="seen"' not in page.content.decode()
    assert "scale" not in told(act(as_organiser, consultation, "open"))


@pytest.mark.parametrize(("ballots", "is_told"), [(0, False), (1, True), (4, True), (5, False)])
def test_results_of_few_ballots_are_pointed_out_before_and_after_they_are_shown(
    as_organiser, ballots, is_told
):
    consultation = make_consultation(ballots=[[5]] * ballots, state="open")

    page = as_organiser.get(where("console", consultation)).content.decode()
    assert ('id="few"' in page) == is_told
    assert ("may tell who answered" in told(act(as_organiser, consultation, "reveal"))) == is_told


def test_ballots_of_a_rehearsal_are_not_counted_at_the_console(as_organiser):
    consultation = make_consultation()
    make_ballot(consultation=consultation, origin="rehearsal")

    page = as_organiser.get(where("console", consultation))

    assert page.context["counts"]["ballots"] == 0
    assert "/do/reset/" in page.content.decode()


def test_reopening_asks_for_the_reason_in_each_language_of_the_note(as_organiser):
    session = make_session(languages=["fr", "ar"])
    consultation = make_consultation(session=session, state="closed")
    page = as_organiser.get(where("console", consultation)).content.decode()
    assert 'name="note_fr"' in page
    assert 'name="note_ar"' in page
    assert 'name="note_en"' not in page

    act(as_organiser, consultation, "reopen", note_fr=" ", note_ar="")
    assert Consultation.objects.get().state == "closed"
    act(as_organiser, consultation, "reopen", note_fr="Une panne.", note_ar="عطل.")

    stored = Consultation.objects.get()
    assert (stored.reopen_reason_fr, stored.reopen_reason_ar) == ("Une panne.", "عطل.")
    assert not stored.reopen_reason_en


def test_reason_is_filled_in_where_it_lacks_a_language_and_else_kept(as_organiser):
    consultation = make_consultation(session=make_session(languages=["fr", "ar"]), state="closed")
    page = reverse("admin:priorities_consultation_change", args=[consultation.pk])
    assert 'name="reopen_reason_ar"' not in as_organiser.get(page).content.decode()
    consultation.reopen({"fr": "Une panne."})

    text = as_organiser.get(page).content.decode()

    assert 'name="reopen_reason_ar"' in text
    assert 'name="reopen_reason_fr"' not in text


def test_reopening_asks_for_a_reason(as_organiser):
    consultation = make_consultation(state="closed")

    act(as_organiser, consultation, "reopen", note="  ")
    assert Consultation.objects.get().state == "closed"
    act(as_organiser, consultation, "reopen", note="A box was found")

    assert Consultation.objects.get().reopen_reason == "A box was found"


def test_counts_are_sent_once_and_again_when_they_change(as_organiser):
    consultation = make_consultation(state="open")
    address = where("console_counts", consultation)
    first = as_organiser.get(address)

    again = as_organiser.get(address, headers={"If-None-Match": first["ETag"]})
    make_ballot(consultation=consultation)
    changed = as_organiser.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert changed.json()["ballots"] == 1


def test_code_is_a_file_of_its_own(as_organiser):
    answer = as_organiser.get(where("console_code", make_consultation(code="rain5")))

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert "rain5.svg" in answer["Content-Disposition"]


@pytest.mark.parametrize("page", [*PAGES, *ACTING])
def test_console_is_closed_to_the_public_and_to_visitors(client, db, page):
    consultation = make_consultation()
    assert client.get(where(page, consultation)).status_code == 302
    client.force_login(make_user())
    assert client.get(where(page, consultation)).status_code == 302


@pytest.mark.parametrize("page", ["clerk", "links"])
def test_rapporteurs_may_look_at_the_console_but_not_act(client, db, page):
    client.force_login(make_user(group=RAPPORTEURS))
    consultation = make_consultation(services=[make_service()], is_closed_hall=True)

    console = client.get(where("console", consultation))
    assert console.status_code == 200
    assert 'method="post" action="/en/admin/priorities' not in console.content.decode()
    assert client.get(where(page, consultation)).status_code == 403
    assert client.post(where(page, consultation), {"people": "Ana"}).status_code == 403
    for verb in CONSOLE_ACTIONS:
        assert act(client, consultation, verb, note="because").status_code == 403
    for name in ACTING:
        assert client.post(where(name, consultation)).status_code == 403
    assert Consultation.objects.get().state == "draft"
    assert not consultation.links.exists()


def test_missing_consultation_and_verb_are_not_found(as_organiser):
    consultation = make_consultation()
    gone = reverse("admin:priorities_consultation_console", args=[consultation.pk + 1])

    assert as_organiser.get(gone).status_code == 404
    assert act(as_organiser, consultation, "delete").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_former_address_leads_to_the_console_and_keeps_what_is_sent(client, method):
    answer = getattr(client, method)("/fr/admin/priorities/consultation/7/desk/do/open/?seen=1")

    assert answer.status_code == 308
    assert answer["Location"] == "/fr/admin/priorities/consultation/7/console/do/open/?seen=1"


def test_acting_takes_post_only(as_organiser):
    consultation = make_consultation()

    assert as_organiser.get(where("console_act", consultation, "open")).status_code == 405
    for name in ACTING:
        assert as_organiser.get(where(name, consultation)).status_code == 405
    assert as_organiser.post(where("console", consultation)).status_code == 405


def test_change_page_leads_to_the_console(as_organiser):
    consultation = make_consultation()
    page = as_organiser.get(reverse("admin:priorities_consultation_change", args=[consultation.pk]))
    assert "to-console" in page.content.decode()

    answer = as_organiser.get(
        reverse("admin:priorities_consultation_to_console", args=[consultation.pk])
    )

    assert answer["Location"] == where("console", consultation)


def test_console_does_not_offer_to_open_what_nobody_could_answer(as_organiser):
    consultation = make_consultation(services=[])
    address = reverse("admin:priorities_consultation_console", args=[consultation.pk])

    page = as_organiser.get(address).content.decode()

    assert "There is no service to rate yet" in page
    act = reverse("admin:priorities_consultation_console_act", args=[consultation.pk, "open"])
    assert act not in page
    told = as_organiser.post(act, {"note": "Anyway"}, follow=True).content.decode()
    assert "There is no service to rate yet" in told
    consultation.refresh_from_db()
    assert consultation.state == "draft"


def test_script_of_somebody_signed_out_is_told_to_log_in_again(client, db):
    consultation = make_consultation(state="open")

    answer = client.get(
        where("console_counts", consultation), headers={"Accept": "application/json"}
    )

    assert answer.status_code == 401
    assert answer.json() == {"error": "You have been signed out. Log in again."}


@pytest.mark.parametrize("page", ["clerk", "links", "clerk_undo"])
def test_form_of_somebody_signed_out_leads_to_the_log_in_which_says_so(client, db, page):
    answer = client.post(where(page, make_consultation(state="open")), {"item-1": "5"}, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/en/accounts/login/")
    assert "You have been signed out. Log in again." in answer.content.decode()
