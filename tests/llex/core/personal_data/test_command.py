"""`manage.py personal_data` and `manage.py clean_up`: shows, exports, erases, forgets."""

import json
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from llex.core.models import User
from llex.core.personal_data.erasing import erased_people
from sessions_app.models import Participant, Person
from tests.factories import make_officer, make_participant, make_person, make_session, make_user


@pytest.fixture
def officer(db):
    return make_officer(user=make_user(email="ana@city.example", name="Ana Ruiz"))


def test_shows_what_is_held(officer, capsys):
    call_command("personal_data", "ana@city.example")

    assert "Name: Ana Ruiz" in capsys.readouterr().out


def test_exports_json(officer, tmp_path):
    call_command("personal_data", "ana@city.example", "--export", str(tmp_path / "ana.json"))

    data = json.loads((tmp_path / "ana.json").read_text())
    assert "ana@city.example" in data["addresses"]


def test_dry_run_erases_nothing(officer, capsys):
    call_command("personal_data", "ana@city.example", "--erase", "--dry-run")

    assert "Would be done:" in capsys.readouterr().out
    assert User.objects.filter(email="ana@city.example").exists()


def test_erases_and_remembers_by_fingerprint(officer, capsys):
    call_command("personal_data", "ana@city.example", "--erase")
    call_command("personal_data", "--list-erased")

    assert not User.objects.filter(email="ana@city.example").exists()
    assert set(capsys.readouterr().out.split()) >= erased_people().keys()
    assert len(erased_people()) == 2


@pytest.mark.parametrize("what", ["eva@city.example", "ana", "no.model:1", "llex.user:x"])
def test_unknown_person_is_an_error(officer, what):
    with pytest.raises(CommandError):
        call_command("personal_data", what)


def test_periods_are_applied_and_counted(db, capsys, settings):
    settings.RETENTION_DAYS = {"participants": 30}
    session = make_session(starts_at=now() - timedelta(days=31))
    person = make_person()
    make_participant(session=session, person=person, consents_to_listing=False)
    listed = make_participant(session=session)
    LogEntry.objects.update(remote_addr="192.0.2.1", timestamp=now() - timedelta(days=91))

    call_command("clean_up", "--dry-run")
    assert "Would be removed: " in capsys.readouterr().out
    assert Participant.objects.count() == 2
    call_command("clean_up")

    assert "Participants whom no note names: 1" in capsys.readouterr().out
    assert list(Participant.objects.all()) == [listed]
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not LogEntry.objects.filter(
        remote_addr__isnull=False, timestamp__lt=now() - timedelta(days=90)
    ).exists()


def test_a_period_of_zero_keeps_for_ever(db, settings):
    settings.RETENTION_DAYS = {"participants": 0}
    make_participant(consents_to_listing=False)

    call_command("clean_up")

    assert Participant.objects.count() == 1


def test_periods_are_listed_with_their_keys(db, capsys):
    call_command("clean_up", "--periods")

    assert "journals: 30 days, fixed (How to undo imports)" in capsys.readouterr().out
