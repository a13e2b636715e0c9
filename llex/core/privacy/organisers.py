"""The organisations that answer for the personal data of this site."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisers:
    """Names of the organisations, their e-mail addresses, and those with who answers there."""

    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    named_contacts: tuple[str, ...] = ()


_source: Callable[[], Organisers] = Organisers


def register_organisers(source: Callable[[], Organisers]) -> None:
    """Set the function that returns the organisers. Called when the apps are ready."""
    global _source  # noqa: PLW0603 - set once, when the apps are ready
    _source = source


def organisers() -> Organisers:
    """Return the organisations that answer for the data of this site."""
    return _source()
