"""Encrypt a backup with age (age-encryption.org), while it is written and read."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import IO, Final

import pyrage
from pyrage.x25519 import Identity, Recipient

from llex.core.backup.errors import BackupError, UnreadableBackup

MARK: Final = b"age-encryption.org/"
_SECRET: Final = "AGE-SECRET-KEY-"  # noqa: S105 - how each one begins

# The library's message about a broken pipe.
_BROKEN_PIPE: Final = "Broken pipe"


def new_keys() -> tuple[str, str]:
    """Return a new secret key, and the public key that backups are encrypted with."""
    identity = Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(key: str) -> Recipient:
    """Return whom to encrypt for, given the public or the secret key. Raise BackupError."""
    try:
        if key.startswith(_SECRET):
            return Identity.from_str(key).to_public()
        return Recipient.from_str(key)
    except (pyrage.IdentityError, pyrage.RecipientError) as error:
        raise BackupError(
            "BACKUP_KEY is not a key of age; make one with: manage.py backup --new-key"
        ) from error


def identity_of(key: str) -> Identity:
    """Return what to decrypt with. Raise BackupError for anything but a secret key."""
    try:
        return Identity.from_str(key)
    except pyrage.IdentityError as error:
        raise BackupError(
            "The backup is encrypted. Set BACKUP_KEY to its secret key (AGE-SECRET-KEY-…)."
        ) from error


@contextmanager
def encrypting(target: IO[bytes], key: str) -> Iterator[IO[bytes]]:
    """Return a file whose content reaches *target* encrypted."""
    recipient = recipient_of(key)
    reading, writing = os.pipe()
    with (
        _Worker(lambda source: pyrage.encrypt_io(source, target, [recipient]), reading, "rb"),
        os.fdopen(writing, "wb") as sink,
    ):
        yield sink


@contextmanager
def decrypting(source: IO[bytes], key: str) -> Iterator[IO[bytes]]:
    """Return a file to read what is encrypted in *source*. Raise UnreadableBackup."""
    identity = identity_of(key)
    reading, writing = os.pipe()
    with (
        _Worker(lambda sink: _decrypt(source, sink, identity), writing, "wb"),
        os.fdopen(reading, "rb") as plain,
    ):
        yield plain


def _decrypt(source: IO[bytes], sink: IO[bytes], identity: Identity) -> None:
    try:
        pyrage.decrypt_io(source, sink, [identity])
    except (pyrage.DecryptError, OSError) as error:
        if _BROKEN_PIPE in str(error):
            raise
        raise UnreadableBackup("The key does not fit this backup, or it is damaged.") from error


class _Worker:
    """Runs one end of a pipe in a thread; an error there is raised where the other end is used."""

    def __init__(self, run: Callable[[IO[bytes]], None], end: int, mode: str) -> None:
        self._run, self._end, self._mode = run, end, mode
        self._error: BaseException | None = None
        self._thread = Thread(target=self._work)

    def _work(self) -> None:
        try:
            with os.fdopen(self._end, self._mode) as end:
                self._run(end)
        except BaseException as error:  # noqa: BLE001 - raised again in the other thread
            self._error = error

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._thread.join()
        # An error on the other end closes the pipe early, which is not what went wrong.
        is_consequence = error is not None and _BROKEN_PIPE in str(self._error)
        if self._error is not None and not is_consequence:
            raise self._error
