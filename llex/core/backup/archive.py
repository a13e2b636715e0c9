"""The file of a backup: a compressed tar archive, and the checksum of everything in it.

Its first member says what it is, its last one what must be in it: an archive that breaks off, or of
which a byte was changed, is not taken for a whole one.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Final

from llex.core.backup.encryption import MARK, decrypting
from llex.core.backup.errors import UnreadableBackup

FORMAT: Final = "llex-backup/1"
HEADER: Final = "backup.json"
CHECKSUMS: Final = "checksums.json"
_PART: Final = 1 << 20
_BROKEN: Final = (
    tarfile.TarError,
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    json.JSONDecodeError,
    UnicodeDecodeError,
)


class _Digesting:
    """A file that is digested as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data

    def finish(self) -> str:
        """Read to the end; return the digest of all."""
        while self.read(_PART):
            pass
        return self._digest.hexdigest()


class Writer:
    """Writes the members of an archive one after the other."""

    def __init__(self, target: IO[bytes]) -> None:
        self._packed = gzip.GzipFile(fileobj=target, mode="wb", compresslevel=6)
        self._tar = tarfile.open(fileobj=self._packed, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._checksums: dict[str, str] = {}

    def add_json(self, name: str, data: Any) -> None:
        content = json.dumps(data, ensure_ascii=False, indent=1).encode()
        self.add(name, io.BytesIO(content), len(content))

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        """Add *size* bytes of a file. Raise OSError where it has fewer."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        digesting = _Digesting(file)
        self._tar.addfile(member, digesting)
        self._checksums[name] = digesting.finish()

    def abandon(self) -> None:
        """Discard an archive that was not ended; leave a closed one."""
        with suppress(OSError, ValueError):
            self._tar.fileobj.close()

    def close(self) -> None:
        """End the archive with the checksums of all that is in it."""
        self.add_json(CHECKSUMS, self._checksums)
        self._tar.close()
        self._packed.close()


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive; *file* can be read until the next member is asked for."""

    name: str
    file: IO[bytes]


@contextmanager
def opened(source: IO[bytes], key: str) -> Iterator[Iterator[Member]]:
    """Return the members of an archive, which is decrypted where it is encrypted.

    Raise UnreadableBackup where it cannot be read.
    """
    source.seek(0)
    is_encrypted = source.read(len(MARK)) == MARK
    source.seek(0)
    with decrypting(source, key) if is_encrypted else nullcontext(source) as plain:
        try:
            yield _members(plain)
        except _BROKEN as error:
            raise UnreadableBackup(
                "The file is no backup, or it is damaged or incomplete."
            ) from error


def _members(source: IO[bytes]) -> Iterator[Member]:
    with gzip.GzipFile(fileobj=source) as packed:
        with tarfile.open(fileobj=packed, mode="r|") as tar:
            for member in tar:
                yield Member(_safe(member), tar.extractfile(member))  # type: ignore[arg-type]
        while packed.read(_PART):
            pass


def _safe(member: tarfile.TarInfo) -> str:
    path = PurePosixPath(member.name)
    if not member.isreg() or path.is_absolute() or ".." in path.parts:
        raise UnreadableBackup(f"The backup holds something that no backup does: {member.name}")
    return member.name


def verified(source: IO[bytes], key: str) -> dict[str, Any]:
    """Read an archive to its end; return its header. Raise UnreadableBackup unless it is whole."""
    header: dict[str, Any] = {}
    found: dict[str, str] = {}
    wanted: dict[str, str] | None = None
    with opened(source, key) as members:
        for member in members:
            if not found:
                header = _header(member)
                found[member.name] = hashlib.sha256(header.pop("raw")).hexdigest()
            elif member.name == CHECKSUMS:
                wanted = json.loads(member.file.read())
            elif member.name in found or wanted is not None:
                raise UnreadableBackup(f"The backup holds {member.name} twice or too late.")
            else:
                found[member.name] = _Digesting(member.file).finish()
    if wanted is None:
        raise UnreadableBackup("The file is no backup, or it is damaged or incomplete.")
    if wrong := {*found.items()} ^ {*wanted.items()}:
        raise UnreadableBackup(f"The backup is damaged: {min(wrong)[0]} is not as it was written.")
    return header


def _header(member: Member) -> dict[str, Any]:
    raw = member.file.read() if member.name == HEADER else b"{}"
    header = json.loads(raw)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise UnreadableBackup("The file is no backup that this version can read.")
    return header | {"raw": raw}
