"""What a card shows of a product's prices: the lowest of its variants, made when the card is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ...shared.money import Money
from .inputs import PriceInputs, PriceListTerms
from .unit import PriceContext, unit_price


@dataclass(frozen=True)
class ShelfPrice:
    """`lowest` is that of the 30 days before `compare_at` was reduced; `varies`: other variants cost other amounts;
    `until`: when the answer may be another."""

    price_from: Money
    compare_at: Money | None
    lowest: Money | None
    varies: bool
    until: datetime | None


def shelf_price(
    inputs: Iterable[PriceInputs],
    at: datetime,
    lists: Mapping[UUID, PriceListTerms],
    groups: frozenset[str] = frozenset(),
) -> ShelfPrice:
    every = list(inputs)
    if all(map(_plain, every)):
        return _of_plain(every)
    prices = [unit_price(each, PriceContext(at, groups=groups, lists=lists)) for each in every]
    least = min(prices, key=lambda each: each.price.amount)
    return ShelfPrice(
        price_from=least.price,
        compare_at=least.compare_at,
        lowest=least.lowest,
        varies=len({each.price for each in prices}) > 1,
        until=min((each.until for each in prices if each.until), default=None),
    )


def _plain(inputs: PriceInputs) -> bool:
    """Nothing but a price, as most are: it is the same for everybody at any moment."""
    struck = inputs.compare_at is not None and inputs.compare_at > inputs.regular
    return not (struck or inputs.sales or inputs.listed or inputs.tiers)


def _of_plain(every: Sequence[PriceInputs]) -> ShelfPrice:
    least = min(every, key=lambda each: each.regular)
    price_from = Money(least.regular, least.currency)
    varies = any(each.regular != least.regular or each.currency != least.currency for each in every)
    return ShelfPrice(price_from, compare_at=None, lowest=None, varies=varies, until=None)
