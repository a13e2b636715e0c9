"""Measures converted in translation: six feet are two metres, 115 °F are 46 °C."""

from decimal import Decimal
from typing import Final

# How many of the second one of the first is.
_FACTORS: Final = {
    ("foot", "metre"): Decimal("0.3048"),
    ("mile", "kilometre"): Decimal("1.609"),
    ("acre", "hectare"): Decimal("0.4047"),
    ("square_foot", "square_metre"): Decimal("0.0929"),
    ("square_mile", "square_kilometre"): Decimal("2.59"),
    ("gallon", "litre"): Decimal("3.785"),
    ("pound_of_weight", "kilogram"): Decimal("0.4536"),
    ("inch", "centimetre"): Decimal("2.54"),
    ("yard", "metre"): Decimal("0.9144"),
}
# Degrees may be of either scale.
_DEGREES: Final = "?"
_FAHRENHEIT: Final = frozenset({"fahrenheit", _DEGREES})
_CELSIUS: Final = frozenset({"celsius", _DEGREES})
_ROUNDED: Final = Decimal("0.12")
_NEAR: Final = Decimal(1)


def are_the_same(number: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    """Return whether two measures may be one, rounded."""
    return _is_converted(number, unit, other, other_unit) or _is_converted(
        other, other_unit, number, unit
    )


def _is_converted(number: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    if unit in _FAHRENHEIT and other_unit in _CELSIUS and (unit, other_unit) != (_DEGREES,) * 2:
        degrees = number * 5 / 9
        # A temperature, or by how much one rises.
        return any(abs(one - other) <= _NEAR for one in (degrees, degrees - Decimal(160) / 9))
    factor = _FACTORS.get((unit, other_unit))
    return factor is not None and abs(number * factor - other) <= _ROUNDED * other
