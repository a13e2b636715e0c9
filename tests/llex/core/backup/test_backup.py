"""Making a backup and restoring it: every row, every file, or nothing at all."""

import datetime as dt
import decimal
import io
import json
import uuid

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from cities.models import Attachment, Contribution
from llex.core.backup import (
    BackupError,
    UnreadableBackup,
    archive,
    check_backup,
    files,
    make_backup,
    restore_backup,
    rows,
)
from llex.core.backup.encryption import new_keys
from llex.core.mail.models import Mail
from llex.core.models import User
from sessions_app.briefing.editions import publish
from sessions_app.models import LearningSession
from tests.factories import make_full_session, make_session, make_user, make_word_consultation

pytestmark = pytest.mark.django_db(transaction=True)


def make_site():
    """Make a site that has rows of most kinds, published files and a private document."""
    session = make_full_session(languages=["en"])
    make_word_consultation(["air", "water"], ["air"])
    publish(session)
    contribution = session.contributions.first()
    contribution.draft = {"text": "Ægir «quoted» \u202e \\ 😀", "none": None, "number": 1.0}
    Contribution.objects.filter(pk=contribution.pk).update(draft=contribution.draft)
    Attachment.objects.create(
        contribution=contribution,
        name="plan.pdf",
        kind="pdf",
        media_type="application/pdf",
        size=4,
        checksum="0" * 64,
        file=ContentFile(b"%PDF", name="plan.pdf"),
    )
    Mail.objects.create(
        kind="receipt",
        recipient="ana@example.org",
        language="fr",
        subject="Merci",
        text="Merci.",
        attachment_name="session.ics",
        attachment_type="text/calendar; method=REQUEST; charset=utf-8",
        attachment=b"BEGIN:VCALENDAR\r\n\x00\xff",
    )
    (files.roots()["media"] / "by hand.txt").write_text("not named by any row")
    make_user(email="gone@example.org").delete()
    return session


