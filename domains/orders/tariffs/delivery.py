"""Zones, the countries in them, and the price of each method into each."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.addresses import known
from domains.shared.errors import Invalid, NotFound
from domains.shared.settings import settings

from ..database import database
from ..errors import TariffChanged
from ..models import ShippingMethod, ShippingRate, ShippingZone, ZoneCountry
from ..shipping import forget_delivery_zones

CODE: Final = re.compile(r"[a-z0-9](-?[a-z0-9]){1,30}")
LONGEST: Final = 60
HEAVIEST: Final = 1_000_000  # grams
MOST_DAYS: Final = 365
DEAREST: Final = 99_999_999


@dataclass(frozen=True)
class RateDraft:
    """Into one zone by one method, parcels of up to `max_grams`: minor units of the shop's currency, working days.
    Goods worth `free_above` travel free; None: never."""

    method: str
    max_grams: int
    amount: int
    free_above: int | None
    days_min: int
    days_max: int


@dataclass(frozen=True)
class ZoneSheet:
    """A zone as staff change it. `mark` is another one as soon as any of it has changed."""

    code: str
    name: str
    countries: tuple[str, ...]
    rates: tuple[ShippingRate, ...]

    @property
    def mark(self) -> str:
        rates = [(r.method_code, r.max_grams, r.amount, r.free_above, r.days_min, r.days_max) for r in self.rates]
        return hashlib.blake2s(repr((self.name, self.countries, rates)).encode(), digest_size=8).hexdigest()


async def zone_sheets() -> tuple[ZoneSheet, ...]:
    """Of the shop's currency, by name; those without countries or rates too."""
    async with database.reading() as session:
        return await _sheets(session)


async def zone_sheet(code: str) -> ZoneSheet:
    found = next((sheet for sheet in await zone_sheets() if sheet.code == code), None)
    if found is None:
        raise NotFound("There is no such delivery zone.")
    return found


async def shipping_methods() -> Sequence[ShippingMethod]:
    async with database.reading() as session:
        return (await session.scalars(sa.select(ShippingMethod).order_by(ShippingMethod.position))).all()


async def add_zone(code: str, name: str) -> None:
    """Without countries and rates: nothing goes there yet."""
    _check_name(code, name)
    async with database.transaction() as session:
        row = pg.insert(ShippingZone).values(code=code, name=name).on_conflict_do_nothing()
        if (await session.execute(row.returning(ShippingZone.code))).first() is None:
            raise Invalid("There is a zone of this code.", {"code": "There is a zone of this code."})
    forget_delivery_zones()


async def add_method(code: str, label: str) -> None:
    """Offered after those there are, wherever it has a price."""
    _check_name(code, label)
    async with database.transaction() as session:
        last = await session.scalar(sa.select(sa.func.coalesce(sa.func.max(ShippingMethod.position), 0)))
        row = pg.insert(ShippingMethod).values(code=code, label=label, position=(last or 0) + 1)
        if (await session.execute(row.on_conflict_do_nothing().returning(ShippingMethod.code))).first() is None:
            raise Invalid("There is a method of this code.", {"code": "There is a method of this code."})


async def change_zone(code: str, name: str, countries: Collection[str], rates: Sequence[RateDraft], mark: str) -> None:
    """All of it at once. TariffChanged where it is not what `mark` was of; Invalid, by field, for a country that lies
    in another zone and for a rate that cannot be. Rates in other currencies stay."""
    currency = settings().shop_currency
    async with database.transaction() as session:
        await session.execute(sa.select(ShippingZone.code).with_for_update())
        sheets = {sheet.code: sheet for sheet in await _sheets(session)}
        if code not in sheets:
            raise NotFound("There is no such delivery zone.")
        if sheets[code].mark != mark:
            raise TariffChanged
        methods = set(await session.scalars(sa.select(ShippingMethod.code)))
        elsewhere = {
            country: sheet.name for sheet in sheets.values() if sheet.code != code for country in sheet.countries
        }
        _check(name, countries, rates, methods, elsewhere)
        await session.execute(sa.update(ShippingZone).where(ShippingZone.code == code).values(name=name))
        await session.execute(sa.delete(ZoneCountry).where(ZoneCountry.zone_code == code))
        own = sa.delete(ShippingRate).where(ShippingRate.zone_code == code, ShippingRate.currency == currency)
        await session.execute(own)
        members = [{"country": country, "zone_code": code} for country in sorted(countries)]
        prices = [_row(code, currency, rate) for rate in rates]
        for table, rows in ((ZoneCountry, members), (ShippingRate, prices)):
            if rows:
                await session.execute(pg.insert(table).values(rows))
    forget_delivery_zones()


