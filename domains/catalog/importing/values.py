"""Single cells: numbers, prices, yes and no, as people and spreadsheets write them."""

from decimal import Decimal, InvalidOperation

from ...shared.errors import Invalid
from ...shared.money import Money
from ...shared.texts import money as written
from ..prices.changing import HIGHEST

MOST = 1_000_000_000
LONGEST_CODE = 100


class BadCell(ValueError):
    """This cell makes its row useless; the text says why."""


def code(text: str, what: str) -> str:
    """A SKU or barcode without the `'` that spreadsheets put before figures to keep them text."""
    plain = " ".join(text.removeprefix("'").split())
    if len(plain) > LONGEST_CODE:
        raise BadCell(f"The {what} is longer than {LONGEST_CODE} characters.")
    return plain


def price(text: str, currency: str, what: str) -> Money:
    try:
        amount = Money.parse(text.removeprefix("'"), currency)
    except Invalid as refused:
        raise BadCell(f"{what}: {refused.message}") from None
    if amount.amount < 0:
        raise BadCell(f"{what}: “{text}” is negative.")
    if amount.amount > HIGHEST:
        raise BadCell(f"{what}: “{text}” is more than {written(Money(HIGHEST, currency))}, the most a card can pay.")
    return amount


def whole(text: str, what: str) -> int:
    """`4`, `4.0` and `-3`; BadCell for anything else and for figures no shop has."""
    try:
        number = Decimal(text.removeprefix("'"))
    except InvalidOperation:
        raise BadCell(f"{what}: “{text}” is not a number.") from None
    if not number.is_finite() or abs(number) > MOST or number != number.to_integral_value():
        raise BadCell(f"{what}: “{text}” is not a whole number we can take.")
    return int(number)


def grams(text: str) -> int:
    try:
        number = Decimal(text.removeprefix("'"))
    except InvalidOperation:
        raise BadCell(f"Weight: “{text}” is not a number.") from None
    if not number.is_finite() or not 0 <= number <= MOST:
        raise BadCell(f"Weight: “{text}” is not a weight in grams.")
    return round(number)


def yes(text: str) -> bool:
    return text.casefold() in ("true", "yes", "1", "y")
