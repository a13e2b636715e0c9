"""Numbers as a reader writes them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format


def number(value: float, decimals: int | None = None) -> str:
    """Return a number as the active language writes it."""
    if decimals is not None:
        # Django cuts decimals off; people expect 4.58 to become 4.6.
        value = float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    return number_format(value, decimal_pos=decimals, force_grouping=True)
