"""How money and dates are written for people: one language for now, Babel's rules."""

from datetime import UTC, date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from .money import Money

LOCALE = "en_GB"
LANGUAGES = {"en": "English"}  # which the shop is written in, by their codes


def money(amount: Money) -> str:
    """€12.50"""
    return format_currency(amount.decimal, amount.currency, locale=LOCALE)


def minor_units(amount: int, currency: str) -> str:
    """The same for a fact's bare figures."""
    return money(Money(amount, currency))


def day(on: datetime | date) -> str:
    """22 November 2026"""
    return format_date(on, "d MMMM y", locale=LOCALE)


def weekday(on: date) -> str:
    """Tue 24 Nov"""
    return format_date(on, "EEE d MMM", locale=LOCALE)


def moment(at: datetime) -> str:
    """22 November 2026, 20:15"""
    return format_datetime(at, "d MMMM y, HH:mm", locale=LOCALE)


def clock_time(at: datetime) -> str:
    """20:15 UTC: where no page knows the clock on somebody's wall"""
    return f"{at.astimezone(UTC):%H:%M} UTC"


def measures(sides: tuple[int, int, int]) -> str:
    """50 × 30 × 2.2 cm, of millimetres; a side of none is left out, and without a width it is round: Ø 27 × 2.2 cm."""
    round_sign = "" if sides[1] else "Ø "
    return round_sign + " × ".join(f"{side / 10:g}" for side in sides if side) + " cm"


def weight(grams: int) -> str:
    """340 g, 1.65 kg"""
    return f"{grams / 1000:.3g} kg" if grams >= 1000 else f"{grams} g"
