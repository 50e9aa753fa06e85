"""Credits: what of an order's price its buyer no longer owes, and gets back."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared import clock
from domains.shared.ids import new_id
from domains.shared.money import Money

from ..database import Base
from .columns import DISTRIBUTED, Amount, Currency, of_order


class OrderCredit(Base):
    """Amounts as the buyer paid them, tax and all. `goodwill` and `fee` say what of the lines and of the shipping was
    given or kept beside the goods. The refund in payments has the same id; `refused` says why there is none."""

    __tablename__ = "order_credits"
    __table_args__ = (
        of_order(),
        sa.CheckConstraint("total_amount > 0", name="total"),
        sa.CheckConstraint("shipping_amount >= 0 AND goodwill_amount >= 0 AND fee_amount >= 0", name="amounts"),
        sa.CheckConstraint("tax_amount BETWEEN 0 AND total_amount", name="tax"),
        sa.Index("ix_order_credits_order", "customer_id", "order_id"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    shipping_amount: Mapped[Amount]
    shipping_tax_amount: Mapped[Amount]
    goodwill_amount: Mapped[Amount]
    fee_amount: Mapped[Amount]
    total_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    currency: Mapped[Currency]
    reason: Mapped[str]
    actor: Mapped[str]
    refused: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    lines: Mapped[list["OrderCreditLine"]] = relationship(lazy="raise", order_by="OrderCreditLine.id")

    @property
    def counts(self) -> bool:
        return self.refused is None

    @property
    def total(self) -> Money:
        return Money(self.total_amount, self.currency)


class OrderCreditLine(Base):
    """`quantity` is 0 where money is given back for a line and none of its goods."""

    __tablename__ = "order_credit_lines"
    __table_args__ = (
        sa.ForeignKeyConstraint(["customer_id", "credit_id"], ["order_credits.customer_id", "order_credits.id"]),
        sa.ForeignKeyConstraint(["customer_id", "order_line_id"], ["order_lines.customer_id", "order_lines.id"]),
        sa.UniqueConstraint("customer_id", "credit_id", "order_line_id"),
        sa.CheckConstraint("quantity >= 0 AND amount >= 0 AND tax_amount BETWEEN 0 AND amount", name="amounts"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    credit_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    quantity: Mapped[int]
    amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    currency: Mapped[Currency]
