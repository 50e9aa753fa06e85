"""Where we deliver, by which method and for how much."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.money import Money
from domains.shared.settings import settings

from .arrival import Arrival, arrival
from .database import database
from .models import Cart, ShippingMethod, ShippingRate, ZoneCountry, country_name


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


async def countries() -> list[Country]:
    """All we deliver to, by name."""
    async with database.reading() as session:
        codes = (await session.execute(sa.select(ZoneCountry.country))).scalars()
        return sorted((Country(code, country_name(code)) for code in codes), key=lambda country: country.name)


async def shipping_options(country: str, goods: Money, weight_grams: int) -> list[ShippingOption]:
    """The cheapest way first; none for a country we do not deliver to or a parcel too heavy for every method."""
    rates = (
        sa.select(ShippingRate, ShippingMethod.label)
        .join(ShippingMethod, ShippingMethod.code == ShippingRate.method_code)
        .join(ZoneCountry, ZoneCountry.zone_code == ShippingRate.zone_code)
        .where(
            ZoneCountry.country == country,
            ShippingRate.currency == goods.currency,
            ShippingRate.max_grams >= weight_grams,
        )
        .order_by(ShippingMethod.position, ShippingRate.max_grams.desc())
    )
    async with database.reading() as session:
        # of several weight steps the smallest that fits comes last and stays
        fitting = {rate.method_code: _option(rate, label, goods) for rate, label in await session.execute(rates)}
    return sorted(fitting.values(), key=lambda option: option.price.amount)


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


def _option(rate: ShippingRate, label: str, goods: Money) -> ShippingOption:
    free = rate.free_above is not None and goods.amount >= rate.free_above
    price = Money(0 if free else rate.amount, rate.currency)
    return ShippingOption(rate.method_code, label, price, rate.days_min, rate.days_max)
