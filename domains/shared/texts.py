"""How money and dates are written for people: one language for now, Babel's rules."""

from datetime import datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from .money import Money

LOCALE = "en_GB"


def money(amount: Money) -> str:
    """€12.50"""
    return format_currency(amount.decimal, amount.currency, locale=LOCALE)


def minor_units(amount: int, currency: str) -> str:
    """The same for a fact's bare figures."""
    return money(Money(amount, currency))


def day(moment: datetime) -> str:
    """22 November 2026"""
    return format_date(moment, "long", locale=LOCALE)


def moment(at: datetime) -> str:
    """22 Nov 2026, 20:15"""
    return format_datetime(at, "d MMM y, HH:mm", locale=LOCALE)
