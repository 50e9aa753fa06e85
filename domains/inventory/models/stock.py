"""Where goods lie, how many, and the ledger that explains every number."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import Base

BY_SKU = {"kind": "distributed", "by": "sku"}
MOST = 1_000_000_000
UNTOLD = "told IS DISTINCT FROM (on_hand - reserved - allocated - damaged - safety_stock + backorder_limit > 0)"


class MovementKind(StrEnum):
    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"
    ALLOCATED = "allocated"
    SHIPPED = "shipped"
    EXPIRED = "expired"
    RETURNED = "returned"
    COUNTED = "counted"
    ADJUSTED = "adjusted"
    TRANSFERRED_OUT = "transferred_out"
    TRANSFERRED_IN = "transferred_in"
    DAMAGED = "damaged"
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True)
class Cause:
    """Why stock moved: for which order, by which document (`reference`), by whom, and in which words."""

    order_id: UUID | None = None
    reference: str | None = None
    reason: str = ""
    actor: str = "system"


class Location(Base):
    """A warehouse or a shop; the lowest `priority` ships first."""

    __tablename__ = "locations"
    __table_args__ = (sa.UniqueConstraint("code"), {"info": {"kind": "reference"}})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str]
    country: Mapped[str] = mapped_column(sa.CHAR(2))
    priority: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())


class StockLevel(Base):
    """One SKU at one location. `ended` counts holds past their end that nobody has swept yet: they are free.

    `told`: what the others were last told of it, whether there is any to sell. `quantity_sequence` and
    `policy_sequence` are the last imports that spoke of on hand and of back-orders.
    """

    __tablename__ = "levels"
    __table_args__ = (
        sa.CheckConstraint("reserved >= 0", name="reserved"),
        sa.CheckConstraint("allocated >= 0", name="allocated"),
        sa.CheckConstraint("damaged >= 0", name="damaged"),
        sa.CheckConstraint("safety_stock >= 0", name="safety_stock"),
        sa.CheckConstraint("incoming >= 0", name="incoming"),
        sa.CheckConstraint("backorder_limit >= 0", name="backorder_limit"),
        sa.CheckConstraint("reserved + allocated + damaged <= on_hand + backorder_limit", name="promised"),
        sa.Index("ix_levels_untold", "sku", postgresql_where=sa.text(UNTOLD)),
        {"info": BY_SKU},
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    location_id: Mapped[UUID] = mapped_column(sa.ForeignKey("locations.id"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(default=0, server_default="0")
    reserved: Mapped[int] = mapped_column(default=0, server_default="0")
    allocated: Mapped[int] = mapped_column(default=0, server_default="0")
    damaged: Mapped[int] = mapped_column(default=0, server_default="0")
    safety_stock: Mapped[int] = mapped_column(default=0, server_default="0")
    incoming: Mapped[int] = mapped_column(default=0, server_default="0")
    backorder_limit: Mapped[int] = mapped_column(default=0, server_default="0")
    quantity_sequence: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    policy_sequence: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    version: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    told: Mapped[bool | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=sa.func.now(), onupdate=sa.func.now())

    location: Mapped[Location] = relationship(lazy="raise")
    ended: Mapped[int] = query_expression(sa.literal(0))

    @property
    def promised(self) -> int:
        return self.reserved + self.allocated + self.damaged

    @property
    def in_stock(self) -> int:
        """What can be sold of what lies there."""
        return max(0, self.on_hand - self.promised + (self.ended or 0) - self.safety_stock)

    @property
    def available(self) -> int:
        """What can be sold, back-orders included."""
        return max(0, self.on_hand - self.promised + (self.ended or 0) - self.safety_stock + self.backorder_limit)

    @property
    def least(self) -> int:
        """The smallest count that still covers what is promised."""
        return max(0, self.promised - self.backorder_limit)

    def hear_quantity(self, sequence: int | None) -> bool:
        """Whether no later import has said how many there are; without a sequence nothing is older."""
        if sequence is None:
            return True
        newer = sequence >= self.quantity_sequence
        self.quantity_sequence = max(sequence, self.quantity_sequence)
        return newer

    def hear_policy(self, sequence: int | None) -> bool:
        """The same for whether it may be sold on back-order: a file may say one and not the other."""
        if sequence is None:
            return True
        newer = sequence >= self.policy_sequence
        self.policy_sequence = max(sequence, self.policy_sequence)
        return newer

    def allow_backorders(self, limit: int) -> None:
        """Zero ends them, as far as what is already promised beyond the shelf permits."""
        limit = max(limit, self.promised - self.on_hand, 0)
        if limit != self.backorder_limit:
            self.backorder_limit = limit
            self.version += 1

    def count(self, quantity: int, kind: MovementKind, cause: Cause) -> "StockMovement | None":
        """Set on hand to what somebody counted; None when it was right already."""
        if quantity == self.on_hand:
            return None
        return self.move(kind, cause, on_hand=quantity - self.on_hand)

    def move(
        self, kind: MovementKind, cause: Cause, *, on_hand: int = 0, reserved: int = 0, allocated: int = 0
    ) -> "StockMovement":
        """The one way a figure changes: by a row of the ledger. The caller holds the lock on this level."""
        self.on_hand += on_hand
        self.reserved += reserved
        self.allocated += allocated
        self.version += 1
        return StockMovement(
            sku=self.sku,
            location_id=self.location_id,
            kind=kind,
            on_hand=on_hand,
            reserved=reserved,
            allocated=allocated,
            damaged=0,
            on_hand_after=self.on_hand,
            reserved_after=self.reserved,
            allocated_after=self.allocated,
            damaged_after=self.damaged,
            order_id=cause.order_id,
            reference=cause.reference,
            reason=cause.reason,
            actor=cause.actor,
        )


def at_a_level(*others: sa.schema.SchemaItem) -> tuple[sa.schema.SchemaItem | dict[str, object], ...]:
    level = sa.ForeignKeyConstraint(["sku", "location_id"], ["levels.sku", "levels.location_id"])
    return (level, *others, {"info": BY_SKU})


class StockMovement(Base):
    """A row of the ledger: what changed, what it was afterwards, and why. Never updated, never deleted."""

    __tablename__ = "movements"
    __table_args__ = at_a_level(
        one_of("kind", MovementKind),
        sa.Index("ix_movements_reference", "sku", "reference", postgresql_where=sa.text("reference IS NOT NULL")),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[UUID]
    kind: Mapped[MovementKind] = mapped_column(sa.Text)
    on_hand: Mapped[int]
    reserved: Mapped[int]
    allocated: Mapped[int]
    damaged: Mapped[int]
    on_hand_after: Mapped[int]
    reserved_after: Mapped[int]
    allocated_after: Mapped[int]
    damaged_after: Mapped[int]
    order_id: Mapped[UUID | None]
    reference: Mapped[str | None]
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
