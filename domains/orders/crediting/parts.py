"""What can still be given back of an order, and what a wish for it comes to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domains.shared.errors import Invalid
from domains.shared.money import Money, spread

from ..models import Order, OrderLine


@dataclass(frozen=True)
class CreditParts:
    """So many of each line (by id), and amounts in minor units: of the shipping, as goodwill on top, less a fee."""

    quantities: Mapping[UUID, int] = field(default_factory=dict)
    shipping: int = 0
    goodwill: int = 0
    fee: int = 0


@dataclass(frozen=True)
class Creditable:
    """Of one line, or of the shipping where there is none: its price with tax, and what of it is left."""

    line: OrderLine | None
    whole: int
    tax: int
    given: int
    units: int

    @property
    def left(self) -> int:
        return self.whole - self.given

    def price(self, units: int) -> int:
        """Of so many of the units that are left; the last takes what rounding has left over."""
        return self.left * units // self.units if self.units else 0

    def tax_of(self, amount: int) -> int:
        """Of the next so much that is given back: together with all before it never more than there was."""
        return self._tax_until(self.given + amount) - self._tax_until(self.given)

    def _tax_until(self, amount: int) -> int:
        return (2 * self.tax * amount + self.whole) // (2 * self.whole) if self.whole else 0


@dataclass(frozen=True)
class Credited:
    """What one part of a credit comes to, with its tax. In minor units."""

    line: OrderLine | None
    quantity: int
    amount: int
    tax: int


@dataclass(frozen=True)
class CreditQuote:
    lines: tuple[Credited, ...]
    shipping: Credited
    goodwill: Money
    fee: Money
    total: Money
    tax: Money


def creditable(order: Order) -> tuple[Creditable, ...]:
    """Every line in its order, and the shipping after them."""
    credits = [credit for credit in order.credits if credit.counts]
    amounts: dict[UUID, int] = {}
    units: dict[UUID, int] = {}
    for credit in credits:
        for line in credit.lines:
            amounts[line.order_line_id] = amounts.get(line.order_line_id, 0) + line.amount
            units[line.order_line_id] = units.get(line.order_line_id, 0) + line.quantity
    on_top = not order.tax_included
    lines = tuple(
        Creditable(
            line,
            line.total_amount + (line.tax_amount if on_top else 0),
            line.tax_amount,
            amounts.get(line.id, 0),
            line.quantity - units.get(line.id, 0),
        )
        for line in order.lines
    )
    tax = order.tax_amount - sum(line.tax_amount for line in order.lines)
    whole = order.shipping_amount + (tax if on_top else 0)
    return (*lines, Creditable(None, whole, tax, sum(credit.shipping_amount for credit in credits), 0))


def quote(order: Order, wish: CreditParts) -> CreditQuote:
    """Invalid, with the field that is to blame, for more than is left or for nothing at all."""
    left = creditable(order)
    if not wish.quantities.keys() <= {line.id for line in order.lines}:
        raise Invalid("This is not part of the order.")
    bases = [_base(part, order, wish) for part in left]
    amounts = _with_goodwill(left, bases, order, wish.goodwill)
    total = sum(amounts) - wish.fee
    if not sum(amounts):
        raise Invalid("Say what is given back.", {"amount": "Say what is given back."})
    if wish.fee < 0 or total <= 0:
        told = f"The fee has to be less than the {_told(sum(amounts), order)} that are given back."
        raise Invalid(told, {"fee": told})
    kept = spread(wish.fee, amounts)
    parts = [
        Credited(part.line, wish.quantities.get(part.line.id, 0) if part.line else 0, amount - fee, tax)
        for part, amount, fee in zip(left, amounts, kept, strict=True)
        for tax in [part.tax_of(amount - fee)]
    ]
    return CreditQuote(
        lines=tuple(part for part in parts[:-1] if part.quantity or part.amount),
        shipping=parts[-1],
        goodwill=Money(wish.goodwill, order.currency),
        fee=Money(wish.fee, order.currency),
        total=Money(total, order.currency),
        tax=Money(sum(part.tax for part in parts), order.currency),
    )


def _base(part: Creditable, order: Order, wish: CreditParts) -> int:
    """Before goodwill and fee."""
    if part.line is None:
        if not 0 <= wish.shipping <= part.left:
            told = f"At most {_told(part.left, order)} of the delivery can be given back."
            raise Invalid(told, {"shipping": told})
        return wish.shipping
    units = wish.quantities.get(part.line.id, 0)
    if not 0 <= units <= part.units:
        told = f"At most {part.units} of {part.line.title} can be given back."
        raise Invalid(told, {f"credit-{part.line.id}": told})
    return part.price(units)


def _with_goodwill(left: tuple[Creditable, ...], bases: list[int], order: Order, goodwill: int) -> list[int]:
    """Spread over all that is left after the goods and the shipping that are given back."""
    rest = [part.left - base for part, base in zip(left, bases, strict=True)]
    if not 0 <= goodwill <= sum(rest):
        told = f"At most {_told(sum(rest), order)} can still be refunded."
        raise Invalid(told, {"amount": told})
    if not goodwill:
        return bases
    return [base + extra for base, extra in zip(bases, spread(goodwill, rest), strict=True)]


def _told(amount: int, order: Order) -> str:
    money = Money(amount, order.currency)
    return f"{money.decimal} {money.currency}"
