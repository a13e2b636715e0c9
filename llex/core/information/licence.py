"""The licence of what is published, as the settings name it."""

from typing import Final, NamedTuple

from environs import EnvError

from llex.core.text.links import is_safe_address

DEFAULT: Final = "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"


class Licence(NamedTuple):
    """Its short name, as people cite it, and the address of its text."""

    name: str
    address: str


def read_licence(value: str) -> Licence:
    """Return the licence of a setting: a name, a space, an address. Raise EnvError for others."""
    name, _space, address = (value or DEFAULT).strip().rpartition(" ")
    if not name.strip() or not is_safe_address(address):
        raise EnvError(f"LICENCE must be a name and an address, such as “{DEFAULT}”.")
    return Licence(name.strip(), address)
