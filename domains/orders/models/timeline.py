"""The timeline: everything that happened to an order, in order, for its owner or for staff alone."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared import clock
from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import Base
from ..states import EventKind, OrderStatus
from .columns import DISTRIBUTED, Choice, of_order

TOLD: Final = ("kind", "message", "public", "actor", "before", "after")


class TimelineEvent(Base):
    """`before` and `after` are set where the order's status moved; the first entry has no `before`.

    `number` counts the entries of an order from 1. `digest` is of what the entry tells, `hash` of the entry before and
    of that digest: what is taken out, put in or rewritten later is found out."""

    __tablename__ = "order_events"
    __table_args__ = (
        of_order(),
        sa.UniqueConstraint("customer_id", "order_id", "number"),
        one_of("kind", EventKind),
        one_of("before", OrderStatus),
        one_of("after", OrderStatus),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(Choice(EventKind))
    message: Mapped[str]
    public: Mapped[bool]
    actor: Mapped[str | None]
    before: Mapped[OrderStatus | None] = mapped_column(Choice(OrderStatus))
    after: Mapped[OrderStatus | None] = mapped_column(Choice(OrderStatus))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    digest: Mapped[str]
    hash: Mapped[str]

    def seal(self, previous: str) -> None:
        """As it stands it goes into the chain, after the entry whose hash is `previous` ("" for the first)."""
        self.digest = self.told_digest()
        self.hash = self.link(previous)

    def told_digest(self) -> str:
        told = {name: getattr(self, name) for name in TOLD}
        told["happened_at"] = self.happened_at.astimezone(UTC).isoformat()
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def link(self, previous: str) -> str:
        return hashlib.sha256(f"{previous} {self.number} {self.digest}".encode()).hexdigest()
