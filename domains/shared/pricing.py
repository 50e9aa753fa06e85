"""The words in which a priced cart is passed on: catalog prices it, orders adds shipping and tax."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, overload
from uuid import UUID

from msgspec import Struct

from .money import Money


class Why(Struct, frozen=True):
    """One branch of an explanation: what, how much it changed, and the reason in a shopper's words.

    Not `applied`: it was considered and changed nothing, and the reason says why not.
    """

    label: str
    amount: Money | None = None
    because: str = ""
    parts: Sequence["Why"] = ()
    applied: bool = True


class Told(Sequence[Why]):
    """Branches put into words when somebody reads them: of every cart that is priced few are ever explained."""

    def __init__(self, tell: Callable[[], tuple[Why, ...]]) -> None:
        self._tell = tell

    @cached_property
    def _branches(self) -> tuple[Why, ...]:
        return self._tell()

    @overload
    def __getitem__(self, place: int) -> Why: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Why, ...]: ...
    def __getitem__(self, place: int | slice) -> Why | tuple[Why, ...]:
        return self._branches[place]

    def __len__(self) -> int:
        return len(self._branches)

    def __iter__(self) -> Iterator[Why]:
        return iter(self._branches)

    def __eq__(self, other: object) -> bool:
        return self._branches == (tuple(other) if isinstance(other, Told) else other)

    def __hash__(self) -> int:
        return hash(self._branches)

    def __repr__(self) -> str:
        return repr(self._branches)


NOTHING_LOOKED_AT: Final = Why("Promotions")


class Saving(Struct, frozen=True):
    """What one promotion takes off, under the name that shoppers know; an order's or a delivery's as a whole."""

    promotion_id: UUID
    label: str
    amount: Money
    code: str | None = None
    shipping: bool = False


class Declined(Struct, frozen=True):
    """A code that was typed and does not count in this cart, and why not."""

    promotion_id: UUID
    label: str
    code: str
    because: str


@dataclass(frozen=True)
class PricedLine:
    """`unit` is the price of one after sales and tiers; `total` = unit × quantity − discount.

    `savings` are this line's own, without its part of what is taken off the order. `gift`: how many of the quantity
    are given on top of what the cart holds.
    """

    sku: str
    quantity: int
    unit: Money
    compare_at: Money | None
    discount: Money
    total: Money
    tax_class: str
    weight_grams: int
    why: Why
    lowest: Money | None = None
    savings: tuple[Saving, ...] = ()
    gift: int = 0

    @property
    def whole(self) -> Money:
        """Before promotions."""
        return self.unit * self.quantity


@dataclass(frozen=True)
class Priced:
    """A cart priced at one moment. `goods` = Σ line totals; shipping and tax are not in it yet.

    `shipping_discount` comes off the delivery, as far as that costs so much. `savings` are those of all promotions that
    apply, whole; `why` is what was considered for the cart.
    """

    currency: str
    lines: tuple[PricedLine, ...]
    goods: Money
    free_shipping: bool = False
    shipping_discount: Money | None = None
    savings: tuple[Saving, ...] = ()
    declined: tuple[Declined, ...] = ()
    why: Why = NOTHING_LOOKED_AT

    @property
    def discount(self) -> Money:
        return sum((line.discount for line in self.lines), Money.zero(self.currency))

    @property
    def weight_grams(self) -> int:
        return sum(line.weight_grams * line.quantity for line in self.lines)

    def postage(self, price: Money) -> Money:
        """What delivery at this price costs the shopper."""
        if self.free_shipping:
            return Money.zero(self.currency)
        off = self.shipping_discount or Money.zero(self.currency)
        return max(price - off, Money.zero(self.currency), key=lambda money: money.amount)
