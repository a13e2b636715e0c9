"""Today: what waits for whom, each line with its place; the way to begin; the cost."""

from datetime import timedelta

import pytest
from auditlog.context import set_actor
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from cities.models import Contribution
from llex.core.mail import messages
from llex.core.mail.models import Mail, MailState
from llex.core.privacy.models import DataRequest
from sessions_app.briefing.note_approval import approve_note, ask_for_approval
from sessions_app.groups import ORGANISERS, RAPPORTEURS, TRANSLATORS
from sessions_app.models import LearningSession, ScheduledPublication, TranslationAssignment
from tests.factories import (
    make_contribution,
    make_edition,
    make_full_session,
    make_invitation,
    make_participant,
    make_series,
    make_session,
    make_user,
)
from tests.factories_cities import make_call

SOON = timedelta(days=9)


@pytest.fixture
def organiser(client, db):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    return user


def read(client):
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode()).xpath("//*[@class='today']")[0]


def part(page, name):
    """Return the text of a part of the page, and its links by their texts."""
    found = page.xpath(f".//section[@aria-labelledby='today-{name}']")
    if not found:
        return "", {}
    links = {link.xpath("string()").strip(): link.get("href") for link in found[0].xpath(".//a")}
    return " ".join(found[0].text_content().split()), links


def at(session, place=""):
    address = reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    return address + place


def upcoming(**overrides):
    return make_session(starts_at=now() + SOON, **overrides)


def test_contribution_to_accept_leads_to_its_review(client, organiser):
    contribution = make_contribution(session=upcoming(), state="submitted")

    text, links = part(read(client), "work")

    assert "Accept 1 contribution" in text
    review = reverse("admin:cities_contribution_review", args=[contribution.pk])
    assert review in links.values()
    assert links[str(contribution.session)] == at(contribution.session)


def test_session_to_announce_is_announced_by_its_button(client, organiser):
    session = upcoming(announced_at=None)

    page = read(client)

    form = page.xpath(".//form[contains(@action, '/announce/')]")[0]
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert client.get(form.get("action")).status_code in (200, 302)
    session.refresh_from_db()
    assert session.announced_at is None
    client.post(form.get("action"), sent)
    session.refresh_from_db()
    assert session.announced_at


def test_cities_to_invite_and_cities_that_are_silent(client, organiser):
    session = upcoming()
    make_contribution(session=session, state="invited")
    make_invitation(contribution=make_contribution(session=session, state="invited"))

    text, links = part(read(client), "work")

    assert "Invite 1 city" in text
    assert "The cities 1 city has not answered" in text
    assert links["1 city has not answered"] == at(session, "#cities")


def test_approvals_to_ask_for_and_outstanding(client, organiser):
    session = make_full_session(rows=2, starts_at=now() + SOON)
    for contribution in session.contributions.all():
        make_invitation(contribution=contribution)
        Contribution.objects.filter(pk=contribution.pk).update(consented_at=now())
    first = session.contributions.first()

    text, links = part(read(client), "work")
    assert "Ask 2 cities to approve their text" in text
    assert at(session, "#cities") in links.values()

    first.refresh_from_db()
    first.send_wording()
    text, links = part(read(client), "work")
    assert "Ask 1 city to approve its text" in text
    assert links["1 city has not approved its text yet"] == at(session, "#cities")


def test_missing_translations_lead_to_the_desk(client, organiser):
    contribution = make_contribution(session=upcoming())
    for response in contribution.responses.all():
        response.text_ar = ""
        response.save()

    text, links = part(read(client), "work")

    assert "Translate 1 text" in text
    desk = reverse(
        "admin:sessions_app_learningsession_translations", args=[contribution.session.pk]
    )
    assert desk in links.values()


def test_planned_publication_and_one_that_failed(client, organiser):
    session = make_session()
    planned = ScheduledPublication.objects.create(session=session, publish_at=now() + SOON)

    text, links = part(read(client), "work")
    assert "By itself The note is published on" in text
    assert at(session, "#publish") in links.values()
    assert "The note is published" in part(read(client), "dates")[0]

    planned.failed_at = now()
    planned.save()
    text, links = part(read(client), "work")
    assert "The note was not published at the set hour" in text
    assert at(session, "#check") in links.values()
    assert part(read(client), "dates")[0] == ""


