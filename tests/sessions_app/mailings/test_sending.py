"""Reminders, news and messages: to whom, when, once each, in batches."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from icalendar import Calendar

from llex.core.mail import delivery
from llex.core.mail.models import Mail
from llex.core.states import WrongState
from sessions_app.mailings.recipients import count_of
from sessions_app.mailings.sending import (
    cancel_session,
    plan_reminders,
    plan_thanks,
    tell_change,
    write_due,
)
from sessions_app.mailings.unsubscribing import decline, unsubscribe_url
from sessions_app.models import Mailing, MailWording, Registration
from sessions_app.registration import signed_links
from sessions_app.speakers.speaker_links import speaker_url
from tests.factories import (
    in_all,
    make_city,
    make_edition,
    make_participant,
    make_person,
    make_session,
)
from tests.factories_speakers import make_confirmed, make_speaker
from tests.smtp_server import smtp_server

HOUR = timedelta(hours=1)


def coming(within=timedelta(hours=20), **values):
    return make_session(starts_at=now() + within, join_link="https://meet.example.org/1", **values)


def register(session, number=1, *, language="en", **values):
    person = make_person(name=f"Ana {number}", email=f"ana{number}-{session.pk}@example.org")
    participant = make_participant(
        session=session, person=person, **{"role": "participant"} | values
    )
    Registration.objects.create(participant=participant, name=person.name, language=language)
    return participant


def run():
    call_command("mail_people", verbosity=0)
    return list(Mail.objects.filter(kind="mailing").order_by("pk"))


# --- Reminders ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "kind"),
    [
        (timedelta(days=7, minutes=1), None),
        (timedelta(days=7), "week_before"),
        (timedelta(days=1, minutes=1), "week_before"),
        (timedelta(days=1), "day_before"),
        (timedelta(minutes=61), "day_before"),
        (timedelta(minutes=60), "hour_before"),
        (timedelta(seconds=30), "hour_before"),
        (-timedelta(seconds=1), None),
    ],
    ids=str,
)
def test_only_the_latest_reminder_that_is_due_is_planned(db, within, kind):
    session = coming(within)
    session.series.reminders = ["week_before", "day_before", "hour_before"]
    session.series.save()

    plan_reminders()
    plan_reminders()

    assert list(Mailing.objects.values_list("kind", flat=True)) == ([kind] if kind else [])


def test_reminder_that_the_series_does_not_want_is_not_planned(db):
    session = coming()
    session.series.reminders = ["hour_before"]
    session.series.save()

    assert plan_reminders() == 0


@pytest.mark.parametrize(
    "values", [{"announced_at": None}, {"cancelled_at": now()}], ids=["hidden", "cancelled"]
)
def test_session_that_the_public_does_not_expect_has_no_reminder(db, values):
    coming(**values)

    assert plan_reminders() == 0


def test_each_registered_person_is_reminded_once_in_their_language(db):
    session = coming(title_fr="Le logement")
    register(session, 1)
    register(session, 2, language="fr")
    register(session, 3, status="waiting")
    register(session, 4, status="cancelled")

    run()
    mails = run()

    assert [(mail.recipient, mail.language) for mail in mails] == [
        (f"ana1-{session.pk}@example.org", "en"),
        (f"ana2-{session.pk}@example.org", "fr"),
    ]
    assert mails[1].subject == "Demain\u202f: Le logement"
    assert "https://meet.example.org/1" in mails[0].text
    assert "https://meet.example.org/1" not in mails[0].shown_text
    assert Mailing.objects.get().state == "done"


def test_person_whose_registration_was_confirmed_after_the_reminder_is_due_is_not_reminded(db):
    session = coming()
    late = register(session)
    Mail.objects.create(
        kind="registration_confirmed",
        recipient=late.person.email,
        language="en",
        session=session,
        subject="Confirmed",
        text="Confirmed.",
    )

    assert run() == []


def test_person_of_whom_no_language_is_known_gets_that_of_the_session(db):
    session = coming(languages=["fr", "en"])
    make_participant(session=session, person=make_person(email="ana@example.org"))

    (mail,) = run()

    assert mail.language == "fr"
    assert session.join_link in mail.text


def test_speaker_who_confirmed_after_the_reminder_is_due_is_not_reminded(db):
    make_confirmed(coming())

    assert run() == []


def test_news_of_another_hour_take_the_place_of_a_reminder(db):
    session = coming()
    register(session)
    run()
    session.starts_at += HOUR
    session.save()
    tell_change(session, None)

    assert [one.subject.split(":")[0] for one in run()] == ["Tomorrow", "New time"]


def test_speaker_who_has_not_answered_is_not_reminded_of_the_session(db):
    session = coming()
    make_speaker(session, email="carlos@example.org", language="es")
    make_confirmed(session, email="amina@example.org", language="ar")
    Mail.objects.all().delete()

    assert [one.recipient for one in run()] == ["amina@example.org"]


def test_speaker_who_has_not_answered_gets_news_in_the_language_of_the_invitation(db):
    session = coming()
    invitation = make_speaker(session, email="carlos@example.org", language="es")

    tell_change(session, None)

    [told] = run()
    assert (told.recipient, told.language) == ("carlos@example.org", "es")
    assert speaker_url(invitation) in told.text


def test_session_that_is_moved_is_reminded_of_again(db):
    session = coming()
    register(session)
    run()

    session.starts_at += timedelta(hours=2)
    session.save()

    assert len(run()) == 2


def test_reminder_of_the_former_hour_is_stopped(db):
    session = coming()
    register(session)
    plan_reminders()
    session.starts_at += timedelta(days=3)
    session.save()

    assert write_due() == 0
    assert Mailing.objects.get().state == "stopped"


# --- Batches --------------------------------------------------------------------------------------


def test_rate_bounds_each_run_and_the_next_goes_on(db, settings):
    settings.MAILING_RATE = 2
    session = coming()
    for number in range(5):
        register(session, number)

    counts = [len(run()), len(run()), len(run()), len(run())]

    assert counts == [2, 4, 5, 5]
    assert len({mail.recipient for mail in run()}) == 5


def test_next_session_goes_first(db):
    later, sooner = coming(timedelta(hours=20)), coming(timedelta(minutes=50))
    register(later)
    first = register(sooner)
    plan_reminders()

    write_due(1)

    assert Mail.objects.get().recipient == first.person.email


@pytest.mark.parametrize("state", ["done", "stopped", "draft"])
def test_mailing_that_is_not_being_sent_is_not_written(db, state):
    session = coming()
    register(session)
    Mailing.objects.create(session=session, state=state, **in_all("subject", "A"))

    assert write_due() == 0


# --- Changes --------------------------------------------------------------------------------------


def test_change_is_told_once_with_the_new_entry_also_to_those_who_declined(db, settings):
    session = coming(timedelta(days=9), time_zone="Europe/Madrid")
    declined = register(session, 1)
    register(session, 2, status="waiting")
    decline(declined.person)
    session.starts_at += HOUR
    session.save()

    tell_change(session, None)
    mails = run()
    run()

    assert [mail.recipient for mail in mails] == [
        f"ana{number}-{session.pk}@example.org" for number in (1, 2)
    ]
    assert not mails[0].unsubscribe
    (event,) = Calendar.from_ical(bytes(mails[0].attachment)).walk("VEVENT")
    assert event["DTSTART"].dt == session.starts_at.replace(microsecond=0)
    assert event["SEQUENCE"] > 0


def test_second_change_replaces_news_that_are_not_written_yet(db):
    session = coming(timedelta(days=9))
    register(session)
    first = tell_change(session, None)

    tell_change(session, None)

    first.refresh_from_db()
    assert first.state == "stopped"
    assert len(run()) == 1


def test_cancellation_is_told_with_its_reason_and_removes_the_entry(db):
    session = coming(timedelta(days=9))
    register(session)

    cancel_session(session, None, "The hall is flooded.")
    (mail,) = run()

    assert "The hall is flooded." in mail.text
    assert mail.attachment_type == "text/calendar; method=CANCEL; charset=utf-8"


def test_refused_cancellation_tells_nothing(db):
    session = coming(timedelta(days=9))
    register(session)
    session.cancel()

    with pytest.raises(WrongState):
        cancel_session(session, None, "Again")

    assert run() == []


# --- Thanks ---------------------------------------------------------------------------------------


def test_those_who_were_present_are_thanked_once_the_note_is_published(db):
    session = make_session(starts_at=now() - timedelta(days=2))
    present = register(session, 1, status="attended")
    register(session, 2)
    assert run() == []

    make_edition(session=session)
    run()
    (mail,) = run()

    assert mail.recipient == present.person.email
    assert f"/en/sessions/{session.slug}/briefing/" in mail.text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda session, edition: type(edition).objects.update(
            published_at=now() - timedelta(days=15)
        ),
        lambda session, edition: type(session.series).objects.update(thanks=False),
    ],
    ids=["long-ago", "not-wanted"],
)
def test_no_thanks(db, spoil):
    session = make_session(starts_at=now() - timedelta(days=20))
    register(session, status="attended")
    spoil(session, make_edition(session=session))

    assert plan_thanks() == 0


# --- Messages -------------------------------------------------------------------------------------


def message(session, **values):
    texts = in_all("subject", "About {session}") | in_all("text", "Dear {name}")
    return Mailing.objects.create(session=session, **texts | values)


def test_message_goes_to_the_group_in_each_language(db):
    session = coming(timedelta(days=9))
    register(session, 1, language="fr")
    register(session, 2, role="speaker")
    register(session, 3, status="waiting")
    to = {}
    for group, language in (("registered", "fr"), ("speakers", ""), ("waiting", "")):
        mailing = message(session, group=group, language=language)
        mailing.start()
        run()
        mailing.refresh_from_db()
        to[group, language] = set(Mail.objects.about(mailing).values_list("recipient", flat=True))

    assert to == {
        ("registered", "fr"): {f"ana1-{session.pk}@example.org"},
        ("speakers", ""): {f"ana2-{session.pk}@example.org"},
        ("waiting", ""): {f"ana3-{session.pk}@example.org"},
    }
    french = Mail.objects.get(recipient=f"ana1-{session.pk}@example.org")
    assert french.text.startswith("Dear Ana 1 (fr)")


def test_message_in_another_language_than_the_persons_has_its_placeholders_in_it(db):
    session = coming(
        timedelta(days=9), time_zone="Europe/Madrid", title_en="Water", title_ar="الماء"
    )
    register(session, language="ar")
    made = Mailing.objects.create(
        session=session, subject_en="On {session}", text_en="{session} is held on {when}."
    )
    made.start()

    (mail,) = run()

    assert mail.subject == "On Water"
    assert "Water is held on" in mail.text
    assert "Madrid time" in mail.text


def test_message_leaves_out_those_who_declined(db):
    session = coming(timedelta(days=9))
    decline(register(session).person)
    message(session).start()

    assert run() == []


@pytest.mark.parametrize(
    ("verb", "state"),
    [("start", "sending"), ("start", "done"), ("stop", "draft"), ("finish", "stopped")],
)
def test_verb_is_refused_in_another_state(db, verb, state):
    mailing = message(coming(), state=state)

    with pytest.raises(WrongState):
        getattr(mailing, verb)()

    mailing.refresh_from_db()
    assert mailing.state == state


def test_message_without_a_text_is_not_sent(db):
    mailing = Mailing.objects.create(session=coming())

    with pytest.raises(WrongState, match="Write a subject and a text first"):
        mailing.start()


# --- Wording --------------------------------------------------------------------------------------


def test_wording_of_the_series_is_used_where_it_has_one(db):
    session = coming()
    register(session, 1)
    register(session, 2, language="fr")
    MailWording.objects.create(
        series=session.series,
        kind="day_before",
        subject_en="See you: {session}",
        text_en="{name}, come to {page} at {when}. {nothing}",
    )

    english, french = run()

    assert english.subject == f"See you: {session.title_en}"
    assert english.text.startswith("Ana 1, come to http")
    assert french.subject.startswith("Demain")


def test_braces_in_a_name_are_no_placeholder(db):
    session = coming()
    participant = register(session)
    Registration.objects.filter(participant=participant).update(name="{join}")

    (mail,) = run()

    assert "Dear {join}," in mail.text


# --- Unsubscribing --------------------------------------------------------------------------------


def test_mail_program_unsubscribes_by_one_post(client, db, settings):
    session = coming()
    participant = register(session)
    run()

    with smtp_server(settings) as server:
        delivery.deliver_due()
    (mail,) = server.accepted
    address = mail["List-Unsubscribe"].strip(" <>\r\n")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = client.post(address.removeprefix(settings.SITE_URL), {"List-Unsubscribe": "One-Click"})

    participant.person.refresh_from_db()
    assert answer.status_code == 200
    assert participant.person.mails_declined_at is not None


def test_page_declines_only_when_pressed_and_can_be_taken_back(client, db, settings):
    person = make_person(email="ana@example.org")
    path = unsubscribe_url(person, "en").removeprefix(settings.SITE_URL)

    assert client.get(path).status_code == 200
    person.refresh_from_db()
    assert person.mails_declined_at is None
    client.post(path)
    client.post(path, {"do": "accept"})

    person.refresh_from_db()
    assert person.mails_declined_at is None
    assert "ana" not in path


def test_forged_or_erased_link_is_not_found(client, db, settings):
    person = make_person(email="ana@example.org")
    path = unsubscribe_url(person, "en").removeprefix(settings.SITE_URL)

    assert client.post(path.replace("unsubscribe/", "unsubscribe/9")).status_code == 404
    assert client.put(path).status_code == 405
    person.delete()
    assert client.get(path).status_code == 404


def test_message_reaches_those_who_understand_the_language_whatever_they_read_mails_in(db):
    session = coming(timedelta(days=9))
    participant = register(session, language="en")
    Registration.objects.filter(participant=participant).update(understood=["fr"])
    mailing = message(session, language="fr")
    mailing.start()

    (mail,) = run()

    assert (mail.recipient, mail.language) == (participant.person.email, "en")


def test_change_leads_to_the_personal_page_and_raises_the_revision_of_the_entry(db):
    session = coming(timedelta(days=9))
    participant = register(session)

    tell_change(session, None)
    (mail,) = run()

    participant.refresh_from_db()
    assert signed_links.personal_url(participant.registration) in mail.text
    assert participant.registration.revision == 1


def test_person_on_the_waiting_list_is_not_told_how_to_join(db):
    session = coming(timedelta(days=9), capacity=1)
    waiting = register(session, status="waiting")
    mailing = message(session, group="waiting")
    mailing.text_en = "Dear {name}, {join}"
    mailing.save()
    mailing.start()

    tell_change(session, None)
    mails = run()

    assert len(mails) == 2
    for mail in mails:
        assert mail.recipient == waiting.person.email
        assert session.join_link not in mail.text
        assert session.join_link not in mail.html
        assert bytes(mail.attachment) == b""
    assert "You are on the waiting list." in mails[0].text


# --- Groups ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conditions", "reached"),
    [
        ({}, ["dakar", "lyon", "paris"]),
        ({"language": "fr"}, ["dakar", "paris"]),
        ({"region": "AF"}, ["dakar"]),
        ({"region": "EU"}, ["lyon", "paris"]),
        ({"region": "EU", "language": "fr"}, ["paris"]),
        ({"city": "paris"}, ["paris"]),
        ({"city": "paris", "language": "en"}, []),
        ({"group": "waiting", "region": "EU", "language": "fr"}, ["nice"]),
    ],
    ids=str,
)
def test_conditions_of_a_group_hold_together(db, conditions, reached):
    session = coming(timedelta(days=9))
    cities = {}
    people = [
        ("dakar", "SN", "fr"),
        ("paris", "FR", "fr"),
        ("lyon", "FR", "en"),
        ("nice", "FR", "fr"),
    ]
    for number, (name, country, language) in enumerate(people):
        cities[name] = make_city(country=country, slug=name)
        status = "waiting" if name == "nice" else "registered"
        one = register(session, number, language=language, status=status)
        if name == "lyon":
            # Known from the person, not from the registration.
            one.person.city = cities[name]
            one.person.save()
        else:
            Registration.objects.filter(participant=one).update(city=cities[name])
    # Of someone whose city is not known nothing is assumed.
    register(session, 9, language="es", status="cancelled")
    if "city" in conditions:
        conditions = conditions | {"city": cities[conditions["city"]]}
    mailing = message(session, **conditions)
    mailing.start()

    found = [mail.recipient for mail in run()]

    numbers = {f"ana{number}-{session.pk}@example.org": one[0] for number, one in enumerate(people)}
    assert sorted(numbers[one] for one in found) == reached
    assert count_of(mailing) == len(reached)
