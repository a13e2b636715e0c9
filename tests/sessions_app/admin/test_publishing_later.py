"""Setting the hour of a publication in the admin, drafts as files, change notes by language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import now

from sessions_app.briefing.editions import publish
from sessions_app.groups import RAPPORTEURS
from sessions_app.models import Edition, LearningSession, ScheduledPublication
from tests.factories import make_full_session, make_user

BOGOTA = ZoneInfo("America/Bogota")


@pytest.fixture
def session(db):
    return make_full_session(languages=["en", "ar"], time_zone="America/Bogota")


def at(session, name="publish"):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])


def later(moment):
    local = moment.astimezone(BOGOTA)
    return {
        "do": "later",
        "publish_at_0": local.date().isoformat(),
        "publish_at_1": local.strftime("%H:%M"),
    }


def test_hour_is_in_the_zone_of_the_session(as_organiser, session):
    tomorrow = datetime.now(BOGOTA).date() + timedelta(days=1)
    data = {"do": "later", "publish_at_0": tomorrow.isoformat(), "publish_at_1": "20:30"}

    answer = as_organiser.post(at(session), data)

    assert answer.status_code == 302
    scheduled = ScheduledPublication.objects.get()
    assert scheduled.publish_at == datetime(*tomorrow.timetuple()[:3], 20, 30, tzinfo=BOGOTA)
    assert not Edition.objects.exists()
    shown = as_organiser.get(at(session, "cockpit")).content.decode()
    assert "The note will be published on" in shown
    assert "20:30 (Bogotá time)" in shown


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"do": "later"}, "Say on which day and at which hour."),
        (later(now() - timedelta(hours=2)), "This hour is past."),
        (later(now() + timedelta(days=200)), "At most 90 days from now."),
    ],
)
def test_hour_that_cannot_be_is_refused_beside_its_field(as_organiser, session, data, message):
    answer = as_organiser.post(at(session), data)

    assert answer.context["form"].errors == {"publish_at": [message]}
    assert not ScheduledPublication.objects.exists()
    assert not Edition.objects.exists()


def test_hour_beside_the_button_for_now_does_not_matter(as_organiser, session):
    data = later(now() - timedelta(hours=2)) | {"do": "now"}

    assert as_organiser.post(at(session), data).status_code == 302
    assert Edition.objects.exists()


def test_publication_is_cancelled(as_organiser, session):
    as_organiser.post(at(session), later(now() + timedelta(hours=2)))

    answer = as_organiser.post(at(session), {"do": "cancel"})

    assert not ScheduledPublication.objects.exists()
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said[-1] == "The note will not be published by itself."
    again = as_organiser.post(at(session), {"do": "cancel"})
    assert "No hour is set any more." in map(str, get_messages(again.wsgi_request))


def test_failed_publication_is_shown_until_it_is_dismissed(as_organiser, session):
    as_organiser.post(at(session), later(now() + timedelta(hours=2)))
    ScheduledPublication.objects.update(failed_at=now())

    shown = as_organiser.get(at(session, "cockpit")).content.decode()

    assert "The check stopped it." in shown
    assert "Dismiss" in shown


@pytest.mark.parametrize("do", ["later", "cancel", "now"])
def test_rapporteur_neither_sets_nor_cancels_an_hour(client, session, do):
    client.force_login(make_user(group=RAPPORTEURS))

    answer = client.post(at(session), later(now() + timedelta(hours=2)) | {"do": do})

    assert answer.status_code == 403
    assert not ScheduledPublication.objects.exists()


def test_change_note_is_published_in_each_language(as_organiser, client, session):
    publish(session)
    LearningSession.objects.filter(pk=session.pk).update(closing_text_en="A new end")

    notes = {"en": "A new end.", "ar": "خاتمة جديدة."}
    data = {f"note_{code}": note for code, note in notes.items()}
    as_organiser.post(at(session), data | {"do": "now", "override": "The Arabic follows."})

    for code, note in notes.items():
        page = client.get(f"/{code}/sessions/{session.slug}/briefing/").content.decode()
        assert note in page


def test_change_note_in_one_language_is_shown_in_the_others_with_its_language(
    as_organiser, client, session
):
    publish(session)
    LearningSession.objects.filter(pk=session.pk).update(closing_text_en="A new end")

    data = {"note_en": "The end.", "override": "The Arabic follows."}
    as_organiser.post(at(session), data | {"do": "now"})

    page = client.get(f"/ar/sessions/{session.slug}/briefing/").content.decode()
    assert 'lang="en"' in page.partition("change-note")[2].partition("</p>")[0]


def test_what_changes_for_readers_is_shown_before_it_is_published(as_organiser, session):
    publish(session)
    LearningSession.objects.filter(pk=session.pk).update(closing_text_en="What comes after")

    html = as_organiser.get(at(session)).content.decode()

    part = html.partition("What changes for readers")[2]
    assert "<ins>" in part
    assert "after" in part.partition("</ins>")[0].rpartition("<ins>")[2]
    assert "no change" in part


@pytest.mark.parametrize(("name", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("md", b"")])
def test_draft_is_downloaded_as_a_file(as_organiser, session, name, start):
    answer = as_organiser.get(at(session, "preview_draft"), {"language": "ar", "format": name})

    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{session.slug}-ar-draft.{name}"'
    )
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("query", [{"format": "exe"}, {"language": "fr"}, {"format": ""}])
def test_draft_in_an_unknown_format_or_language_is_not_found(as_organiser, session, query):
    assert as_organiser.get(at(session, "preview_draft"), query).status_code == 404
