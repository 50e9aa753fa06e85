"""A cart: what a shopper means to buy, and where it should go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared import clock
from domains.shared.addresses import Address, AddressColumn
from domains.shared.columns import one_of
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.money import Money, total
from domains.shared.settings import settings

from ..database import Base
from ..states import CartStatus
from .cart_item import CartItem
from .columns import DISTRIBUTED, Amount, Choice, Codes, Currency, Options, of_cart
from .waiting import WaitingOrder

MOST_OF_ONE: Final = 999
MOST_LINES: Final = 100
MOST_CODES: Final = 10
FULL: Final = f"A cart holds at most {MOST_LINES} different things."
BETWEEN: Final = f"You can have between {{}} and {MOST_OF_ONE} of one thing."


class Cart(Base):
    __tablename__ = "carts"
    __allow_unmapped__ = True  # for pending, which is asked of the orders and never stored
    __table_args__ = (
        sa.Index("uq_carts_active", "customer_id", unique=True, postgresql_where=sa.text("status = 'active'")),
        one_of("status", CartStatus),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    status: Mapped[CartStatus] = mapped_column(Choice(CartStatus), default=CartStatus.ACTIVE)
    version: Mapped[int] = mapped_column(default=1)
    email: Mapped[str | None]
    shipping_address: Mapped[Address | None] = mapped_column(AddressColumn)
    billing_address: Mapped[Address | None] = mapped_column(AddressColumn)  # where it differs
    shipping_code: Mapped[str | None]
    codes: Mapped[Codes] = mapped_column(default=list, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    lines: Mapped[list["CartLine"]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="CartLine.id")

    pending: WaitingOrder | None = None

    @property
    def pending_order_id(self) -> UUID | None:
        return self.pending.id if self.pending else None

    @property
    def currency(self) -> str:
        return self.lines[0].currency if self.lines else settings().shop_currency

    @property
    def goods(self) -> Money:
        """What the lines cost at the prices they were put in with."""
        return total((line.line_total for line in self.lines), self.currency)

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    def add(self, item: CartItem, quantity: int) -> None:
        """Merge into the line of the same SKU, which then shows what the catalogue says now."""
        self.check_addition(item, quantity)
        self.lines = self._priced_in(item.unit.currency)
        line = next((line for line in self.lines if line.sku == item.sku), None)
        if line is None:
            line = CartLine(id=new_id(), sku=item.sku, quantity=0)
            self.lines.append(line)
        line.quantity += quantity
        line.show(item)
        self.touch()

    def fill(self, wanted: Sequence[tuple[CartItem, int]]) -> dict[str, str]:
        """Each up to so many: what it holds already is not doubled. By SKU why it does not take something."""
        refused = self.refusals(wanted)
        for item, quantity in wanted:
            more = quantity - sum(line.quantity for line in self.lines if line.sku == item.sku)
            if more > 0 and item.sku not in refused:
                self.add(item, more)
        return refused

    def change(self, line_id: UUID, quantity: int) -> None:
        """Zero removes the line."""
        line = self.check_change(line_id, quantity)
        if quantity == 0:
            self.lines.remove(line)
            self.touch()
        elif quantity != line.quantity:
            line.quantity = quantity
            self.touch()

    def check_addition(self, item: CartItem, quantity: int) -> None:
        """Invalid for what `add` would refuse."""
        _check(quantity, at_least=1)
        held = {line.sku: line.quantity for line in self._priced_in(item.unit.currency)}
        if item.sku not in held and len(held) >= MOST_LINES:
            raise Invalid(FULL)
        _check(held.get(item.sku, 0) + quantity, at_least=1)

    def refusals(self, wanted: Sequence[tuple[CartItem, int]]) -> dict[str, str]:
        """By SKU why `fill` would leave some of these out; all are in one currency."""
        refused: dict[str, str] = {}
        held = {line.sku for item, _ in wanted[:1] for line in self._priced_in(item.unit.currency)}
        for item, quantity in wanted:
            if item.sku not in held and len(held) >= MOST_LINES:
                refused[item.sku] = FULL
            elif quantity > MOST_OF_ONE:
                refused[item.sku] = BETWEEN.format(1)
            else:
                held.add(item.sku)
        return refused

    def check_change(self, line_id: UUID, quantity: int) -> "CartLine":
        """The line, where `change` would not refuse."""
        _check(quantity, at_least=0)
        return self.line(line_id)

    def recode(self, now: Mapping[str, str]) -> None:
        """Lines whose variants bear another SKU by now. Two that turn out to be one thing become one line."""
        for line in [line for line in self.lines if line.sku in now]:
            same = next((each for each in self.lines if each.sku == now[line.sku]), None)
            if same is None:
                line.sku = now[line.sku]
            else:
                same.quantity = min(same.quantity + line.quantity, MOST_OF_ONE)
                self.lines.remove(line)
            self.touch()

    def take_in(self, other: "Cart", left: Mapping[str, int]) -> None:
        """All of another cart. What both hold becomes the sum, as far as so many are `left`, and never less than the
        larger of the two; no line is lost, even where a cart would take no more."""
        currency = settings().shop_currency
        self.lines = self._priced_in(currency)
        held = {line.sku: line for line in self.lines}
        for line in other._priced_in(currency):
            same = held.get(line.sku)
            if same is None:
                same = CartLine(id=new_id(), sku=line.sku, quantity=0)
                same.show(line.item)
                self.lines.append(same)
            most = max(same.quantity, line.quantity, left.get(line.sku, 0))
            same.quantity = min(same.quantity + line.quantity, most, MOST_OF_ONE)
        self.codes = list(dict.fromkeys([*self.codes, *other.codes]))[:MOST_CODES]
        if self.shipping_address is None:
            self.email, self.shipping_code = other.email, other.shipping_code
            self.shipping_address, self.billing_address = other.shipping_address, other.billing_address
        self.touch()

    def reprice(self, prices: Mapping[str, Money]) -> None:
        changed = [line for line in self.lines if prices.get(line.sku, line.unit) != line.unit]
        for line in changed:
            line.unit_amount, line.currency = prices[line.sku].amount, prices[line.sku].currency
        if changed:
            self.touch()

    def enter(self, code: str) -> None:
        """A coupon code, as the shop writes it; entered twice it stands there once."""
        if code in self.codes:
            return
        if len(self.codes) >= MOST_CODES:
            told = f"A cart holds at most {MOST_CODES} codes."
            raise Invalid(told, {"code": told})
        self.codes = [*self.codes, code]
        self.touch()

    def take_out(self, code: str) -> None:
        if code in self.codes:
            self.codes = [each for each in self.codes if each != code]
            self.touch()

    def line(self, line_id: UUID) -> "CartLine":
        for line in self.lines:
            if line.id == line_id:
                return line
        raise NotFound("This is not in your cart any more.")

    def _priced_in(self, currency: str) -> list["CartLine"]:
        """After the shop has changed its currency, the old prices mean nothing."""
        return [line for line in self.lines if line.currency == currency]

    def touch(self) -> None:
        self.version += 1
        self.updated_at = clock.now()


class CartLine(Base):
    __tablename__ = "cart_lines"
    __table_args__ = (
        of_cart(),
        sa.UniqueConstraint("customer_id", "cart_id", "sku"),
        sa.CheckConstraint(f"quantity BETWEEN 1 AND {MOST_OF_ONE}", name="quantity"),
        sa.CheckConstraint("unit_amount >= 0", name="unit_amount"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cart_id: Mapped[UUID]
    sku: Mapped[str]
    slug: Mapped[str]
    title: Mapped[str]
    options: Mapped[Options]
    image: Mapped[str | None]
    alt: Mapped[str]
    quantity: Mapped[int]
    unit_amount: Mapped[Amount]
    currency: Mapped[Currency]

    @property
    def unit(self) -> Money:
        return Money(self.unit_amount, self.currency)

    @property
    def line_total(self) -> Money:
        return self.unit * self.quantity

    @property
    def item(self) -> CartItem:
        return CartItem(self.sku, self.slug, self.title, self.options, self.image, self.alt, self.unit)

    def show(self, item: CartItem) -> None:
        self.slug, self.title, self.options = item.slug, item.title, item.options
        self.image, self.alt = item.image, item.alt
        self.unit_amount, self.currency = item.unit.amount, item.unit.currency


def _check(quantity: int, *, at_least: int) -> None:
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not at_least <= quantity <= MOST_OF_ONE:
        message = BETWEEN.format(at_least)
        raise Invalid(message, {"quantity": message})
