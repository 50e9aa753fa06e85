"""Payment attempts, the append-only money ledger, refunds, and what Stripe told us."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import new_id
from domains.shared.money import Money

from .database import Base

BY_CUSTOMER = {"kind": "distributed", "by": "customer_id"}
LOCAL = {"kind": "local"}
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


class RefundStatus(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class TransactionKind(StrEnum):
    CAPTURED = "captured"
    REFUNDED = "refunded"
    REFUND_RETURNED = "refund_returned"  # the bank sent a refund back: the money is ours again


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
        return uuid5(self.id, "again")


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


class StripeEvent(Base):
    """That Stripe told us something, and of what; what it is about is read anew when it is looked into."""

    __tablename__ = "stripe_events"
    __table_args__ = (
        sa.Index("ix_stripe_events_open", "received_at", postgresql_where=sa.text("handled_at IS NULL")),
        {"info": LOCAL},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    object_id: Mapped[str]
    payment_intent_id: Mapped[str | None]
    details: Mapped[dict[str, str]] = mapped_column(JSONB)
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    handled_at: Mapped[datetime | None]


class Mark(Base):
    """A few facts about this installation: its own id at Stripe, and when events were last asked for."""

    __tablename__ = "marks"
    __table_args__ = ({"info": LOCAL},)

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(server_default="")
    at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
