"""A cart beside today's prices and stock, as its shopper sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from domains import orders
from domains.shared import clock
from domains.shared.money import Money
from domains.shared.pricing import Priced, PricedLine

from .contents import Part
from .pricing import PricedCart

FEW: Final = 5  # up to so many are counted before everybody


@dataclass(frozen=True)
class ShownLine:
    """A cart line beside today's price and stock. `priced` and `one`, what everybody pays for one of it today, are
    absent once the product is no longer for sale. `misfit`: why so many cannot be ordered, though they lie there.
    `awaited`: they do not lie there yet, or not all of them. `parts`: what a bundle is made of."""

    line: orders.CartLine
    priced: PricedLine | None
    left: int
    one: Money | None = None
    misfit: str = ""
    awaited: orders.Awaited | None = None
    parts: tuple[Part, ...] = ()

    @property
    def told(self) -> str:
        """Another one as soon as there is something else to say of how many are left."""
        return "gone" if self.gone else str(max(0, min(self.left, max(FEW + 1, self.line.quantity))))

    @property
    def scarce(self) -> bool:
        return self.left <= FEW

    @property
    def gone(self) -> bool:
        return self.priced is None

    @property
    def short(self) -> bool:
        return not self.gone and self.left < self.line.quantity

    @property
    def stuck(self) -> bool:
        """Whether it has to be changed before anything can be ordered."""
        return self.gone or self.short or bool(self.misfit)

    @property
    def unit(self) -> Money:
        return self.priced.unit if self.priced else self.line.unit

    @property
    def total(self) -> Money:
        """Before promotions, and without what is given on top."""
        return self.unit * self.line.quantity

    @property
    def price_was(self) -> Money | None:
        """The price at which it was put in the cart, where today's differs."""
        return self.line.unit if self.one is not None and self.one != self.line.unit else None


@dataclass(frozen=True)
class ShownCart:
    cart: orders.Cart | None
    lines: tuple[ShownLine, ...]
    pricing: PricedCart

    @property
    def priced(self) -> Priced:
        return self.pricing.priced

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Every code in the cart, with the reason where it changes nothing now."""
        told = {**self.pricing.refused, **{each.code: each.because for each in self.priced.declined}}
        return tuple((code, told.get(code, "")) for code in self.cart.codes) if self.cart else ()

    @property
    def stock_told(self) -> str:
        return "-".join(line.told for line in self.lines)

    def stocked(self, left: Mapping[str, int]) -> "ShownCart":
        """The same with so many left by now; what it costs is not counted anew."""
        return replace(self, lines=tuple(replace(line, left=left[line.line.sku]) for line in self.lines))

    def delivered(self, way: orders.ShippingOption) -> "ShownCart":
        """Priced again with the delivery that is chosen."""
        pricing = self.pricing.delivered(way)
        by_sku = {line.sku: line for line in pricing.priced.lines}
        lines = tuple(replace(line, priced=by_sku.get(line.line.sku)) for line in self.lines)
        return ShownCart(self.cart, lines, pricing)

    @property
    def count(self) -> int:
        return self.cart.count if self.cart else 0

    @property
    def waiting(self) -> orders.WaitingOrder | None:
        """Its order, while everything in it is kept for that."""
        pending = self.cart.pending if self.cart else None
        return pending if pending and pending.pay_until > clock.now() else None

    @cached_property
    def prices_changed(self) -> tuple[ShownLine, ...]:
        return tuple(line for line in self.lines if line.price_was is not None)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.lines) and not any(line.stuck for line in self.lines)
