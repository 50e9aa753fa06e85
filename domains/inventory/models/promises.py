"""For whom goods are kept: until a payment arrives (reservation), until they are shipped (allocation)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import Base
from ..routing import Destination
from .keys import at_a_level


class ReservationStatus(StrEnum):
    ACTIVE = "active"
    CONVERTED = "converted"
    RELEASED = "released"
    EXPIRED = "expired"


class AllocationStatus(StrEnum):
    ACTIVE = "active"
    SHIPPED = "shipped"
    RELEASED = "released"


class Reservation(Base):
    """A hold with an end. `hold_id` is the one act that took it, `caused_by` the fact that asked for a second one,
    `released_by` the youngest fact that closed the order, also where the hold had ended by itself; `zone`,
    `country` and `region` are where the order goes to, empty where nobody has said."""

    __tablename__ = "reservations"
    __table_args__ = at_a_level(
        one_of("status", ReservationStatus),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.Index(
            "uq_reservations_active",
            "sku",
            "order_id",
            "location_id",
            unique=True,
            postgresql_where=sa.text("status = 'active'"),
        ),
        sa.Index("ix_reservations_order", "sku", "order_id"),
        sa.Index("ix_reservations_ends", "ends_at", postgresql_where=sa.text("status = 'active'")),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    order_id: Mapped[UUID]
    hold_id: Mapped[UUID]
    caused_by: Mapped[UUID | None]
    released_by: Mapped[UUID | None]
    zone: Mapped[str] = mapped_column(default="", server_default="")
    country: Mapped[str] = mapped_column(default="", server_default="")
    region: Mapped[str] = mapped_column(default="", server_default="")
    quantity: Mapped[int]
    status: Mapped[ReservationStatus] = mapped_column(sa.Text, default=ReservationStatus.ACTIVE)
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    ended_at: Mapped[datetime | None]

    @property
    def active(self) -> bool:
        return self.status == ReservationStatus.ACTIVE

    @property
    def destination(self) -> Destination:
        return Destination(self.zone, self.country, self.region)

    def close(self, event_id: UUID | None) -> None:
        """A payment told after this and older than it gets nothing."""
        known = [fact for fact in (self.released_by, event_id) if fact is not None]
        self.released_by = max(known, default=None)


class Allocation(Base):
    """What a paid order keeps until it is shipped, whole or in parts."""

    __tablename__ = "allocations"
    __table_args__ = at_a_level(
        one_of("status", AllocationStatus),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("shipped BETWEEN 0 AND quantity", name="shipped"),
        sa.UniqueConstraint("sku", "order_id", "location_id", "hold_id"),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    order_id: Mapped[UUID]
    hold_id: Mapped[UUID]
    caused_by: Mapped[UUID | None]
    quantity: Mapped[int]
    shipped: Mapped[int] = mapped_column(default=0, server_default="0")
    status: Mapped[AllocationStatus] = mapped_column(sa.Text, default=AllocationStatus.ACTIVE)
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())

    @property
    def left(self) -> int:
        return self.quantity - self.shipped

    def ship(self, quantity: int) -> None:
        self.shipped += quantity
        if self.left == 0:
            self.status = AllocationStatus.SHIPPED
