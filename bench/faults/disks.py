"""Small disks that can be filled, and what holds the site's files and its database on them."""

import errno
import os
import subprocess
from pathlib import Path
from typing import Final

_PART: Final = b"\0" * 65_536


class Disk:
    """A file system of its own, held in memory. Mounting it needs root."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._filling = folder / "filling"
        folder.mkdir()
        options = f"size={megabytes}m,mode=0755"
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "llex-faults", str(folder)],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def fill(self) -> None:
        """Leave no room on it, not for one byte."""
        with self._filling.open("ab", buffering=0) as file:
            for part in (_PART, _PART[:1]):
                try:
                    while True:
                        file.write(part)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def free(self) -> None:
        """Make room again."""
        self._filling.unlink(missing_ok=True)

    def stop(self) -> None:
        """Take it away, with whatever is on it, also while somebody holds a file open."""
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False)


def can_mount() -> bool:
    """Return whether this process may mount anything."""
    return os.geteuid() == 0


def mounted(folder: Path, megabytes: int) -> Disk | None:
    """Return a small disk in *folder*, or None if mounting is not allowed."""
    return Disk(folder, megabytes) if can_mount() else None
