"""Count sheets: what somebody finds at a location, SKU by SKU, beside what the books had at that moment."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import Base
from .keys import BY_SKU


class CountStatus(StrEnum):
    OPEN = "open"
    COUNTED = "counted"
    APPLIED = "applied"
    CANCELLED = "cancelled"


class StockCount(Base):
    """One count of (a part of) a location. `scope` says in words what is counted. A `blind` one does not tell those who
    count what the books have, until it is counted."""

    __tablename__ = "counts"
    __table_args__ = (
        one_of("status", CountStatus),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"]),
        sa.Index("ix_counts_location", "location_id", "id"),
        {"info": {"kind": "reference"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[UUID]
    name: Mapped[str]
    scope: Mapped[str]
    blind: Mapped[bool] = mapped_column(server_default=sa.false())
    status: Mapped[CountStatus] = mapped_column(sa.Text, default=CountStatus.OPEN)
    revision: Mapped[UUID] = mapped_column(default=new_id)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]

    @property
    def open(self) -> bool:
        return self.status == CountStatus.OPEN

    @property
    def tells(self) -> bool:
        """Whether it may be said what the books have."""
        return not (self.blind and self.open)


class CountLine(Base):
    """One SKU of a count. `quantity` is what was found, None until then, `expected` what the books had on hand when
    that was written down: what moves later changes neither, nor how far they are apart."""

    __tablename__ = "count_lines"
    # No foreign key to its level: a sheet of all that lies there would lock every one of them while it is written
    __table_args__ = (
        sa.ForeignKeyConstraint(["count_id"], ["counts.id"]),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        sa.CheckConstraint("(quantity IS NULL) = (expected IS NULL)", name="expected"),
        sa.Index("ix_count_lines_count", "count_id", "sku"),
        {"info": BY_SKU},
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    count_id: Mapped[UUID] = mapped_column(primary_key=True)
    location_id: Mapped[UUID]
    quantity: Mapped[int | None]
    expected: Mapped[int | None]
    reason: Mapped[str] = mapped_column(server_default="")
    counted_by: Mapped[str | None]
    counted_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]

    @property
    def variance(self) -> int | None:
        """How many more lay there than the books had; fewer below zero."""
        return None if self.quantity is None or self.expected is None else self.quantity - self.expected
