"""A note that is published at a set hour, or not, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.timezone import now

from sessions_app.briefing import scheduled_publication
from sessions_app.briefing.scheduled_publication import publish_due, schedule
from sessions_app.groups import ORGANISERS
from sessions_app.models import Edition, LearningSession, ScheduledPublication
from tests.factories import make_contribution, make_full_session, make_user

pytestmark = pytest.mark.usefixtures("empty_print_files")

HOUR = timedelta(hours=1)


@pytest.fixture
def session(db):
    return make_full_session(languages=["en", "fr"])


@pytest.fixture
def organiser(db):
    return make_user(group=ORGANISERS, language="fr")


def set_for(session, by, *, past=True, **how):
    values = {"change_notes": {}, "left_out": []} | how
    scheduled = schedule(session, now() + HOUR, by=by, **values)
    if past:
        ScheduledPublication.objects.update(publish_at=now() - timedelta(seconds=1))
    return scheduled


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    def publish():
        with django_capture_on_commit_callbacks(execute=True):
            return publish_due()

    return publish


def test_nothing_happens_before_the_hour(session, organiser, run):
    set_for(session, organiser, past=False)

    assert run() == 0
    assert not Edition.objects.exists()


def test_note_is_published_at_its_hour_once_and_nobody_is_written_to(session, organiser, run):
    set_for(session, organiser, change_notes={"en": "First.", "fr": "Première."})

    assert (run(), run()) == (1, 0)

    edition = Edition.objects.get()
    assert edition.published_by == organiser
    assert (edition.change_note_en, edition.change_note_fr) == ("First.", "Première.")
    assert not ScheduledPublication.objects.exists()
    assert mail.outbox == []


def test_publication_that_was_missed_is_made_up_for(session, organiser):
    set_for(session, organiser)
    ScheduledPublication.objects.update(publish_at=now() - timedelta(days=2))

    call_command("publish_due")

    assert Edition.objects.exists()


def test_publication_interrupted_after_its_edition_is_not_repeated(session, organiser, run):
    set_for(session, organiser)
    run()
    set_for(session, organiser)

    run()

    assert Edition.objects.count() == 1
    assert not ScheduledPublication.objects.exists()


def test_error_that_came_up_since_stops_it_and_is_told_once(session, organiser, run):
    set_for(session, organiser)
    LearningSession.objects.filter(pk=session.pk).update(introduction_fr="")

    assert (run(), run()) == (0, 0)

    assert not Edition.objects.exists()
    [letter] = mail.outbox
    assert letter.to == [organiser.email]
    assert letter.subject.startswith("Non publiée")
    assert "1 texte" in letter.body
    assert f"/fr/admin/sessions_app/learningsession/{session.pk}/" in letter.body
    assert ScheduledPublication.objects.get().failed_at


def test_error_that_was_overridden_does_not_stop_it(session, organiser, run):
    LearningSession.objects.filter(pk=session.pk).update(introduction_fr="")
    set_for(session, organiser, override="The mayor waits for it.")

    assert run() == 1
    assert Edition.objects.get().override == "The mayor waits for it."


def test_city_left_out_that_nobody_has_seen_stops_it(session, organiser, run):
    seen = make_contribution(session=session, state="invited", order=8)
    set_for(session, organiser, left_out=[seen.city.slug])
    unseen = make_contribution(session=session, state="draft", order=9)

    assert run() == 0
    assert unseen.city.name_fr in mail.outbox[0].body

    unseen.decline()
    set_for(session, organiser, left_out=[seen.city.slug])
    assert run() == 1


def test_fault_of_one_session_does_not_keep_another_from_being_published(
    session, organiser, run, monkeypatch, caplog
):
    other = make_full_session(languages=["en"])
    set_for(session, organiser)
    set_for(other, organiser)
    real = scheduled_publication.publish

    def publish(found, **how):
        if found.pk == session.pk:
            raise OSError("disk full")
        return real(found, **how)

    monkeypatch.setattr(scheduled_publication, "publish", publish)

    assert run() == 1
    assert Edition.objects.get().session == other
    assert ScheduledPublication.objects.get().failed_at
    assert len(mail.outbox) == 1


def test_another_hour_replaces_the_first_and_what_had_failed(session, organiser):
    set_for(session, organiser)
    ScheduledPublication.objects.update(failed_at=now())

    set_for(session, organiser, past=False)

    assert ScheduledPublication.objects.get().failed_at is None


def test_user_who_has_gone_is_replaced_by_the_conveners(session, run):
    session.series.contact = "conveners@example.org"
    session.series.save()
    set_for(session, None)
    LearningSession.objects.filter(pk=session.pk).update(introduction_fr="")

    run()

    assert mail.outbox[0].to == ["conveners@example.org"]
