"""Money on its way back."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import again
from domains.shared.money import Money

from ..database import Base
from .kinds import BY_CUSTOMER


class RefundStatus(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Refund(Base):
    """Money on its way back, written down before Stripe is asked; its id is part of Stripe's idempotency key.

    One that failed may be tried again as a refund of its own: `repetition` counts how often that was done before, and
    `again_at` is when the clock does so; None where only a person can tell whether it makes sense."""

    __tablename__ = "refunds"
    __table_args__ = (
        one_of("status", RefundStatus),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.ForeignKeyConstraint(["customer_id", "attempt_id"], ["attempts.customer_id", "attempts.id"]),
        sa.UniqueConstraint("customer_id", "stripe_refund_id"),
        sa.Index("ix_refunds_attempt", "customer_id", "attempt_id"),
        sa.Index("ix_refunds_quiet", "heard_at", postgresql_where=sa.text("status = 'pending'")),
        sa.Index("ix_refunds_again", "again_at", postgresql_where=sa.text("again_at IS NOT NULL")),
        {"info": BY_CUSTOMER},
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID]
    order_id: Mapped[UUID]
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.CHAR(3))
    status: Mapped[RefundStatus] = mapped_column(sa.Text, default=RefundStatus.PENDING)
    reason: Mapped[str]
    actor: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    stripe_refund_id: Mapped[str | None]
    failure: Mapped[str | None]
    repetition: Mapped[int] = mapped_column(default=0, server_default="0")
    again_at: Mapped[datetime | None]
    heard_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def pending(self) -> bool:
        return self.status == RefundStatus.PENDING

    @property
    def failed(self) -> bool:
        return self.status == RefundStatus.FAILED

    @property
    def next_id(self) -> UUID:
        """Of the refund that tries this one again: follows from this one's, so that there is one."""
        return again(self.id)
