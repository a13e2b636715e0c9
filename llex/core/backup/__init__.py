"""Backup of the database and all files into one archive, and its restoration."""

from llex.core.backup.errors import BackupError, UnreadableBackup
from llex.core.backup.making import Summary, make_backup
from llex.core.backup.restoring import check_backup, restore_backup

__all__ = [
    "BackupError",
    "Summary",
    "UnreadableBackup",
    "check_backup",
    "make_backup",
    "restore_backup",
]
