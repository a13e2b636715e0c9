"""Telling the live stream that a consultation has something new."""

from threading import Lock

_lock = Lock()
_versions: dict[int, int] = {}


def changed(consultation: int) -> None:
    """Note that ballots or the state of *consultation* (its key) have changed. Call on commit."""
    with _lock:
        _versions[consultation] = _versions.get(consultation, 0) + 1


def version(consultation: int) -> int:
    """Return a number that grows with each change noted in this process."""
    return _versions.get(consultation, 0)
