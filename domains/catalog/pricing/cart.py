"""What a cart costs before shipping and tax, and why. Pure: the same lines and moment give the same answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...shared.money import Money, total
from ...shared.pricing import Priced, PricedLine, Why
from ..offers import Offer


@dataclass(frozen=True)
class LineSnapshot:
    """A cart line as it was read: what pricing needs to know of it."""

    sku: str
    quantity: int
    price: Money
    compare_at: Money | None = None
    title: str = ""
    tax_class: str = "standard"
    weight_grams: int = 0

    @classmethod
    def of(cls, offer: Offer, quantity: int) -> "LineSnapshot":
        return cls(
            sku=offer.sku,
            quantity=quantity,
            price=offer.price,
            compare_at=offer.compare_at,
            title=offer.title,
            tax_class=offer.tax_class,
            weight_grams=offer.weight_grams if offer.requires_shipping else 0,
        )


@dataclass(frozen=True)
class PricingContext:
    at: datetime
    currency: str


def price(lines: Sequence[LineSnapshot], context: PricingContext) -> Priced:
    """ValueError when a line is not in the context's currency or its quantity is not positive."""
    priced = tuple(_line(line, context) for line in lines)
    return Priced(context.currency, priced, goods=total((line.total for line in priced), context.currency))


def _line(line: LineSnapshot, context: PricingContext) -> PricedLine:
    if line.price.currency != context.currency:
        raise ValueError(f"{line.sku} is priced in {line.price.currency}, not {context.currency}")
    if line.quantity < 1:
        raise ValueError(f"{line.quantity} of {line.sku} cannot be priced")
    compare_at = line.compare_at if line.compare_at is not None and line.compare_at > line.price else None
    whole = line.price * line.quantity
    return PricedLine(
        sku=line.sku,
        quantity=line.quantity,
        unit=line.price,
        compare_at=compare_at,
        discount=Money.zero(context.currency),
        total=whole,
        tax_class=line.tax_class,
        weight_grams=line.weight_grams,
        why=Why(line.title or line.sku, whole, parts=_reasons(line, compare_at)),
    )


def _reasons(line: LineSnapshot, compare_at: Money | None) -> tuple[Why, ...]:
    if compare_at is None:
        return (Why("Price", line.price * line.quantity, f"{line.quantity} at the regular price"),)
    saved = (line.price - compare_at) * line.quantity
    return (
        Why("Regular price", compare_at * line.quantity, f"{line.quantity} at the price before the sale"),
        Why("Sale", saved, "Reduced in price"),
    )