def test_published_session_without_work_is_left_out(client, organiser):
    session = make_session()
    make_edition(session=session)

    assert str(session) not in part(read(client), "work")[0]


def test_dates_are_in_the_zone_of_the_session_with_the_own_hour(client, organiser):
    session = upcoming(time_zone="Asia/Kathmandu", contributions_due_at=now() + timedelta(days=3))
    client.cookies["time_zone"] = "America/Bogota"

    text, links = part(read(client), "dates")

    assert text.index("Contributions are due") < text.index("The session begins")
    assert text.count("(Kathmandu time)") == 2
    assert text.count("(Bogotá time)") == 2
    board = reverse("admin:sessions_app_learningsession_board", args=[session.pk])
    assert links["Contributions are due"] == board


def test_requests_to_contribute_lead_to_each(client, organiser):
    call = make_call()

    _text, links = part(read(client), "requests")

    assert reverse("admin:cities_opencallapplication_change", args=[call.pk]) in links.values()


def test_failed_and_waiting_mails_have_links(client, organiser):
    assert "none has failed" in part(read(client), "mails")[0]
    for state in (MailState.FAILED, MailState.WAITING):
        messages.send_mail("login_code", to=["ana@valencia.example"], language="fr", context={})
        mail = Mail.objects.latest("pk")
        Mail.objects.filter(pk=mail.pk).update(state=state)

    text, links = part(read(client), "mails")

    assert "1 e-mail was not delivered" in text
    assert "1 e-mail waits to be sent" in text
    for address in links.values():
        assert client.get(address).status_code == 200


def test_last_changes_name_who_changed_what(client, organiser):
    with set_actor(organiser):
        session = upcoming(title_en="A home for everybody")

    text, links = part(read(client), "changes")

    assert "A home for everybody" in text
    assert str(organiser) in text
    assert at(session) in links.values()


def test_empty_site_says_how_to_begin(client, organiser):
    text, links = part(read(client), "beginning")

    assert links["New series"] == reverse("admin:sessions_app_series_add")
    for way in ("Copy the last session", "A spreadsheet", "A Word note", "Start empty"):
        assert way in text
    for address in links.values():
        assert client.get(address).status_code == 200


def test_last_session_is_copied_from_today(client, organiser):
    session = make_session(series=make_series())
    make_edition(session=session)

    forms = read(client).xpath(".//section[@aria-labelledby='today-beginning']//form")
    assert len(forms) == 1
    client.post(forms[0].get("action"))

    assert LearningSession.objects.exclude(pk=session.pk).count() == 1


def test_rapporteur_sees_no_step_that_is_refused(client, db):
    session = upcoming(announced_at=None)
    make_contribution(session=session, state="submitted")
    make_contribution(session=session, state="invited")
    client.force_login(make_user(group=RAPPORTEURS))

    page = read(client)

    text, links = part(page, "work")
    assert str(session) in text
    assert page.xpath(".//form") == []
    for name in ("Announce", "Invite", "Accept"):
        assert name not in text
    for name in ("mails", "changes", "requests", "beginning"):
        assert part(page, name) == ("", {})
    for address in links.values():
        assert client.get(address.partition("#")[0]).status_code == 200


def test_translator_sees_the_assigned_sessions_alone(client, db):
    session, other = upcoming(), upcoming()
    user = make_user(group=TRANSLATORS)
    TranslationAssignment.objects.create(translator=user, session=session, language="fr")
    client.force_login(user)

    page = read(client)

    _text, links = part(page, "desks")
    desk = reverse("admin:sessions_app_learningsession_translations", args=[session.pk])
    assert links == {str(session): desk}
    assert str(other) not in page.text_content()
    assert client.get(desk).status_code == 200


@pytest.fixture
def asked(settings, organiser):
    """Return a session whose note the organiser is asked to approve in two languages."""
    settings.FOUR_EYES = True
    session = make_full_session()
    asker = make_user(group=ORGANISERS)
    ask_for_approval(session, {"en": "1" * 64, "fr": "2" * 64}, of=organiser, by=asker)
    return session


def approval_page(session):
    return reverse("admin:sessions_app_learningsession_note_approval", args=[session.pk])


