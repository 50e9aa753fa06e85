"""What exactly was bought, frozen when it was ordered: names, picture, price and tax; only what has been sent grows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.ids import new_id
from domains.shared.money import Money

from ..database import Base
from .columns import DISTRIBUTED, Amount, Currency, Options, of_order


@dataclass(frozen=True)
class Awaited:
    """Goods that are not there when they are ordered: expected on `due_on`, which with `preorder` is when they come
    out; None where nobody knows."""

    due_on: date | None = None
    preorder: bool = False


class OrderLine(Base):
    __tablename__ = "order_lines"
    __table_args__ = (
        of_order(),
        sa.UniqueConstraint("customer_id", "order_id", "sku"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("unit_amount >= 0 AND discount_amount >= 0 AND tax_amount >= 0", name="amounts"),
        sa.CheckConstraint("total_amount = unit_amount * quantity - discount_amount", name="total"),
        sa.CheckConstraint("fulfilled_quantity BETWEEN 0 AND quantity", name="fulfilled"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID]
    position: Mapped[int]
    sku: Mapped[str]
    slug: Mapped[str]
    title: Mapped[str]
    options: Mapped[Options]
    image: Mapped[str | None]
    alt: Mapped[str]
    quantity: Mapped[int]
    fulfilled_quantity: Mapped[int] = mapped_column(default=0)
    weight_grams: Mapped[int]
    unit_amount: Mapped[Amount]
    discount_amount: Mapped[Amount]
    total_amount: Mapped[Amount]
    tax_class: Mapped[str]
    tax_rate: Mapped[Decimal] = mapped_column(sa.Numeric(6, 4))
    tax_amount: Mapped[Amount]
    currency: Mapped[Currency]
    was_awaited: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    due_on: Mapped[date | None]
    preorder: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    @property
    def awaited(self) -> Awaited | None:
        """What was said of it when it was ordered."""
        return Awaited(self.due_on, self.preorder) if self.was_awaited else None

    @property
    def unit(self) -> Money:
        return Money(self.unit_amount, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_amount, self.currency)

    @property
    def whole(self) -> Money:
        """Before discounts."""
        return self.unit * self.quantity

    @property
    def line_total(self) -> Money:
        return Money(self.total_amount, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_amount, self.currency)

    @property
    def open_quantity(self) -> int:
        """How many are still to be sent."""
        return self.quantity - self.fulfilled_quantity

    @property
    def sent(self) -> bool:
        """At least one has left us."""
        return self.fulfilled_quantity > 0

    @property
    def options_text(self) -> str:
        return ", ".join(f"{name}: {value}" for name, value in self.options.items())


class OrderTaxLine(Base):
    """Tax of one rate over the whole order, shipping included."""

    __tablename__ = "order_tax_lines"
    __table_args__ = (
        of_order(),
        sa.UniqueConstraint("customer_id", "order_id", "label", "rate"),
        sa.CheckConstraint("base_amount >= 0 AND tax_amount >= 0", name="amounts"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID]
    label: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(sa.Numeric(6, 4))
    base_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    currency: Mapped[Currency]

    @property
    def base(self) -> Money:
        return Money(self.base_amount, self.currency)

    @property
    def amount(self) -> Money:
        return Money(self.tax_amount, self.currency)
