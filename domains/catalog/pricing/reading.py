"""From a variant to what its price is made of."""

from datetime import datetime, timedelta

from ...shared.money import Money
from ..models import PriceMark, Variant
from .inputs import ListedInput, Mark, PriceInputs, SaleInput, TierInput
from .unit import REFERENCE


def inputs_of(variant: Variant) -> PriceInputs:
    return PriceInputs(
        currency=variant.price.currency,
        regular=variant.price.amount,
        compare_at=_amount(variant.compare_at),
        tiers=tuple(TierInput(tier.quantity, tier.price.amount) for tier in variant.tiers),
        sales=tuple(
            SaleInput(amount=sale.price.amount, starts_at=sale.starts_at, ends_at=sale.ends_at)
            for sale in variant.sales
        ),
        listed=tuple(
            ListedInput(
                list_id=entry.list_id,
                amount=entry.price.amount,
                quantity=entry.quantity,
                starts_at=entry.starts_at,
                ends_at=entry.ends_at,
            )
            for entry in variant.list_prices
        ),
        trail=tuple(_mark(mark) for mark in variant.trail),
    )


def needed_from(variant: Variant, now: datetime) -> datetime:
    """Prices that were over before this moment are asked for by no reduction of now or later."""
    begun = [sale.starts_at for sale in variant.sales if sale.ends_at is None or sale.ends_at > now]
    reduced = [variant.trail[-1].at] if variant.trail else []
    return min([now, *begun, *reduced]) - REFERENCE - timedelta(days=1)


def _mark(mark: PriceMark) -> Mark:
    return Mark(at=mark.at, amount=mark.price.amount, compare_at=_amount(mark.compare_at))


def _amount(money: Money | None) -> int | None:
    return money.amount if money is not None else None