def all_rows():
    """Read every table as the database itself tells it, apart from the code that is tested."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            lines = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            found[table] = sorted(lines, key=repr)
    return found


def all_files():
    return {name: files.path_of(name).read_bytes() for name in files.existing()}


def empty_the_site():
    call_command("flush", interactive=False, verbosity=0)
    for name in files.existing():
        files.path_of(name).unlink()


def backup(key=""):
    target = io.BytesIO()
    summary = make_backup(target, key)
    return target, summary


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_an_empty_site_gets_every_row_and_every_file_back(is_encrypted):
    make_site()
    before, content = all_rows(), all_files()
    secret, public = new_keys()
    file, summary = backup(public if is_encrypted else "")
    empty_the_site()
    cache.set("current_edition", "of yesterday")

    restore_backup(file, secret if is_encrypted else "")

    assert all_rows() == before
    assert all_files() == content
    assert len([lines for lines in before.values() if lines]) > 30
    assert summary.rows == sum(map(len, before.values()))
    assert summary.files == len(content) > 5
    assert summary.missing == []
    assert cache.get("current_edition") is None


def test_numbers_of_deleted_rows_are_not_given_again():
    make_site()
    last = make_user(email="last@example.org")
    number = last.pk
    last.delete()
    file, _summary = backup()
    empty_the_site()

    restore_backup(file)

    assert make_user(email="new@example.org").pk > number


@pytest.mark.parametrize("kind", ["row", "file"])
def test_a_site_that_is_not_empty_is_refused_unless_told(kind):
    make_site()
    before, content = all_rows(), all_files()
    file, _summary = backup()
    empty_the_site()
    if kind == "row":
        make_user(email="here@example.org")
    else:
        (files.roots()["private"] / "here").write_bytes(b"here")

    with pytest.raises(BackupError, match="not empty"):
        restore_backup(file)
    assert User.objects.count() == (kind == "row")

    restore_backup(file, replace=True)
    assert all_rows() == before
    assert all_files() == content


DAMAGES = {
    "cut": lambda data: data[: len(data) // 2],
    "cut at the end": lambda data: data[:-30],
    "a byte": lambda data: data[:2000] + bytes([data[2000] ^ 1]) + data[2001:],
    "empty": lambda data: b"",
    "another file": lambda data: b"PK\x03\x04" + data,
    "more behind": lambda data: data + b"more",
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("is_encrypted", [False, True])
def test_a_damaged_file_is_refused_before_anything_is_touched(damage, is_encrypted):
    make_session()
    secret, public = new_keys()
    file, _summary = backup(public if is_encrypted else "")
    damaged = io.BytesIO(DAMAGES[damage](file.getvalue()))
    before = all_rows()

    with pytest.raises(UnreadableBackup):
        restore_backup(damaged, secret if is_encrypted else "", replace=True)

    assert all_rows() == before


def rewritten(file, change):
    """Return a well-formed archive of which *change* has altered the members."""
    target = io.BytesIO()
    writer = archive.Writer(target)
    with archive.opened(file, "") as members:
        for member in members:
            if member.name != archive.CHECKSUMS:
                content = change(member.name, member.file.read())
                writer.add(member.name, io.BytesIO(content), len(content))
    writer.close()
    return target


def test_a_restore_that_fails_midway_leaves_everything_as_it_was():
    session = make_site()
    file, _summary = backup()

    owner = str(session.contributions.first().pk).encode()

    def break_reference(name, content):
        # The document belongs to a contribution that is not there.
        return content.replace(owner + b",", b"999999,") if "attachment" in name else content

    broken = rewritten(file, break_reference)
    LearningSession.objects.filter(pk=session.pk).update(slug="as-it-was")
    before, content = all_rows(), all_files()

    with pytest.raises(Exception, match=r"(?i)constraint|foreign key"):
        restore_backup(broken, replace=True)

    assert all_rows() == before
    assert all_files() == content


def test_files_come_back_where_the_database_does_not_take_the_rows(monkeypatch):
    make_site()
    file, _summary = backup()
    (files.roots()["media"] / "later.txt").write_text("written later")
    before, content = all_rows(), all_files()
    swap = files.Staging.swap

    def fail_after(staging):
        swap(staging)
        raise OSError("No space left on device")

    monkeypatch.setattr(files.Staging, "swap", fail_after)

    with pytest.raises(OSError, match="No space"):
        restore_backup(file, replace=True)

    assert all_rows() == before
    assert all_files() == content


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda names: [*names, "cities.9999_of_tomorrow"], "newer version"),
        (lambda names: names[:-1], "older version"),
    ],
)
def test_a_backup_of_another_version_is_refused(change, message):
    file, _summary = backup()
    with archive.opened(file, "") as members:
        header = json.loads(next(members).file.read())
    header["migrations"] = change(header["migrations"])
    content = json.dumps(header).encode()
    other = rewritten(file, lambda name, old: content if name == archive.HEADER else old)

    with pytest.raises(BackupError, match=message):
        restore_backup(other, replace=True)


@pytest.mark.parametrize("name", ["files/media/../../etc/passwd", "files/elsewhere/a", "/etc/a"])
def test_a_file_that_belongs_nowhere_is_refused(name, tmp_path):
    file, _summary = backup()
    target = io.BytesIO()
    writer = archive.Writer(target)
    with archive.opened(file, "") as members:
        for member in members:
            if member.name != archive.CHECKSUMS:
                content = member.file.read()
                writer.add(member.name, io.BytesIO(content), len(content))
    writer.add(name, io.BytesIO(b"x"), 1)
    writer.close()

    with pytest.raises(BackupError):
        restore_backup(target, replace=True)


def test_a_file_that_is_missing_is_told_and_the_rest_is_backed_up():
    make_site()
    attachment = Attachment.objects.get()
    attachment.file.storage.delete(attachment.file.name)

    _file, summary = backup()

    assert summary.missing == [f"private/{attachment.file.name}"]


def test_a_document_that_is_taken_off_meanwhile_begins_the_backup_anew(monkeypatch):
    make_site()
    dump = rows.dump
    taken_off = []

    def take_off_first(model, output):
        if not taken_off:
            taken_off.append(Attachment.objects.get().file.name)
            files.path_of(f"private/{taken_off[0]}").unlink()
        return dump(model, output)

    monkeypatch.setattr(rows, "dump", take_off_first)

    _file, summary = backup()

    assert summary.missing == [f"private/{taken_off[0]}"]


@pytest.mark.parametrize("wrong", ["none", "no key", "another key", "public key"])
def test_an_encrypted_backup_opens_with_its_key_alone(wrong):
    _secret, public = new_keys()
    keys = {"none": "", "no key": "age1x", "another key": new_keys()[0], "public key": public}
    key = keys[wrong]
    file, _summary = backup(public)

    with pytest.raises(BackupError):
        check_backup(file, key)


# --- The commands ---------------------------------------------------------------------------------


def test_commands_write_a_file_check_it_and_restore_it(tmp_path, settings, capsys):
    settings.BACKUP_KEY, _public = new_keys()
    make_session(slug="kept")
    path = tmp_path / "new" / "site.backup"

    call_command("backup", str(path))
    assert "encrypted" in capsys.readouterr().err
    assert path.stat().st_mode & 0o077 == 0
    call_command("restore", str(path), check=True)
    assert LearningSession.objects.exists()
    empty_the_site()
    call_command("restore", str(path))

    assert LearningSession.objects.get().slug == "kept"
    assert "Restored" in capsys.readouterr().out
    assert list(path.parent.iterdir()) == [path]


def test_command_warns_where_the_key_of_the_site_was_another(tmp_path, settings, capsys):
    call_command("backup", str(tmp_path / "a"))
    settings.SECRET_KEY = "another-" * 8

    call_command("restore", str(tmp_path / "a"), check=True)

    assert "SECRET_KEY was another" in capsys.readouterr().err


def test_command_names_the_reason_and_changes_nothing(tmp_path):
    (tmp_path / "a").write_bytes(b"no backup")
    make_session()

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", str(tmp_path / "a"), replace=True)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", str(tmp_path / "none"))
    assert LearningSession.objects.exists()


def test_command_leaves_no_half_a_backup_behind(tmp_path, monkeypatch):
    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("llex.core.backup.making.rows.dump", fail)

    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", str(tmp_path / "a"))
    assert list(tmp_path.iterdir()) == []


def test_command_makes_keys(capsys):
    call_command("backup", new_key=True)

    out = capsys.readouterr().out
    assert "AGE-SECRET-KEY-1" in out
    assert "age1" in out


def test_values_of_every_kind_survive():
    moment = now()
    for value in (
        moment,
        moment.date(),
        moment.time(),
        dt.timedelta(days=-1, microseconds=3),
        decimal.Decimal("1.10"),
        uuid.uuid4(),
        b"\0\xff",
        None,
        True,
        "a\nb",
        2**62,
    ):
        assert rows._decoded(json.loads(json.dumps(rows._encoded(value)))) == value
