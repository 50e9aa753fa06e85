"""Which tax rates hold in a country today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from domains.shared import clock
from domains.shared.settings import settings

from .database import database
from .models import TaxRate

STANDARD: Final = "standard"


@dataclass(frozen=True)
class Rate:
    """`fraction` 0.19 is 19 %."""

    label: str
    fraction: Decimal


UNTAXED: Final = Rate("Tax", Decimal(0))


@dataclass(frozen=True)
class TaxRates:
    """By tax class; a class without a rate of its own is taxed as standard. `included`: prices contain the tax."""

    country: str
    included: bool
    rates: Mapping[str, Rate] = field(default_factory=dict)

    def rate(self, tax_class: str) -> Rate:
        return self.rates.get(tax_class) or self.rates.get(STANDARD) or UNTAXED


async def tax_rates(country: str, on: date | None = None) -> TaxRates:
    """Where we owe no tax, everything is untaxed."""
    day = on or clock.now().date()
    valid = sa.select(TaxRate).where(
        TaxRate.country == country,
        TaxRate.valid_from <= day,
        sa.or_(TaxRate.valid_until.is_(None), TaxRate.valid_until >= day),
    )
    async with database.reading() as session:
        found = (await session.execute(valid.order_by(TaxRate.valid_from))).scalars()
        rates = {rate.tax_class: Rate(rate.label, rate.rate) for rate in found}
    return TaxRates(country, settings().prices_include_tax, rates)
