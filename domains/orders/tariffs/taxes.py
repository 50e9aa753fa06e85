"""Tax rates of countries and classes, each from a day on: a new one ends the one before on the day before."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

import sqlalchemy as sa

from domains.shared.addresses import known
from domains.shared.errors import Invalid, NotFound

from ..database import database
from ..models import TaxRate

CLASS: Final = re.compile(r"[a-z0-9](-?[a-z0-9]){1,30}")
LONGEST_LABEL: Final = 20


async def all_tax_rates() -> Sequence[TaxRate]:
    """By country and class, the newest of each first."""
    ordered = sa.select(TaxRate).order_by(TaxRate.country, TaxRate.tax_class, TaxRate.valid_from.desc())
    async with database.reading() as session:
        return (await session.scalars(ordered)).all()


async def add_tax_rate(country: str, tax_class: str, percent: str, label: str, valid_from: date | None) -> None:
    """`percent` as people write it: 19 or 5.5. Invalid, by field; from a day on which one begins already, too."""
    rate = _checked(country, tax_class, percent, label, valid_from)
    async with database.transaction() as session:
        await session.execute(sa.text("LOCK TABLE tax_rates IN SHARE ROW EXCLUSIVE MODE"))
        same = sa.select(TaxRate).where(TaxRate.country == country, TaxRate.tax_class == tax_class)
        others = (await session.scalars(same.order_by(TaxRate.valid_from))).all()
        day = valid_from or date.min
        if any(each.valid_from >= day for each in others):
            told = "A rate begins on this day or after it already. End or change that one."
            raise Invalid(told, {"valid_from": told})
        for each in others:
            if each.valid_until is None or each.valid_until >= day:
                each.valid_until = day - timedelta(days=1)
        session.add(TaxRate(country=country, tax_class=tax_class, valid_from=day, rate=rate, label=label))


async def end_tax_rate(country: str, tax_class: str, valid_from: date, last: date | None) -> None:
    """After its last day nothing is owed there for this class, or what the standard class owes."""
    if last is None or last < valid_from:
        told = "Give a last day that is not before its first."
        raise Invalid(told, {"last": told})
    key = (country, tax_class, valid_from)
    async with database.transaction() as session:
        found = await session.get(TaxRate, key, with_for_update=True)
        if found is None:
            raise NotFound("There is no such tax rate.")
        if found.valid_until is not None and found.valid_until < last:
            told = "It has ended by then already."
            raise Invalid(told, {"last": told})
        found.valid_until = last


def _checked(country: str, tax_class: str, percent: str, label: str, valid_from: date | None) -> Decimal:
    wrong = {}
    if not known(country):
        wrong["country"] = "Give a country by its two letters, such as DE."
    if not CLASS.fullmatch(tax_class):
        wrong["tax_class"] = "Use small letters, digits and hyphens, such as standard."
    if not 0 < len(label) <= LONGEST_LABEL:
        wrong["label"] = f"What it is called there, such as VAT, in {LONGEST_LABEL} characters at most."
    if valid_from is None:
        wrong["valid_from"] = "Give its first day."
    try:
        rate = Decimal(percent.replace(",", ".")) / 100
        if not (rate.is_finite() and 0 <= rate < 1 and rate == round(rate, 4)):
            raise InvalidOperation
    except InvalidOperation:
        wrong["percent"] = "Give percent, such as 19 or 5.5, with two decimals at most."
        rate = Decimal(0)
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return rate
