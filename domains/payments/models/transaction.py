"""The append-only ledger of money."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import new_id
from domains.shared.money import Money

from ..database import Base
from .kinds import BY_CUSTOMER


class TransactionKind(StrEnum):
    CAPTURED = "captured"
    REFUNDED = "refunded"
    REFUND_RETURNED = "refund_returned"  # the bank sent a refund back: the money is ours again


class Transaction(Base):
    """A row of the money ledger, never updated, never deleted: one per thing that happened to money at Stripe."""

    __tablename__ = "transactions"
    __table_args__ = (
        one_of("kind", TransactionKind),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.ForeignKeyConstraint(["customer_id", "attempt_id"], ["attempts.customer_id", "attempts.id"]),
        sa.UniqueConstraint("customer_id", "kind", "stripe_id"),
        sa.Index("ix_transactions_order", "customer_id", "order_id"),
        {"info": BY_CUSTOMER},
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    attempt_id: Mapped[UUID]
    order_id: Mapped[UUID]
    kind: Mapped[TransactionKind] = mapped_column(sa.Text)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.CHAR(3))
    stripe_id: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=sa.func.now())

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
