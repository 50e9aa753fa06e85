"""A try to be paid for an order."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import new_id
from domains.shared.money import Money

from ..database import Base
from .kinds import BY_CUSTOMER

LIVE = sa.text("status IN ('created', 'open', 'processing', 'authorized')")


class AttemptStatus(StrEnum):
    CREATED = "created"
    OPEN = "open"
    PROCESSING = "processing"
    AUTHORIZED = "authorized"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


CLOSED = (AttemptStatus.FAILED, AttemptStatus.CANCELLED, AttemptStatus.EXPIRED)
WAITING = (AttemptStatus.CREATED, AttemptStatus.OPEN, AttemptStatus.PROCESSING, AttemptStatus.AUTHORIZED)
# A step forward only; a payment that succeeds after all wins over every way of having been closed.
STEPS = {
    AttemptStatus.CREATED: 0,
    AttemptStatus.OPEN: 1,
    AttemptStatus.PROCESSING: 2,
    AttemptStatus.AUTHORIZED: 3,
    **dict.fromkeys(CLOSED, 4),
    AttemptStatus.SUCCEEDED: 5,
}


class Attempt(Base):
    """One try to be paid for an order, counted from 1. `request` is what Stripe is asked for, on retries too."""

    __tablename__ = "attempts"
    __table_args__ = (
        one_of("status", AttemptStatus),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("refunded >= 0 AND refunding >= 0", name="refunds"),
        sa.CheckConstraint("refunded + refunding <= captured", name="refund_cap"),
        sa.Index("uq_attempts_live", "customer_id", "order_id", unique=True, postgresql_where=LIVE),
        sa.UniqueConstraint("customer_id", "order_id", "ordinal"),
        sa.Index("ix_attempts_quiet", "heard_at", postgresql_where=LIVE),
        {"info": BY_CUSTOMER},
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID]
    ordinal: Mapped[int]
    number: Mapped[str]
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.CHAR(3))
    status: Mapped[AttemptStatus] = mapped_column(sa.Text, default=AttemptStatus.CREATED)
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    idempotency_key: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    expires_at: Mapped[datetime]
    session_id: Mapped[str | None]
    url: Mapped[str | None]
    payment_intent_id: Mapped[str | None]
    captured: Mapped[int] = mapped_column(default=0, server_default="0")
    refunded: Mapped[int] = mapped_column(default=0, server_default="0")
    refunding: Mapped[int] = mapped_column(default=0, server_default="0")
    failure: Mapped[str | None]
    held_until: Mapped[datetime | None]
    heard_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    closed_at: Mapped[datetime | None]

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def refundable(self) -> Money:
        """Captured, not refunded and not on its way back."""
        return Money(self.captured - self.refunded - self.refunding, self.currency)

    @property
    def waiting(self) -> bool:
        return self.status in WAITING

    @property
    def payable(self) -> bool:
        """Whether its page still takes a payment."""
        return self.status in (AttemptStatus.CREATED, AttemptStatus.OPEN)

    @property
    def succeeded(self) -> bool:
        return self.status == AttemptStatus.SUCCEEDED

    @property
    def shows_cards(self) -> bool:
        """Whether its page offers the cards that somebody has saved: it is for nobody else."""
        return "customer" in self.request

    def advance(self, status: AttemptStatus) -> bool:
        """True if this was a step forward; anything else changes nothing."""
        if STEPS[status] <= STEPS[AttemptStatus(self.status)]:
            return False
        self.status = status
        if not self.waiting:
            self.closed_at = sa.func.now()
        return True

    def open(self, session_id: str, url: str | None) -> bool:
        self.session_id, self.url = session_id, url
        return self.advance(AttemptStatus.OPEN)
