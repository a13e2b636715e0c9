"""The page of a session for its organisers: what it shows in each state, and what it does."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from lxml import html

from cities.models import Contribution
from llex.core.admin.merging import text_fingerprint
from llex.core.models import Mail
from sessions_app.briefing.editions import publish
from sessions_app.cockpit import presence
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import LearningSession
from tests.factories import (
    make_ballot,
    make_consultation,
    make_contribution,
    make_full_session,
    make_invitation,
    make_officer,
    make_participant,
    make_quote,
    make_review_link,
    make_session,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.usefixtures("empty_print_files")

State = Contribution.State
NAMES = {
    "cockpit": "get", "act_on_cities": "post", "put_in_order": "post", "report_presence": "post",
    "copy": "post", "save_text": "post", "fill": "post", "qr": "get",
}  # fmt: skip
LONG_AGO = {"starts_at": now() - timedelta(days=3), "announced_at": now() - timedelta(days=9)}


def at(session, name="cockpit"):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])


def shown(client, session):
    answer = client.get(at(session))
    assert answer.status_code == 200
    return answer.context["page"]


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def act(client, session, action, *contributions, **data):
    keys = [row.pk for row in contributions]
    return client.post(
        at(session, "act_on_cities"), {"action": action, "contribution": keys, **data}
    )


def make_sent(session, **overrides):
    """A contribution that its city has submitted."""
    row = make_contribution(session=session, state="draft", **overrides)
    row.submit(by=make_officer(city=row.city).user)
    return row


# --- What it shows --------------------------------------------------------------------------------


def test_empty_session_asks_to_invite_the_cities(as_organiser):
    last_second = (now() + timedelta(11)).replace(hour=23, minute=59, second=59)
    session = make_session(announced_at=now(), starts_at=last_second, time_zone="UTC")

    page = shown(as_organiser, session)

    assert page.next.first.sentence == "Invite the cities"
    assert page.facts.distance == "in 11 days"
    assert [station.style for station in page.stations] == [
        "done", "now", "later", "later", "later", "later",
    ]  # fmt: skip


def test_next_step_follows_the_evening(as_organiser):
    session = make_full_session(rows=1, **LONG_AGO | {"announced_at": None})
    first = session.contributions.get()

    def step():
        found = shown(as_organiser, session).next.first
        return found and found.sentence

    speaker = make_participant(session=session).person
    row = make_sent(session, order=5, representative=speaker)
    assert step() == "Accept 1 contribution"
    row.accept()
    assert step() == "Record 1 consent"
    row.record_consent("paper", now())
    arabic = row.responses.get().text_ar
    row.responses.update(text_ar="")
    assert step() == "Translate 1 text"
    row.responses.update(text_ar=arabic)
    assert step() == "Mend 1 thing that stops the note"
    row.approve_wording()
    assert step() == "Publish the note"
    publish(session)
    assert step() is None
    first.request_changes("Since when?")
    assert step() == "Accept 1 contribution that you entered for its city"
    make_invitation(contribution=first)
    LearningSession.objects.filter(pk=session.pk).update(contributions_due_at=LONG_AGO["starts_at"])
    assert step() == "Remind 1 city that has not answered"


def test_session_that_is_not_announced_is_to_be_announced_first(as_organiser):
    session = make_session(announced_at=None, starts_at=now() + timedelta(days=5))
    first = shown(as_organiser, session).next.first
    assert (first.sentence, first.acts) == ("Announce the session", True)

    answer = as_organiser.post(first.address, {"_form_submitted": "True"})

    assert answer.url == at(session)
    session.refresh_from_db()
    assert session.is_announced
    assert shown(as_organiser, session).next.first.sentence == "Invite the cities"


def test_every_next_step_that_is_a_link_is_a_whole_page(as_organiser):
    session = make_session(announced_at=now(), starts_at=now() - timedelta(days=1))
    make_contribution(session=session, state="invited")
    make_contribution(session=session, state="draft", order=1)
    make_sent(session, order=2)
    make_invitation(contribution=make_contribution(session=session, state="invited", order=3))

    step = shown(as_organiser, session).next
    sentences = []
    for one in (step.first, *step.then):
        sentences.append(one.sentence)
        if one.address.startswith("/") and not one.acts:
            assert "<html" in as_organiser.get(one.address).content.decode()

    assert sentences == [
        "Invite 1 city",
        "Accept 1 contribution",
        "Accept 1 contribution that you entered for its city",
    ]


def test_city_that_no_one_was_written_to_says_so_and_is_chosen_for_inviting(as_organiser):
    session = make_session(announced_at=now(), starts_at=now() + timedelta(days=5))
    alone = make_contribution(session=session, state="invited")
    asked = make_contribution(session=session, state="invited", order=1)
    make_invitation(contribution=asked)

    page = shown(as_organiser, session)

    assert [one.state.remark for one in page.cities] == [
        "no one is invited yet", "waits for the city",
    ]  # fmt: skip
    assert page.next.first.address.endswith(f"?cities={alone.city_id}")
    assert str(alone.city) in as_organiser.get(page.next.first.address).content.decode()


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"announced_at": None, "starts_at": now() + timedelta(5)}, "Planned, not announced"),
        ({"announced_at": now(), "starts_at": now() + timedelta(5)}, "Announced"),
        ({"announced_at": now(), "starts_at": now() - timedelta(minutes=5)}, "In session"),
        (LONG_AGO, "Drafting the note"),
    ],
)
def test_state_is_one_word_until_there_is_an_edition(as_organiser, values, state):
    assert shown(as_organiser, make_session(**values)).facts.state == state


def test_edition_that_no_longer_is_the_note_is_told_apart(as_organiser):
    session = make_full_session(**LONG_AGO)
    publish(session)
    assert shown(as_organiser, session).facts.state == "Published"
    assert {one.style for one in shown(as_organiser, session).stations} == {"done"}

    LearningSession.objects.filter(pk=session.pk).update(closing_text_en="Corrected")

    page = shown(as_organiser, session)
    assert page.facts.state == "Published, with changes since"
    assert page.stations[-1].more == "changed since"


def test_hours_are_in_the_zone_of_the_session_in_utc_and_in_ones_own(as_organiser):
    starts = datetime(2027, 3, 25, 15, tzinfo=ZoneInfo("America/Bogota"))
    session = make_session(starts_at=starts, time_zone="America/Bogota", duration=90)
    as_organiser.cookies["time_zone"] = "Asia/Kolkata"

    facts = shown(as_organiser, session).facts

    assert (facts.days, facts.hours) == ("Thursday 25 March 2027", "15:00–16:30, Bogotá time")
    assert facts.utc == "20:00–21:30 UTC"
    assert facts.own.startswith("01:30–03:00")


def test_table_shows_each_city_once_in_the_order_of_print_with_its_state(as_organiser):
    session = make_full_session(rows=1)
    rows = [make_contribution(session=session, state="draft", order=9 - n) for n in range(3)]
    Contribution.objects.filter(pk=rows[1].pk).update(state=State.WITHDRAWN)

    lines = shown(as_organiser, session).cities

    expected = [session.contributions.first(), *reversed(rows)]
    assert [line.contribution for line in lines] == expected
    assert [line.is_out for line in lines] == [False, True, True, True]
    assert [line.state.remark for line in lines] == [
        "in the note", "not submitted yet", "stays out", "not submitted yet",
    ]  # fmt: skip


def test_marks_of_languages_show_the_worst_text(as_organiser):
    session = make_full_session(rows=1, languages=["en", "fr", "ar"])
    row = session.contributions.get()
    row.challenges.update(text_ar="")

    states = {
        one.code: (one.style, one.open) for one in shown(as_organiser, session).cities[0].languages
    }

    assert states == {"en": ("original", 0), "fr": ("in_review", 0), "ar": ("missing", 1)}


def test_missing_consent_stops_and_is_not_asked_where_no_city_answers(as_organiser):
    session = make_full_session(rows=1)
    row = make_sent(session, order=3)
    row.accept()

    lines = shown(as_organiser, session).cities

    assert [line.consent.text for line in lines] == ["not needed", "missing"]
    assert lines[1].consent.style == "stops"


def test_findings_lead_to_what_is_to_be_edited(as_organiser):
    session = make_full_session(introduction_es="")
    make_sent(session, order=9)
    row = session.contributions.first()
    row.responses.update(text_ar="")
    response = row.responses.get()

    tree = html.fromstring(as_organiser.get(at(session)).content.decode())
    links = {link.get("href") for link in tree.xpath("//*[@class='ck-findings']//a")}

    assert (
        reverse("admin:sessions_app_learningsession_change", args=[session.pk])
        + "#id_introduction_es"
        in links
    )
    review = reverse("admin:cities_contribution_review", args=[row.pk])
    assert f"{review}#id_response-{response.pk}-text-ar" in links
    for link in links:
        answer = as_organiser.get(link)
        assert answer.status_code == 200
        anchor = link.partition("#")[2]
        assert not anchor or f'id="{anchor}"' in answer.content.decode()


def buttons(client, session):
    groups = client.get(at(session)).context["groups"]
    tasks = {task.title: task.button for group in groups for task in group.tasks}
    return {title: button for title, button in tasks.items() if button}


def test_button_beside_findings_makes_representatives_participants(as_organiser):
    session = make_session(**LONG_AGO)
    row = make_contribution(session=session, representative_name="Noor Haddad")
    # The check compares with a list of participants only where there is one.
    make_participant(session=session)
    step = buttons(as_organiser, session)["Complete the list of participants"]

    answer = as_organiser.post(step.address, _posted(step))

    assert said(answer) == ["Participants now: Noor Haddad."]
    row.refresh_from_db()
    assert row.representative.name == "Noor Haddad"
    assert session.participants.filter(person=row.representative, role="city").exists()
    assert "Complete the list of participants" not in buttons(as_organiser, session)


def test_button_beside_findings_asks_cities_for_approval(
    as_organiser, django_capture_on_commit_callbacks
):
    session = make_session(**LONG_AGO)
    row = make_contribution(session=session)
    officer = make_officer(city=row.city)
    make_invitation(contribution=row, officer=officer)
    step = buttons(as_organiser, session)["Have the text approved"]

    with django_capture_on_commit_callbacks(execute=True):
        as_organiser.post(step.address, _posted(step))

    assert [letter.to for letter in mail.outbox] == [[officer.user.email]]


@pytest.mark.parametrize("group", [ORGANISERS, RAPPORTEURS])
def test_button_beside_missing_translations_leads_to_the_desk(client, db, group):
    session = make_full_session(rows=1, introduction_fr="")
    client.force_login(make_user(group=group))

    step = buttons(client, session)["Translate"]

    assert not step.acts
    assert client.get(step.address).status_code == 200


def test_rapporteur_has_no_buttons_that_act_on_cities(as_rapporteur):
    session = make_session(**LONG_AGO)
    make_contribution(session=session, representative_name="Noor Haddad")
    make_participant(session=session)

    assert not any(step.acts for step in buttons(as_rapporteur, session).values())


def test_rapporteur_gets_no_links_to_what_only_organisers_see(as_rapporteur):
    session = make_full_session(introduction_es="")
    session.contributions.first().responses.update(text_ar="")

    answer = as_rapporteur.get(at(session))

    tree = html.fromstring(answer.content.decode())
    links = [link.get("href") for link in tree.xpath("//*[@class='ck-findings']//a")]
    assert links
    assert {link: as_rapporteur.get(link).status_code for link in links} == dict.fromkeys(
        links, 200
    )
    assert not tree.xpath("//*[@id='cities']//button")
    assert not tree.xpath("//*[@id='publish']//*[contains(@class, 'ck-button')]")


def test_every_link_of_the_page_opens(as_organiser):
    session = make_full_session(rows=2, **LONG_AGO)
    make_sent(session, order=9)
    publish(session)

    tree = html.fromstring(as_organiser.get(at(session)).content.decode())
    links = {link.get("href") for link in tree.xpath("//*[@class='cockpit']//a")}
    # Drafts as files have tests of their own, and take seconds to draw.
    links = {link for link in links if link.startswith("/") and "format=" not in link}

    assert len(links) > 20
    assert {link for link in links if as_organiser.get(link).status_code != 200} == set()


def grow(session, rows):
    for number in range(rows):
        person = make_participant(session=session, order=number)
        make_quote(session=session, speaker=person)
        make_theme(session=session, points=rows)
        make_contribution(session=session, representative=person.person)
        consultation = make_consultation(session=session, state="open")
        make_ballot(consultation=consultation, scores=[3])
        make_invitation(contribution=make_contribution(session=session, state="invited"))
        make_sent(session).accept()
        link = make_review_link(session=session)
        link.comments.create(language="en", anchor="title", place="Title", text="Shorter?")
        link.approvals.create(language="en", checksum="0" * 64)


def test_page_takes_as_many_queries_for_three_rows_as_for_one(
    as_organiser, django_assert_num_queries, django_assert_max_num_queries
):
    one, three = make_session(), make_session()
    grow(one, 1)
    grow(three, 3)
    as_organiser.get(at(one))

    with django_assert_max_num_queries(40) as first:
        as_organiser.get(at(one))
    with django_assert_num_queries(len(first)):
        as_organiser.get(at(three))


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_page_opens_in_each_language(as_organiser, language):
    session = make_full_session(**LONG_AGO)
    make_sent(session, order=9)
    with translation.override(language):
        answer = as_organiser.get(at(session))

    assert answer.status_code == 200
    assert answer.context["page"].next.first.sentence != "Accept 1 contribution"


def test_list_and_saves_lead_to_the_page(as_organiser):
    session = make_session()

    listed = as_organiser.get(reverse("admin:sessions_app_learningsession_changelist"))

    assert f'href="{at(session)}' in listed.content.decode()


# --- Presence -------------------------------------------------------------------------------------


def test_two_readers_see_each_other_and_not_themselves(as_organiser, client):
    session = make_session()
    as_organiser.post(at(session, "report_presence"), {"part": "in the check"})
    other = make_user(group=RAPPORTEURS, name="Noor Delacroix")
    second = type(client)()
    second.force_login(other)

    answer = second.post(at(session, "report_presence"), {"part": ""}).json()

    assert [one["part"] for one in answer["readers"]] == ["in the check"]
    back = as_organiser.post(at(session, "report_presence")).json()
    assert [one["name"] for one in back["readers"]] == ["Noor Delacroix"]
    assert "Noor Delacroix" in as_organiser.get(at(session)).content.decode()
    assert as_organiser.post(at(make_session(), "report_presence")).json() == {"readers": []}


def test_reader_who_has_gone_is_no_longer_named(as_organiser, monkeypatch):
    session = make_session()
    gone = make_user(name="Noor Delacroix")
    presence.report(session.pk, gone, "")
    later = now() + timedelta(seconds=presence.LIFETIME + 1)
    monkeypatch.setattr(presence, "now", lambda: later)

    assert as_organiser.post(at(session, "report_presence")).json() == {"readers": []}


# --- What is done to cities -----------------------------------------------------------------------


def test_chosen_contributions_are_accepted_and_the_others_left(as_organiser):
    session = make_session()
    first, second, third = (make_sent(session) for _number in range(3))

    answer = act(as_organiser, session, "accept", first, third)

    assert answer.url == at(session) + "#cities"
    assert said(answer) == [f"Accepted: {first.city}, {third.city}."]
    states = Contribution.objects.in_bulk()
    assert [states[row.pk].state for row in (first, second, third)] == [
        "accepted", "submitted", "accepted",
    ]  # fmt: skip


def test_drafts_of_organisers_are_submitted_for_their_cities(as_organiser):
    session = make_session()
    draft = make_contribution(session=session, state="draft")

    answer = act(as_organiser, session, "submit", draft)

    assert said(answer) == [f"Submitted: {draft.city}."]
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_what_organisers_entered_is_accepted_by_the_next_step_at_once(as_organiser):
    session = make_session(**LONG_AGO)
    rows = [make_contribution(session=session, state="draft") for _number in range(2)]
    step = shown(as_organiser, session).next.first

    answer = as_organiser.post(step.address, _posted(step))

    assert step.sentence == "Accept 2 contributions that you entered for their cities"
    assert said(answer) == [f"Accepted: {rows[0].city}, {rows[1].city}."]
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.submissions.count()) == ("accepted", 1)


def test_draft_of_a_city_that_was_invited_is_not_accepted_over_its_head(as_organiser):
    session = make_session(**LONG_AGO)
    draft = make_contribution(session=session, state="draft")
    make_invitation(contribution=draft)

    answer = act(as_organiser, session, "accept", draft)

    draft.refresh_from_db()
    assert (draft.state, draft.submissions.count()) == ("draft", 0)
    assert "Accepted" not in " ".join(said(answer))


def test_draft_that_an_officer_writes_uninvited_is_neither_offered_nor_accepted(as_organiser):
    session = make_session(**LONG_AGO)
    begun = make_contribution(session=session, state="draft", responses=0, challenges=0)
    saved = make_contribution(session=session, state="draft", order=1)
    Contribution.objects.filter(pk=saved.pk).update(
        draft_saved_at=now(), draft_saved_by=make_officer(city=saved.city).user
    )

    step = shown(as_organiser, session).next.first
    answer = act(as_organiser, session, "accept", begun, saved)

    assert "you entered" not in (step.sentence if step else "")
    assert "Accepted" not in " ".join(said(answer))
    assert set(session.contributions.values_list("state", flat=True)) == {"draft"}


def test_draft_of_a_city_whose_invitation_was_revoked_is_the_organisers_again(as_organiser):
    session = make_session(**LONG_AGO)
    draft = make_contribution(session=session, state="draft")
    make_invitation(contribution=draft).revoke()
    step = shown(as_organiser, session).next.first

    as_organiser.post(step.address, _posted(step))

    draft.refresh_from_db()
    assert draft.state == "accepted"


def _posted(step):
    found = {}
    for name, value in step.fields:
        found.setdefault(name, []).append(value)
    return found


def test_contribution_of_another_session_is_left_alone(as_organiser):
    mine, other = make_session(), make_sent(make_session())

    answer = act(as_organiser, mine, "accept", other)

    assert said(answer) == ["No city was ticked. Nothing was changed."]
    other.refresh_from_db()
    assert other.state == "submitted"


def test_consent_is_recorded_with_its_source_day_and_who_recorded_it(as_organiser):
    session = make_session(time_zone="Asia/Tokyo")
    row = make_sent(session)

    answer = act(
        as_organiser, session, "record_consent", row, source="paper", given_on="2026-03-02"
    )

    assert said(answer) == [f"The consent is recorded of: {row.city}."]
    row.refresh_from_db()
    assert row.consent_source == "paper"
    assert row.consented_at.astimezone(ZoneInfo("Asia/Tokyo")).date() == date(2026, 3, 2)
    assert row.consent_recorded_by == answer.wsgi_request.user


def test_consent_that_is_there_is_not_replaced(as_organiser):
    session = make_session()
    given = now() - timedelta(days=2)
    row = make_sent(session, consented_at=given, consent_source="form")

    answer = act(
        as_organiser, session, "record_consent", row, source="paper", given_on="2026-03-02"
    )

    assert said(answer) == [f"The consent of {row.city} is there already."]
    row.refresh_from_db()
    assert (row.consent_source, row.consented_at) == ("form", given)


@pytest.mark.parametrize(
    "data",
    [
        {"source": "paper", "given_on": "2999-01-01"},
        {"source": "paper", "given_on": "yesterday"},
        {"source": "form", "given_on": "2026-03-02"},
        {"source": "paper"},
        {},
    ],
)
def test_consent_without_a_true_day_or_source_is_refused(as_organiser, data):
    session = make_session()
    row = make_sent(session)

    answer = act(as_organiser, session, "record_consent", row, **data)

    assert said(answer)
    row.refresh_from_db()
    assert (row.consented_at, row.consent_source) == (None, "")


def test_officers_of_chosen_cities_are_reminded(as_organiser, django_capture_on_commit_callbacks):
    invitation = make_invitation(sent_at=now() - timedelta(days=3))
    row = invitation.contribution
    LearningSession.objects.filter(pk=row.session_id).update(announced_at=now())

    with django_capture_on_commit_callbacks(execute=True):
        act(as_organiser, row.session, "remind", row)

    assert [one.to for one in mail.outbox] == [[invitation.officer.user.email]]


def test_no_reminder_where_no_one_is_to_answer(as_organiser):
    session = make_session()

    answer = act(as_organiser, session, "remind", make_sent(session))

    assert said(answer) == ["No officer of these cities was invited or is still to answer."]


@pytest.mark.parametrize("action", ["accept", "send_wording", "approve_wording", "remind"])
def test_nothing_ticked_changes_nothing(as_organiser, action):
    session = make_session()
    make_sent(session)

    assert said(act(as_organiser, session, action)) == ["No city was ticked. Nothing was changed."]


def test_unknown_action_is_refused(as_organiser):
    session = make_session()

    assert act(as_organiser, session, "erase", make_sent(session)).status_code == 400


# --- Texts where they are read --------------------------------------------------------------------


def save(client, session, text, *, shown, field="introduction", language="fr"):
    data = {"field": field, "language": language, "text": text, "version": text_fingerprint(shown)}
    return client.post(at(session, "save_text"), data)


def test_text_is_saved_in_its_language_with_its_history(as_organiser):
    session = make_session(introduction_fr="Avant")

    answer = save(as_organiser, session, "Après", shown="Avant")

    assert answer.json() == {"message": "Saved", "version": text_fingerprint("Après")}
    session.refresh_from_db()
    assert (session.introduction_fr, session.introduction_en) == ("Après", "Why we met (en)")
    logged = LogEntry.objects.get_for_object(session).latest("timestamp")
    assert logged.changes_dict["introduction_fr"] == ["Avant", "Après"]


def test_text_that_someone_else_has_changed_is_not_overwritten(as_organiser):
    session = make_session(introduction_fr="La leur")

    answer = save(as_organiser, session, "La mienne", shown="Avant")

    assert answer.status_code == 409
    assert answer.json()["theirs"] == "La leur"
    session.refresh_from_db()
    assert session.introduction_fr == "La leur"
    kept = save(as_organiser, session, "La mienne", shown=answer.json()["theirs"])
    assert kept.status_code == 200


def test_same_text_of_two_is_no_conflict(as_organiser):
    session = make_session(introduction_fr="La même")

    assert save(as_organiser, session, "La même", shown="Avant").status_code == 200


def test_line_ends_of_a_browser_are_no_change(as_organiser):
    session = make_session(introduction_fr="Un\nDeux")

    answer = save(as_organiser, session, "Un\r\nDeux\r\nTrois", shown="Un\nDeux")

    assert answer.status_code == 200
    session.refresh_from_db()
    assert session.introduction_fr == "Un\nDeux\nTrois"


def test_language_that_is_empty_in_the_database_is_written(as_organiser):
    session = make_session(introduction_fr=None)

    assert save(as_organiser, session, "Neuf", shown="").status_code == 200


@pytest.mark.parametrize(
    "where", [{"field": "title"}, {"field": "join_link"}, {"language": "de"}, {"field": ""}]
)
def test_text_that_is_no_section_is_not_found(as_organiser, where):
    session = make_session()

    assert save(as_organiser, session, "x", shown="", **where).status_code == 404


def test_language_that_the_note_is_not_kept_in_is_not_found(as_organiser):
    session = make_session(languages=["en"])

    assert save(as_organiser, session, "x", shown="", language="fr").status_code == 404


def test_rapporteur_writes_texts(as_rapporteur):
    session = make_session(introduction_fr="Avant")

    assert save(as_rapporteur, session, "Après", shown="Avant").status_code == 200


# --- Order ----------------------------------------------------------------------------------------


def order_of(session):
    return list(session.contributions.order_by("order").values_list("pk", flat=True))


def test_order_is_saved_as_it_is_posted(as_organiser):
    session = make_full_session(rows=3)
    keys = order_of(session)[::-1]

    answer = as_organiser.post(
        at(session, "put_in_order"), {"contribution": keys}, headers={"Accept": "application/json"}
    )

    assert (answer.status_code, answer.json()) == (200, {"message": "The order is saved."})
    assert order_of(session) == keys


def test_order_of_another_set_is_refused_whole(as_organiser):
    session = make_full_session(rows=3)
    before = order_of(session)
    others = {
        "one is missing": before[:2],
        "one is twice": [*before[:2], before[0]],
        "one is foreign": [*before[:2], make_contribution().pk],
    }
    for keys in others.values():
        answer = as_organiser.post(
            at(session, "put_in_order"),
            {"contribution": keys},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 409
    assert order_of(session) == before


# --- Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "method"), NAMES.items())
def test_anonymous_visitors_are_sent_to_log_in(client, db, name, method):
    answer = getattr(client, method)(at(make_session(), name))

    assert answer.status_code == 302
    assert "login" in answer.url


@pytest.mark.parametrize(("name", "method"), NAMES.items())
def test_officers_are_sent_to_log_in(client, db, name, method):
    client.force_login(make_user())

    assert getattr(client, method)(at(make_session(), name)).status_code == 302


@pytest.mark.parametrize(("name", "method"), NAMES.items())
def test_staff_without_permission_are_refused(client, db, name, method):
    client.force_login(make_user(is_staff=True))

    assert getattr(client, method)(at(make_session(), name)).status_code == 403


@pytest.mark.parametrize(("name", "method"), NAMES.items())
def test_session_that_is_not_there_is_not_found(as_organiser, name, method):
    address = reverse(f"admin:sessions_app_learningsession_{name}", args=[999_999])

    assert getattr(as_organiser, method)(address).status_code == 404


@pytest.mark.parametrize("name", [name for name, method in NAMES.items() if method == "post"])
def test_what_acts_is_not_done_by_get(as_organiser, name):
    assert as_organiser.get(at(make_session(), name)).status_code == 405


@pytest.mark.parametrize(
    "action",
    [
        "submit",
        "accept",
        "send_wording",
        "approve_wording",
        "record_consent",
        "remind",
        "add_participants",
    ],
)
def test_rapporteur_does_nothing_to_cities(as_rapporteur, action):
    session = make_session()
    row = make_sent(session)

    answer = act(as_rapporteur, session, action, row, source="paper", given_on="2026-03-02")

    assert answer.status_code == 403
    row.refresh_from_db()
    assert (row.state, row.consented_at) == ("submitted", None)


def test_rapporteur_does_not_put_cities_in_order(as_rapporteur):
    session = make_full_session(rows=2)
    before = order_of(session)

    answer = as_rapporteur.post(at(session, "put_in_order"), {"contribution": before[::-1]})

    assert answer.status_code == 403
    assert order_of(session) == before


def test_cancelled_session_says_so_why_and_asks_for_nothing(as_organiser):
    session = make_session(starts_at=now() + timedelta(5))
    session.cancel("The hall is flooded.")

    answer = as_organiser.get(at(session))

    page, text = answer.context["page"], answer.content.decode()
    assert page.facts.state == "Cancelled"
    assert page.stations[0].fact == "cancelled"
    assert page.next.first is None
    assert "The session was cancelled on" in text
    assert "The hall is flooded." in text
    assert at(session, "reinstate") in text


def test_stations_say_which_e_mails_wait_and_which_failed(as_organiser):
    session = make_session()
    invitation = make_invitation(contribution=make_contribution(session=session, state="invited"))
    participant = make_participant(session=session)
    for about, state in (
        (invitation, "waiting"),
        (invitation, "bounced"),
        (invitation, "given_up"),
        (participant, "sending"),
        (participant, "sent"),
        (None, "failed"),
    ):
        Mail.objects.create(
            kind="test", recipient="a@example.org", session=session, about=about, state=state
        )

    found = {one.name: (one.waiting, one.failed) for one in shown(as_organiser, session).stations}

    assert found["Register"] == ("1 e-mail waits", "1 e-mail not delivered")
    assert found["Invite"] == ("1 e-mail waits", "2 e-mails not delivered")
    assert found["Plan"] == found["Publish"] == ("", "")
