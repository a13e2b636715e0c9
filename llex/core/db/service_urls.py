"""URLs of services that contain a password. Imported by the settings."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from environs import EnvError

_ESCAPES: Final = "/ as %2F, ? as %3F, # as %23, [ as %5B, ] as %5D and % as %25"


def check(name: str, url: str) -> None:
    """Raise EnvError for a *url* with an unescaped character in its password.

    Parsed, it would name another host, and the error would come much later and be about a port.
    """
    if "@" not in url or url.startswith("sqlite:"):
        return
    try:
        parts = urlsplit(url)
        is_whole = _is_whole(parts)
    except ValueError:
        is_whole = False
    if not is_whole:
        # The address itself is not repeated: it holds a password.
        raise EnvError(f"{name} cannot be read. In its user and password, write {_ESCAPES}.")


def _is_whole(parts: SplitResult) -> bool:
    # Looking at the port raises ValueError where it is no number.
    has_host = parts.port is not None or bool(parts.hostname)
    return has_host and "@" not in f"{parts.path}{parts.query}{parts.fragment}"
