"""What an order knows of money: which payments arrived for it and what was given back."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.money import Money

from ..database import Base
from ..states import Receipt, RefundStatus
from .columns import DISTRIBUTED, Amount, Choice, Currency, of_order


class OrderPayment(Base):
    """One row per payment attempt that succeeded, whether the order could take it or not."""

    __tablename__ = "order_payments"
    __table_args__ = (
        of_order(),
        one_of("receipt", Receipt),
        sa.Index(
            "uq_order_payments_accepted",
            "customer_id",
            "order_id",
            unique=True,
            postgresql_where=sa.text("receipt = 'accepted'"),
        ),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(primary_key=True)
    receipt: Mapped[Receipt] = mapped_column(Choice(Receipt))
    amount: Mapped[Amount]
    currency: Mapped[Currency]
    arrived_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class OrderRefund(Base):
    """One row per refund that Stripe decided on. `told_by` is the youngest fact about it: a bank may send the money
    of a refund back later, and the two facts may arrive in either order."""

    __tablename__ = "order_refunds"
    __table_args__ = (
        of_order(),
        one_of("status", RefundStatus),
        sa.CheckConstraint("amount > 0", name="amount"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    refund_id: Mapped[UUID] = mapped_column(primary_key=True)
    amount: Mapped[Amount]
    currency: Mapped[Currency]
    refunded_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    status: Mapped[RefundStatus] = mapped_column(Choice(RefundStatus), server_default="succeeded")
    told_by: Mapped[UUID | None]

    @property
    def failed(self) -> bool:
        return self.status == RefundStatus.FAILED

    def hear(self, status: RefundStatus, event_id: UUID | None) -> bool:
        """Whether it was news. Both facts are of one outbox, so the larger id is the younger fact."""
        if status == self.status or (event_id and self.told_by and event_id < self.told_by):
            return False
        self.status, self.told_by = status, event_id or self.told_by
        return True
