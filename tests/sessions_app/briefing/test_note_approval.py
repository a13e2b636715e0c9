"""Four eyes: two people answer for each language of a note before it is published."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from llex.core.mail.models import Mail
from llex.core.states import WrongState
from sessions_app.briefing import editions
from sessions_app.briefing.checksums import document_checksum
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.editions import NotReady, publish
from sessions_app.briefing.note_approval import (
    TextChanged,
    approval_states,
    approvals_of,
    approve_note,
    ask_for_approval,
    second_people,
    take_approval_back,
)
from sessions_app.briefing.note_withdrawal import withdraw_note
from sessions_app.briefing.preflight.checks import check_note
from sessions_app.briefing.preflight.findings import NOT_APPROVED, unapproved_in
from sessions_app.briefing.scheduled_publication import publish_due, schedule
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Edition, NoteApproval, ScheduledPublication
from tests.factories import make_full_session, make_user

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.fixture
def session(db, settings):
    settings.FOUR_EYES = True
    return make_full_session(languages=["en", "ar"])


@pytest.fixture
def writer(db):
    return make_user(group=ORGANISERS, name="Wanda", language="fr")


@pytest.fixture
def second(db):
    return make_user(group=ORGANISERS, name="Sami", language="ar")


def words(session, *codes):
    found = {code: document_checksum(one) for code, one in compose_all(session).items()}
    return {code: found[code] for code in codes or found}


def ask(session, writer, second, *codes, **more):
    shown = words(session, *codes)
    return ask_for_approval(session, shown, of=second, by=writer, **more)


def approve(session, second, *codes):
    approve_note(session, words(session, *codes), by=second)


def stopped_in(session, **how):
    with pytest.raises(NotReady) as problem:
        publish(session, **how)
    return unapproved_in(problem.value.findings)


def change(session, language="en"):
    setattr(session, f"introduction_{language}", "We have met once more.")
    session.save()


def test_note_is_published_once_a_second_person_has_approved_each_language(session, writer, second):
    assert stopped_in(session, by=writer) == ["en", "ar"]

    ask(session, writer, second)
    assert stopped_in(session, by=writer) == ["en", "ar"]
    approve(session, second, "en")
    assert stopped_in(session, by=writer) == ["ar"]
    approve(session, second, "ar")
    edition = publish(session, by=writer).edition

    assert edition.findings == []
    assert edition.override == ""
    given = approvals_of(Edition.objects.get())
    assert {(row.language, row.asked_by, row.approved_by) for row in given} == {
        ("en", writer, second),
        ("ar", writer, second),
    }


def test_nothing_is_required_without_the_setting(session, settings):
    settings.FOUR_EYES = False

    assert publish(session).is_new


def test_approval_falls_away_with_the_words_and_returns_with_them(session, writer, second):
    before = session.introduction_en
    ask(session, writer, second)
    approve(session, second)
    change(session)

    assert stopped_in(session) == ["en"]
    english, arabic = approval_states(session, compose_all(session))
    assert (english.is_approved, english.former.approved_by) == (False, second)
    assert arabic.is_approved

    session.introduction_en = before
    session.save()
    assert publish(session).is_new


def test_who_asks_does_not_approve(session, writer, second):
    rows = ask(session, writer, second)

    with pytest.raises(WrongState):
        approve(session, writer)

    assert not NoteApproval.objects.given().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteApproval.objects.filter(pk=rows[0].pk).update(approved_by=writer, approved_at=now())


def test_words_of_which_no_one_asked_are_not_approved(session, second):
    with pytest.raises(TextChanged):
        approve(session, second)
    with pytest.raises(TextChanged):
        take_approval_back(session, "en", "0" * 64, by=second)


def test_only_who_may_publish_approves(session, writer):
    rapporteur = make_user(group=RAPPORTEURS)
    ask(session, writer, rapporteur)

    with pytest.raises(PermissionDenied):
        approve(session, rapporteur)


def test_rapporteur_asks_and_organiser_approves_and_publishes(session, second):
    ask(session, make_user(group=RAPPORTEURS), second)
    approve(session, second)

    assert publish(session, by=second).edition.published_by == second


def test_none_or_all_of_what_was_ticked_is_approved(session, writer, second):
    ask(session, writer, second, "en")

    with pytest.raises(TextChanged):
        approve(session, second)

    assert not NoteApproval.objects.given().exists()


def test_approval_is_given_once_and_taken_back_by_its_giver_alone(session, writer, second):
    ask(session, writer, second)
    approve(session, second)
    third = make_user(group=ORGANISERS)

    with pytest.raises(WrongState):
        approve(session, third)
    code, checksum = next(iter(words(session).items()))
    with pytest.raises(WrongState):
        take_approval_back(session, code, checksum, by=third)
    take_approval_back(session, code, checksum, by=second)

    assert stopped_in(session) == ["en"]
    assert ask(session, writer, second) != []


def test_what_is_approved_is_not_asked_for_again(session, writer, second):
    ask(session, writer, second)
    approve(session, second)
    Mail.objects.all().delete()

    assert ask(session, second, writer) == []
    assert not Mail.objects.exists()


def test_approval_taken_back_while_files_are_made_stops_the_publication(
    session, writer, second, monkeypatch
):
    ask(session, writer, second)
    approve(session, second)
    code, checksum = next(iter(words(session).items()))
    make = editions._make

    def interrupted(*args, **how):
        made = make(*args, **how)
        take_approval_back(session, code, checksum, by=second)
        return made

    monkeypatch.setattr(editions, "_make", interrupted)
    assert stopped_in(session, by=writer) == ["en"]
    assert not Edition.objects.exists()


def test_edition_without_approval_keeps_the_reason_and_the_languages(session, writer, second):
    ask(session, writer, second, "en")
    approve(session, second, "en")
    reason = "Everyone else is on leave."

    assert stopped_in(session, override=reason) == ["ar"]
    assert stopped_in(session, override=reason, without_approval=["en"]) == ["ar"]
    assert stopped_in(session, without_approval=["ar"]) == ["ar"]
    edition = publish(session, by=writer, override=reason, without_approval=["ar"]).edition

    assert edition.override == reason
    assert edition.published_unapproved == ["ar"]
    assert [row.language for row in approvals_of(edition)] == ["en"]
    # What was approved afterwards was not approved when it was published.
    ask(session, writer, second, "ar")
    approve(session, second, "ar")
    assert [row.language for row in approvals_of(Edition.objects.get())] == ["en"]


def test_published_note_needs_no_approval_until_it_changes_or_is_withdrawn(session, writer, second):
    publish(session, override="Alone.", without_approval=["en", "ar"])

    assert check_note(session).findings == []
    assert not publish(session).is_new
    withdraw_note(session, {"en": "A mistake."}, by=None)
    assert stopped_in(session) == ["en", "ar"]


def test_missing_approval_cannot_be_dismissed(session):
    findings = [one for one in check_note(session).findings if one.code == NOT_APPROVED]

    assert [one.severity for one in findings] == ["error", "error"]
    assert not any(one.may_be_dismissed for one in findings)


def test_hour_does_not_publish_what_changed_after_its_approval(session, writer, second):
    ask(session, writer, second)
    approve(session, second)
    schedule(session, now(), by=writer, change_notes={}, left_out=[], override="A date is odd.")
    change(session)

    assert publish_due() == 0
    assert ScheduledPublication.objects.get().failed_at
    mail = Mail.objects.get(kind="publication_stopped")
    assert mail.recipient == writer.email
    assert not Edition.objects.exists()


def test_command_line_asks_for_approval_too(session, writer, second):
    errors = StringIO()
    with pytest.raises(CommandError, match="--without-approval"):
        call_command("publish", session.slug, stderr=errors)
    assert "No second person has approved the note in English." in errors.getvalue()
    with pytest.raises(CommandError):
        call_command("publish", session.slug, override="Urgent.", stderr=errors)
    with pytest.raises(CommandError):
        call_command("publish", session.slug, without_approval=True, stderr=errors)

    call_command(
        "publish", session.slug, override="Urgent.", without_approval=True, stdout=errors,
        stderr=errors,
    )  # fmt: skip

    assert Edition.objects.get().published_unapproved == ["en", "ar"]


def test_second_person_and_asker_are_told_in_their_languages(session, writer, second):
    ask(session, writer, second, remark="Look at the figures.")
    asked = Mail.objects.get(kind="note_approval_asked")
    assert (asked.recipient, asked.language) == (second.email, "ar")
    assert asked.reply_to == session.series.contact
    assert "Look at the figures." in asked.text
    assert f"/ar/admin/sessions_app/learningsession/{session.pk}/note/approval/" in asked.text

    approve(session, second, "en")
    told = Mail.objects.get(kind="note_approved")
    assert (told.recipient, told.language) == (writer.email, "fr")
    assert "Sami" in told.text
    assert "anglais" in told.text
    assert "arabe" not in told.text


def test_those_who_may_publish_and_have_an_address_can_be_asked(session, writer, second):
    root = make_user(is_staff=True, is_superuser=True, name="Ada")
    make_user(group=RAPPORTEURS)
    make_user(group=ORGANISERS, is_active=False)

    assert list(second_people(writer)) == [root, second]
