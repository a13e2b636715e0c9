"""Numbers as a reader writes them."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language


def number(value: float, decimals: int | None = None) -> str:
    """Return a number as the active language writes it."""
    if decimals is not None:
        # Django cuts decimals off; people expect 4.58 to become 4.6.
        value = float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    return _number(value, decimals, get_language())


# 4 and 4.0 are the same key unless their types are looked at.
@lru_cache(maxsize=20_000, typed=True)
def _number(value: float, decimals: int | None, _language: str | None) -> str:
    return number_format(value, decimal_pos=decimals, force_grouping=True)
