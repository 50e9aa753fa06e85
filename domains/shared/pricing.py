"""The words in which a priced cart is passed on: catalog prices it, orders adds shipping and tax."""

from dataclasses import dataclass

from .money import Money


@dataclass(frozen=True)
class Why:
    """One branch of an explanation: what, how much it changed, and the reason in a shopper's words."""

    label: str
    amount: Money | None = None
    because: str = ""
    parts: tuple["Why", ...] = ()


@dataclass(frozen=True)
class PricedLine:
    """`unit` is the price of one after sales and tiers; `total` = unit × quantity − discount."""

    sku: str
    quantity: int
    unit: Money
    compare_at: Money | None
    discount: Money
    total: Money
    tax_class: str
    weight_grams: int
    why: Why


@dataclass(frozen=True)
class Priced:
    """A cart priced at one moment. `goods` = Σ line totals; shipping and tax are not in it yet."""

    currency: str
    lines: tuple[PricedLine, ...]
    goods: Money
    free_shipping: bool = False

    @property
    def discount(self) -> Money:
        return sum((line.discount for line in self.lines), Money.zero(self.currency))

    @property
    def weight_grams(self) -> int:
        return sum(line.weight_grams * line.quantity for line in self.lines)