def _check_name(code: str, name: str) -> None:
    wrong = {}
    if not CODE.fullmatch(code):
        wrong["code"] = "Use small letters, digits and hyphens, two or more."
    if not 0 < len(name) <= LONGEST:
        wrong["name"] = f"Give it a name of {LONGEST} characters at most."
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)


def _check(
    name: str,
    countries: Collection[str],
    rates: Sequence[RateDraft],
    methods: Collection[str],
    elsewhere: dict[str, str],
) -> None:
    wrong: dict[str, str] = {}
    if not 0 < len(name) <= LONGEST:
        wrong["name"] = f"Give it a name of {LONGEST} characters at most."
    for country in countries:
        if country in elsewhere:
            wrong["countries"] = f"{country} lies in {elsewhere[country]}. Take it out there first."
        elif not known(country):
            wrong["countries"] = f"{country} is no country that parcels can be addressed to."
    seen: set[tuple[str, int]] = set()
    for place, rate in enumerate(rates):
        if told := _wrong(rate, methods):
            wrong[f"{told[0]}-{place}"] = told[1]
        elif (rate.method, rate.max_grams) in seen:
            wrong[f"grams-{place}"] = "This method has a price up to this weight already."
        seen.add((rate.method, rate.max_grams))
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)


def _wrong(rate: RateDraft, methods: Collection[str]) -> tuple[str, str] | None:
    if rate.method not in methods:
        return "method", "Choose one of the methods."
    if not 0 < rate.max_grams <= HEAVIEST:
        return "grams", f"From 1 to {HEAVIEST} grams."
    if not 0 <= rate.amount <= DEAREST:
        return "amount", "Give a price that can be paid at once."
    if rate.free_above is not None and not 0 <= rate.free_above <= DEAREST:
        return "free", "Give an amount that can be paid at once."
    if not 0 <= rate.days_min <= rate.days_max <= MOST_DAYS:
        return "days", f"From fewer to more days, {MOST_DAYS} at most."
    return None


def _row(zone: str, currency: str, rate: RateDraft) -> dict[str, object]:
    return {
        "zone_code": zone,
        "method_code": rate.method,
        "currency": currency,
        "max_grams": rate.max_grams,
        "amount": rate.amount,
        "free_above": rate.free_above,
        "days_min": rate.days_min,
        "days_max": rate.days_max,
    }


async def _sheets(session: AsyncSession) -> tuple[ZoneSheet, ...]:
    currency = settings().shop_currency
    zones = (await session.scalars(sa.select(ShippingZone).order_by(ShippingZone.name))).all()
    members = (await session.scalars(sa.select(ZoneCountry).order_by(ZoneCountry.country))).all()
    ordered = sa.select(ShippingRate).join(ShippingMethod, ShippingMethod.code == ShippingRate.method_code)
    ordered = ordered.where(ShippingRate.currency == currency)
    rates = (await session.scalars(ordered.order_by(ShippingMethod.position, ShippingRate.max_grams))).all()
    return tuple(
        ZoneSheet(
            zone.code,
            zone.name,
            tuple(each.country for each in members if each.zone_code == zone.code),
            tuple(each for each in rates if each.zone_code == zone.code),
        )
        for zone in zones
    )
