"""What goes wrong, in a sentence for the person at the terminal."""


class BackupError(Exception):
    """A backup could not be made or restored; nothing was changed."""


class UnreadableBackup(BackupError):
    """The file is no whole backup, or the key does not fit."""
