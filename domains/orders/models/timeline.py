"""The timeline: everything that happened to an order, in order, for its owner or for staff alone."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared import clock
from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import Base
from ..states import EventKind, OrderStatus
from .columns import DISTRIBUTED, Choice, of_order


class TimelineEvent(Base):
    """`before` and `after` are set where the order's status moved; the first entry has no `before`."""

    __tablename__ = "order_events"
    __table_args__ = (
        of_order(),
        sa.Index("ix_order_events_order", "customer_id", "order_id"),
        one_of("kind", EventKind),
        one_of("before", OrderStatus),
        one_of("after", OrderStatus),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID]
    kind: Mapped[EventKind] = mapped_column(Choice(EventKind))
    message: Mapped[str]
    public: Mapped[bool]
    actor: Mapped[str | None]
    before: Mapped[OrderStatus | None] = mapped_column(Choice(OrderStatus))
    after: Mapped[OrderStatus | None] = mapped_column(Choice(OrderStatus))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
