"""Numbers with a fraction, each written in one way, so that equal ones are equal texts."""

from decimal import Decimal, InvalidOperation
from typing import Final

LARGEST: Final = 10**12
MOST_PLACES: Final = 9


def plain_decimal(text: str) -> str | None:
    """`2.50` and `2,5` → `2.5`; None for what is no number, or none that a product could state."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= LARGEST or -int(number.as_tuple().exponent) > MOST_PLACES:
        return None
    return f"{number.normalize():f}"