def test_note_to_approve_leads_to_its_approval(client, asked):
    text, links = part(read(client), "approvals")

    assert links == {str(asked): approval_page(asked)}
    assert "English, Français" in text
    assert client.get(approval_page(asked)).status_code == 200


def test_note_waits_for_the_approval_of_who_was_asked_last(client, asked, organiser):
    other = make_user(group=ORGANISERS)
    ask_for_approval(asked, {"en": "3" * 64}, of=other, by=make_user(group=ORGANISERS))

    text, _links = part(read(client), "approvals")

    assert "Français" in text
    assert "English" not in text
    client.force_login(other)
    assert "English" in part(read(client), "approvals")[0]


def test_note_waits_no_longer_once_it_is_approved_or_published(client, asked, organiser):
    approve_note(asked, {"en": "1" * 64}, by=organiser)
    assert "English" not in part(read(client), "approvals")[0]

    make_edition(session=asked)

    assert part(read(client), "approvals") == ("", {})


def test_notes_to_approve_are_for_those_alone_who_may(client, asked, organiser, settings):
    organiser.groups.set([])
    organiser.groups.add(Group.objects.get(name=RAPPORTEURS))
    assert part(read(client), "approvals") == ("", {})

    organiser.groups.set([Group.objects.get(name=ORGANISERS)])
    assert part(read(client), "approvals") != ("", {})
    settings.FOUR_EYES = False
    assert part(read(client), "approvals") == ("", {})


def grow():
    session = make_full_session(rows=2, starts_at=now() + SOON)
    for contribution in session.contributions.all():
        make_invitation(contribution=contribution)
    make_contribution(session=session, state="submitted")
    make_invitation(contribution=make_contribution(session=session, state="invited"))
    make_call(session=session)
    ScheduledPublication.objects.create(session=session, publish_at=now() + SOON)


def test_page_costs_the_same_for_one_session_and_for_three(
    client, organiser, django_assert_max_num_queries
):
    grow()
    read(client)
    with django_assert_max_num_queries(40) as one:
        read(client)
    grow()
    grow()
    with django_assert_max_num_queries(40) as three:
        read(client)

    assert len(one) == len(three)


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [(None, "2 registered, 1 on the waiting list"), (40, "2 registered for 40 places, 1 on the")],
)
def test_sessions_to_come_say_how_many_are_registered(client, organiser, capacity, expected):
    session = upcoming(capacity=capacity)
    held = make_session()
    for status in ("registered", "attended", "waiting", "cancelled"):
        make_participant(session=session, status=status)
        make_participant(session=held, status=status)

    text, links = part(read(client), "work")

    assert text.count("registered") == 1
    assert expected in text
    [address] = [link for label, link in links.items() if "registered" in label]
    assert address == reverse("admin:sessions_app_learningsession_registration", args=[session.pk])


def test_rapporteur_reads_how_many_are_registered_without_the_link(client, db):
    client.force_login(make_user(group=RAPPORTEURS))
    upcoming()

    text, links = part(read(client), "work")

    assert "0 registered" in text
    assert not any("registered" in label for label in links)


def test_cancelled_session_waits_for_nothing_and_has_no_dates(client, organiser):
    upcoming(cancelled_at=now())
    past = make_session(cancelled_at=now())

    page = read(client)

    text, _links = part(page, "work")
    assert "Cancelled" in text
    assert str(past) not in text
    assert not page.xpath(".//*[@class='today-next']")
    assert part(page, "dates") == ("", {})


@pytest.mark.parametrize(("group", "is_told"), [(ORGANISERS, True), (RAPPORTEURS, False)])
def test_wish_to_be_erased_waits_on_today_until_it_is_decided(client, db, group, is_told):
    client.force_login(make_user(group=group))
    request = DataRequest.objects.create(address="ana@example.org")
    assert not part_of_erasing(client)

    request.ask_for_erasing()

    told = part_of_erasing(client)
    assert bool(told) is is_told
    if is_told:
        assert "1 person asks for their data to be erased" in told
        request.refuse("The law asks us to keep it.")
        assert not part_of_erasing(client)


def part_of_erasing(client):
    found = read(client).xpath(".//section[@aria-labelledby='erasing-asked']")
    return " ".join(found[0].text_content().split()) if found else ""
