"""What a new shop delivers to, charges for it and owes in tax, until its staff decide otherwise."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.money import exponent
from domains.shared.settings import settings

from .database import Base, database
from .models import ShippingMethod, ShippingRate, ShippingZone, TaxRate, ZoneCountry
from .tax import STANDARD

EU: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
ZONES: Final = {  # after the shop's own country, which is the zone "home"
    "eu": ("European Union", EU),
    "europe": ("Europe outside the EU", ("CH", "GB", "IS", "LI", "NO")),
    "north-america": ("United States and Canada", ("CA", "US")),
    "pacific": ("Asia and Pacific", ("AU", "JP", "NZ", "SG")),
}
METHODS: Final = {"standard": "Standard delivery", "express": "Express delivery"}
RATES: Final = (  # zone, method, price and free from, in hundredths of what a euro buys; working days
    ("home", "standard", 490, 6000, 2, 3),
    ("home", "express", 990, None, 1, 1),
    ("eu", "standard", 990, 12000, 3, 6),
    ("eu", "express", 1990, None, 2, 3),
    ("europe", "standard", 1490, 18000, 4, 8),
    ("europe", "express", 2990, None, 2, 4),
    ("north-america", "standard", 2490, None, 6, 12),
    ("north-america", "express", 4490, None, 3, 5),
    ("pacific", "standard", 2990, None, 8, 15),
    ("pacific", "express", 5490, None, 4, 6),
)
HEAVIEST_GRAMS: Final = 30_000
EURO_BUYS: Final = {  # roughly, for round delivery prices in a shop of another currency
    "CZK": 25, "DKK": 7, "HUF": 400, "INR": 90, "ISK": 150, "JPY": 150, "KRW": 1500, "MXN": 20, "NOK": 12, "PLN": 4,
    "RON": 5, "SEK": 11, "THB": 40, "TRY": 40, "TWD": 35, "ZAR": 20,
}  # fmt: skip
VAT: Final = {  # standard rates in percent, European Commission, "VAT rates applied in the Member States"; GB: HMRC
    "AT": "20", "BE": "21", "BG": "20", "CY": "19", "CZ": "21", "DE": "19", "DK": "25", "EE": "24", "ES": "21",
    "FI": "25.5", "FR": "20", "GR": "24", "HR": "25", "HU": "27", "IE": "23", "IT": "22", "LT": "21", "LU": "17",
    "LV": "21", "MT": "18", "NL": "21", "PL": "23", "PT": "23", "RO": "21", "SE": "25", "SI": "22", "SK": "23",
    "GB": "20",
}  # fmt: skip
VALID_FROM: Final = date(2025, 8, 1)  # since the last of them, Romania's, changed


async def ensure_defaults() -> None:
    """Rows for an empty table, and delivery prices for a currency that has none; what is there stays as it is."""
    async with database.transaction() as session:
        if not await _any(session, ShippingZone):
            await _write(session, ShippingZone, _zones())
            await _write(session, ZoneCountry, _countries())
            methods = enumerate(METHODS.items())
            await _write(
                session, ShippingMethod, [{"code": c, "label": label, "position": i} for i, (c, label) in methods]
            )
        if not await _any(session, ShippingRate, ShippingRate.currency == settings().shop_currency):
            await _write(session, ShippingRate, await _rates(session))
        if not await _any(session, TaxRate):
            await _write(session, TaxRate, _taxes())


def _zones() -> list[dict[str, Any]]:
    return [{"code": "home", "name": "At home"}, *({"code": code, "name": name} for code, (name, _) in ZONES.items())]


def _countries() -> list[dict[str, Any]]:
    home = settings().shop_country
    abroad = [
        {"country": country, "zone_code": code}
        for code, (_, members) in ZONES.items()
        for country in members
        if country != home
    ]
    return [{"country": home, "zone_code": "home"}, *abroad]


async def _rates(session: AsyncSession) -> list[dict[str, Any]]:
    """Only between zones and methods that are still there."""
    currency = settings().shop_currency
    zones = set(await session.scalars(sa.select(ShippingZone.code)))
    methods = set(await session.scalars(sa.select(ShippingMethod.code)))
    return [
        {
            "zone_code": zone,
            "method_code": method,
            "currency": currency,
            "max_grams": HEAVIEST_GRAMS,
            "amount": _in_minor_units(price, currency),
            "free_above": None if free_above is None else _in_minor_units(free_above, currency),
            "days_min": days_min,
            "days_max": days_max,
        }
        for zone, method, price, free_above, days_min, days_max in RATES
        if zone in zones and method in methods
    ]


def _in_minor_units(hundredths: int, currency: str) -> int:
    major = Decimal(hundredths * EURO_BUYS.get(currency, 1)) / 100
    return int(major.scaleb(exponent(currency)))


def _taxes() -> list[dict[str, Any]]:
    return [
        {
            "country": country,
            "tax_class": STANDARD,
            "valid_from": VALID_FROM,
            "rate": Decimal(percent) / 100,
            "label": "VAT",
        }
        for country, percent in VAT.items()
    ]


async def _any(session: AsyncSession, table: type[Base], *where: sa.ColumnElement[bool]) -> bool:
    return (
        await session.execute(sa.select(sa.literal(1)).select_from(table).where(*where).limit(1))
    ).first() is not None


async def _write(session: AsyncSession, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Two hosts may start at once: the second finds the rows of the first."""
    if rows:
        await session.execute(pg.insert(table).values(rows).on_conflict_do_nothing())
