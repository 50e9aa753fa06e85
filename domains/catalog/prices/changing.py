"""What staff do to prices. Every change is written together with its entry in the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.money import Money
from ..models import Product, Sale, Tier, Variant
from ..products.status import changed
from .tiers import misfit

HIGHEST: Final = 99_999_999  # minor units: what Stripe charges at most in one payment
MOST_TIERS: Final = 10
MOST_SALES: Final = 50


@dataclass(frozen=True)
class VariantPrices:
    """All that is edited together; `cost` is what the shop pays for one."""

    price: Money
    compare_at: Money | None = None
    cost: Money | None = None
    tiers: Sequence[Tier] = ()


async def change_price(
    product_id: UUID,
    variant_id: UUID,
    price: Money,
    compare_at: Money | None,
    *,
    revision: UUID | None = None,
    actor: str = "",
) -> Product:
    """`revision` is the product's when the form was shown: Conflict when it has changed since."""

    def change(product: Product) -> bool:
        variant = product.variant_by_id(variant_id)
        _check_price(product, price, compare_at)
        if (variant.price, variant.compare_at) == (price, compare_at):
            return False
        variant.price, variant.compare_at = price, compare_at
        if dearer := misfit(variant):
            told = f"From {dearer[1]} on one would cost no less. Change the prices by quantity first."
            raise Invalid(told, {"price": told})
        return True

    return await changed(product_id, revision, change, actor=actor)


async def change_prices(
    product_id: UUID, variant_id: UUID, prices: VariantPrices, *, revision: UUID | None = None, actor: str = ""
) -> Product:
    """Regular price, the one struck through, cost and tiers at once; Invalid names the field at fault."""

    def change(product: Product) -> bool:
        variant = product.variant_by_id(variant_id)
        _check_price(product, prices.price, prices.compare_at)
        _check_amount(product, prices.cost, "cost")
        tiers = _checked_tiers(product, prices)
        before = (variant.price, variant.compare_at, variant.cost, variant.tiers)
        variant.price, variant.compare_at, variant.cost, variant.tiers = (
            prices.price,
            prices.compare_at,
            prices.cost,
            tiers,
        )
        return before != (variant.price, variant.compare_at, variant.cost, variant.tiers)

    return await changed(product_id, revision, change, actor=actor)


async def add_sale(
    product_id: UUID,
    variant_id: UUID,
    price: Money,
    starts_at: datetime,
    ends_at: datetime | None,
    *,
    revision: UUID | None = None,
    actor: str = "",
) -> Product:
    """Another price from one moment to another, beginning now or later; open-ended without `ends_at`."""

    def change(product: Product) -> bool:
        variant = product.variant_by_id(variant_id)
        _check_amount(product, price, "sale_price")
        _check_sale(variant, price, starts_at, ends_at)
        variant.sales = sorted(
            [*variant.sales, Sale(price=price, starts_at=max(starts_at, clock.now()), ends_at=ends_at)],
            key=lambda sale: sale.starts_at,
        )
        return True

    return await changed(product_id, revision, change, actor=actor)


async def end_sale(
    product_id: UUID, variant_id: UUID, sale_id: UUID, *, revision: UUID | None = None, actor: str = ""
) -> Product:
    """One that has begun ends now and is remembered; one that has not is taken back. Twice changes nothing more."""

    def change(product: Product) -> bool:
        variant, now = product.variant_by_id(variant_id), clock.now()
        sale = next((each for each in variant.sales if each.id == sale_id), None)
        if sale is None or (sale.ends_at is not None and sale.ends_at <= now):
            return False
        if sale.starts_at >= now:
            variant.sales = [each for each in variant.sales if each.id != sale_id]
        else:
            sale.ends_at = now
        return True

    return await changed(product_id, revision, change, actor=actor)


def _check_price(product: Product, price: Money, compare_at: Money | None) -> None:
    _check_amount(product, price, "price")
    if compare_at is not None and (compare_at.currency != price.currency or compare_at <= price):
        raise Invalid(
            "The price before the sale must be higher than the price.",
            {"compare_at": "Leave it empty, or give a higher amount."},
        )


def _check_amount(product: Product, amount: Money | None, field: str) -> None:
    if amount is None:
        return
    if not product.in_currency(amount.currency):
        raise Invalid("This price is in another currency.", {field: f"Give an amount in {product.currency}."})
    if not 0 <= amount.amount <= HIGHEST:
        raise Invalid("This price cannot be charged.", {field: "Give an amount that is not negative and not larger."})


def _checked_tiers(product: Product, prices: VariantPrices) -> list[Tier]:
    """By rising quantity; each costs less than the one before."""
    tiers = sorted(prices.tiers, key=lambda tier: tier.quantity)
    last: tuple[int, Money] = (1, prices.price)
    wrong: Mapping[str, str] = {}
    for place, tier in enumerate(tiers):
        _check_amount(product, tier.price, f"tier_price_{place}")
        if tier.quantity <= last[0]:
            wrong = {f"tier_quantity_{place}": "Give a quantity of 2 or more, and each only once."}
        elif tier.price >= last[1]:
            wrong = {f"tier_price_{place}": "Give less than one costs in smaller quantities."}
        if wrong:
            raise Invalid("A price by quantity does not fit the others.", wrong)
        last = (tier.quantity, tier.price)
    if len(tiers) > MOST_TIERS:
        raise Invalid(f"There can be at most {MOST_TIERS} prices by quantity.")
    return tiers


def _check_sale(variant: Variant, price: Money, starts_at: datetime, ends_at: datetime | None) -> None:
    if price >= variant.price:
        raise Invalid("A sale costs less.", {"sale_price": "Give less than the regular price."})
    if ends_at is not None and ends_at <= max(starts_at, clock.now()):
        raise Invalid("The sale would end before it begins.", {"ends_at": "Give a later moment."})
    if len(variant.sales) >= MOST_SALES:
        raise Invalid(f"There can be at most {MOST_SALES} sales of one variant.")
