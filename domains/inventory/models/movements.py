"""The ledger of stock: every change of every figure, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import Base
from .keys import at_a_level

FIGURES: Final = ("on_hand", "reserved", "allocated", "damaged", "safety_stock", "incoming", "backorder_limit")


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


# What these say of an order's goods adds up to what is sold: allocated, less what is given back
SOLD: Final = "kind IN ('allocated', 'released', 'shipped')"


@dataclass(frozen=True)
class Cause:
    """Why stock moved: for which order, by which document (`reference`), by whom, and in which words."""

    order_id: UUID | None = None
    reference: str | None = None
    reason: str = ""
    actor: str = "system"


class StockMovement(Base):
    """A row of the ledger: what changed, what every figure was afterwards, and why. Only ever added to.

    `number` is its place in the life of its level: the order in which the level was locked, which no clock tells."""

    __tablename__ = "movements"
    __table_args__ = at_a_level(
        one_of("kind", MovementKind),
        sa.UniqueConstraint("sku", "location_id", "number"),
        sa.Index("ix_movements_reference", "sku", "reference", postgresql_where=sa.text("reference IS NOT NULL")),
        sa.Index("ix_movements_location", "location_id", "id"),
        sa.Index("ix_movements_sold", "sku", "at", postgresql_where=sa.text(SOLD)),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[MovementKind] = mapped_column(sa.Text)
    on_hand: Mapped[int] = mapped_column(server_default="0")
    reserved: Mapped[int] = mapped_column(server_default="0")
    allocated: Mapped[int] = mapped_column(server_default="0")
    damaged: Mapped[int] = mapped_column(server_default="0")
    safety_stock: Mapped[int] = mapped_column(server_default="0")
    incoming: Mapped[int] = mapped_column(server_default="0")
    backorder_limit: Mapped[int] = mapped_column(server_default="0")
    on_hand_after: Mapped[int]
    reserved_after: Mapped[int]
    allocated_after: Mapped[int]
    damaged_after: Mapped[int]
    safety_stock_after: Mapped[int]
    incoming_after: Mapped[int]
    backorder_limit_after: Mapped[int]
    order_id: Mapped[UUID | None]
    reference: Mapped[str | None]
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=sa.func.now())

    @property
    def units(self) -> int:
        """How many goods it was about."""
        return max(abs(self.on_hand), abs(self.reserved), abs(self.allocated), abs(self.damaged), abs(self.incoming))

    @property
    def available_after(self) -> int:
        """What could be sold then, back-orders included; a hold past its end that nobody had swept is not yet free."""
        promised = self.reserved_after + self.allocated_after + self.damaged_after
        return max(0, self.on_hand_after - promised - self.safety_stock_after + self.backorder_limit_after)
