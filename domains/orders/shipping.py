"""Where we deliver, by which method and for how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.addresses import country_name
from domains.shared.money import Money
from domains.shared.remembering import Remembered
from domains.shared.settings import settings

from .arrival import Arrival, arrival
from .database import database
from .models import Cart, ShippingMethod, ShippingRate, ShippingZone, ZoneCountry

REMEMBERED = 60.0  # seconds


@dataclass(frozen=True)
class ShippingOption:
    """`days_min` to `days_max` working days from leaving us to arriving."""

    code: str
    label: str
    price: Money
    days_min: int
    days_max: int

    @property
    def arrival(self) -> Arrival:
        """Of what is ordered today."""
        return arrival(self.days_min, self.days_max)


@dataclass(frozen=True)
class DeliveryRate:
    """One method into one zone, for parcels of up to `max_grams`; goods worth `free_above` travel free."""

    code: str
    label: str
    price: Money
    free_above: Money | None
    max_grams: int
    days_min: int
    days_max: int

    def option(self, goods: Money) -> ShippingOption:
        free = self.free_above is not None and goods.amount >= self.free_above.amount
        price = Money(0, self.price.currency) if free else self.price
        return ShippingOption(self.code, self.label, price, self.days_min, self.days_max)


@dataclass(frozen=True)
class Country:
    code: str
    name: str


@dataclass(frozen=True)
class ShippingChoice:
    """By which a cart can be sent. `chosen` is None while nobody has, or where it goes elsewhere by now."""

    options: tuple[ShippingOption, ...] = ()
    chosen: ShippingOption | None = None
    tried: ShippingOption | None = None

    @property
    def proposed(self) -> ShippingOption | None:
        """What is tried out or chosen, or else what is offered first."""
        return self.tried or self.chosen or next(iter(self.options), None)


@dataclass(frozen=True)
class DeliveryZone:
    """Countries that cost the same, by name; its rates by method, the heaviest parcel first."""

    code: str
    name: str
    countries: tuple[Country, ...]
    rates: tuple[DeliveryRate, ...]

    def options(self, goods: Money, weight_grams: int) -> list[ShippingOption]:
        return _options(self.rates, goods, weight_grams)

    def goes_to(self, country: str) -> bool:
        return any(each.code == country for each in self.countries)


async def countries() -> list[Country]:
    """All we deliver to, by name."""
    async with database.reading() as session:
        codes = (await session.execute(sa.select(ZoneCountry.country))).scalars()
        return sorted((Country(code, country_name(code)) for code in codes), key=lambda country: country.name)


async def shipping_options(country: str, goods: Money, weight_grams: int) -> list[ShippingOption]:
    """The cheapest way first; none for a country we do not deliver to or a parcel too heavy for every method."""
    rates = (
        _rates()
        .join(ZoneCountry, ZoneCountry.zone_code == ShippingRate.zone_code)
        .where(ZoneCountry.country == country)
    )
    async with database.reading() as session:
        found = [_rate(rate, label) for rate, label in await session.execute(rates)]
    return _options(found, goods, weight_grams)


async def delivery_zones() -> tuple[DeliveryZone, ...]:
    """What delivery costs everywhere in the shop's currency, for pages that tell of it; up to a minute old. The
    shop's own country comes first, then what is near, going by the price."""
    return await _zones.look()


async def shipping_choice(cart: Cart | None, goods: Money, weight_grams: int, *, trying: str = "") -> ShippingChoice:
    """Of a cart whose goods cost and weigh so much; until it has an address, to one in the shop's own country.

    `trying` is the code of a way that is looked at and not chosen: one there is not changes nothing."""
    address = cart.shipping_address if cart else None
    found = await shipping_options(address.country if address else settings().shop_country, goods, weight_grams)
    by_code = {option.code: option for option in found}
    chosen = by_code.get(cart.shipping_code or "") if cart and address else None
    return ShippingChoice(tuple(found), chosen, by_code.get(trying))


async def delivers_to(session: AsyncSession, country: str) -> bool:
    zone = sa.select(ZoneCountry.zone_code).where(ZoneCountry.country == country)
    return (await session.execute(zone)).first() is not None


async def serves(session: AsyncSession, country: str, code: str) -> bool:
    rate = (
        sa.select(ShippingRate.method_code)
        .join(ZoneCountry, ZoneCountry.zone_code == ShippingRate.zone_code)
        .where(ZoneCountry.country == country, ShippingRate.method_code == code)
    )
    return (await session.execute(rate)).first() is not None


async def _read_zones() -> tuple[DeliveryZone, ...]:
    currency, own = settings().shop_currency, settings().shop_country
    async with database.reading() as session:
        names = {zone.code: zone.name for zone in await session.scalars(sa.select(ShippingZone))}
        members = [(row.zone_code, row.country) for row in await session.scalars(sa.select(ZoneCountry))]
        rows = await session.execute(_rates().where(ShippingRate.currency == currency))
        rates = [(rate.zone_code, _rate(rate, label)) for rate, label in rows]
    found = [_zone(code, name, members, rates) for code, name in names.items()]
    served = [zone for zone in found if zone.countries and zone.rates]
    return tuple(sorted(served, key=lambda zone: (not zone.goes_to(own), _cheapest(zone), zone.name)))


_zones = Remembered(_read_zones, REMEMBERED)
forget_delivery_zones = _zones.forget


def _zone(code: str, name: str, members: list[tuple[str, str]], rates: list[tuple[str, DeliveryRate]]) -> DeliveryZone:
    countries = (Country(country, country_name(country)) for zone, country in members if zone == code)
    ordered = tuple(sorted(countries, key=lambda country: country.name))
    return DeliveryZone(code, name, ordered, tuple(rate for zone, rate in rates if zone == code))


def _cheapest(zone: DeliveryZone) -> int:
    return min(rate.price.amount for rate in zone.rates)


def _rates() -> sa.Select[ShippingRate, str]:
    return (
        sa.select(ShippingRate, ShippingMethod.label)
        .join(ShippingMethod, ShippingMethod.code == ShippingRate.method_code)
        .order_by(ShippingMethod.position, ShippingRate.max_grams.desc())
    )


def _rate(rate: ShippingRate, label: str) -> DeliveryRate:
    said: dict[str, Any] = {"max_grams": rate.max_grams, "days_min": rate.days_min, "days_max": rate.days_max}
    free_above = None if rate.free_above is None else Money(rate.free_above, rate.currency)
    return DeliveryRate(rate.method_code, label, Money(rate.amount, rate.currency), free_above, **said)


def _options(rates: Iterable[DeliveryRate], goods: Money, weight_grams: int) -> list[ShippingOption]:
    """Of several weight steps the smallest that fits comes last and stays."""
    fitting = {
        rate.code: rate.option(goods)
        for rate in rates
        if rate.price.currency == goods.currency and rate.max_grams >= weight_grams
    }
    return sorted(fitting.values(), key=lambda option: option.price.amount)
