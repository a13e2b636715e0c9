"""Errors of backing up and restoring, with a message for the operator."""


class BackupError(Exception):
    """A backup could not be made or restored; nothing was changed."""


class UnreadableBackup(BackupError):
    """The file is no whole backup, or the key does not fit."""
