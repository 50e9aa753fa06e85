"""How many of a SKU there are at a location, and what is promised of them."""

from datetime import date, datetime
from enum import IntEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from domains.shared import clock

from ..database import Base
from .keys import BY_SKU
from .locations import Location
from .movements import FIGURES, Cause, MovementKind, StockMovement

UNTOLD = "told IS DISTINCT FROM (on_hand - reserved - allocated - damaged - safety_stock + backorder_limit > 0)"
STANDINGS: Final = {  # what staff look for among all levels
    "sold_out": "on_hand - reserved - allocated - damaged - safety_stock + backorder_limit <= 0",
    "beyond": "reserved + allocated + damaged > on_hand",
    "damaged": "damaged > 0",
    "incoming": "incoming > 0",
}
LEFT = "(on_hand - reserved - allocated - damaged - safety_stock)"
# What `StockLevel.due_step` says, as PostgreSQL finds the few of which it is not None
STEP_DUE = (
    f"(low_at IS NOT NULL AND (low_step = 0 AND {LEFT} <= low_at OR low_step < 2 AND {LEFT} <= 0))"
    f" OR (low_step > 0 AND (low_at IS NULL OR {LEFT} > low_at + greatest(2, (low_at + 4) / 5)))"
)


class LowStep(IntEnum):
    ENOUGH = 0
    LOW = 1
    OUT = 2


class StockLevel(Base):
    """One SKU at one location. `ended` counts holds past their end that nobody has swept yet: they are free.

    `told`: what the others were last told of it, whether there is any to sell. `quantity_sequence` and
    `policy_sequence` are the last imports that spoke of on hand and of back-orders.

    `backorder_limit` are sold beyond the shelf, for ever or until `beyond_until`: then `beyond`, which counts what is
    sold so at this moment, is none. `due_on` is when more is expected, `preorder` says that it is not out before.

    Whoever looks after it wants to know when `low_units` are left, or what sells in `low_days` (0: never); None of both
    asks the shop's rule. `low_at` is what follows from that, as `sold` in the last `sold_days` has it; `low_step` is
    what was last told. It is bought in packs of `pack`.
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
        sa.CheckConstraint("low_units >= 0 AND low_days >= 0 AND pack > 0", name="reordering"),
        sa.Index("ix_levels_step_due", "sku", postgresql_where=sa.text(STEP_DUE)),
        sa.Index("ix_levels_beyond", "beyond_until", postgresql_where=sa.text("beyond_until IS NOT NULL")),
        *(
            sa.Index(f"ix_levels_are_{name}", "sku", "location_id", postgresql_where=sa.text(where))
            for name, where in STANDINGS.items()
        ),
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
    beyond_until: Mapped[datetime | None]
    due_on: Mapped[date | None]
    preorder: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    told: Mapped[bool | None]
    low_units: Mapped[int | None]
    low_days: Mapped[int | None]
    pack: Mapped[int] = mapped_column(default=1, server_default="1")
    sold: Mapped[int] = mapped_column(default=0, server_default="0")
    sold_days: Mapped[int] = mapped_column(default=0, server_default="0")
    low_at: Mapped[int | None]
    low_step: Mapped[int] = mapped_column(sa.SmallInteger, default=0, server_default="0")
    updated_at: Mapped[datetime] = mapped_column(server_default=sa.func.now(), onupdate=sa.func.now())

    location: Mapped[Location] = relationship(lazy="raise")
    ended: Mapped[int] = query_expression(sa.literal(0))
    beyond: Mapped[int | None] = query_expression()

    @property
    def promised(self) -> int:
        return self.reserved + self.allocated + self.damaged

    @property
    def left(self) -> int:
        """What can be sold of what lies there; below 0 by what is promised beyond it."""
        return self.on_hand - self.promised + (self.ended or 0) - self.safety_stock

    @property
    def in_stock(self) -> int:
        """What can be sold of what lies there."""
        return max(0, self.left)

    @property
    def available(self) -> int:
        """What can be sold, back-orders included."""
        beyond = self.backorder_limit if self.beyond is None else self.beyond
        return max(0, self.on_hand - self.promised + (self.ended or 0) - self.safety_stock + beyond)

    @property
    def enough_from(self) -> int:
        """What has to be left for a shortage to end: so far above where it began that none comes and goes."""
        low_at = self.low_at or 0
        return low_at + max(2, -(-low_at // 5)) + 1

    @property
    def due_step(self) -> LowStep | None:
        """What is to be told of it; None while nothing is. A shortage becomes more urgent, or it ends, as it
        does when nobody wants to know any more."""
        if self.low_step and (self.low_at is None or self.left >= self.enough_from):
            return LowStep.ENOUGH
        if self.low_at is None:
            return None
        step = LowStep.OUT if self.left <= 0 else LowStep.LOW if self.left <= self.low_at else LowStep.ENOUGH
        return step if step > self.low_step else None

    @property
    def limits_mark(self) -> str:
        """Of all that `set_limits` sets: another one when somebody has changed any of it."""
        return f"{self.safety_stock} {self.backorder_limit} {self.beyond_until} {self.due_on} {self.preorder}"

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

    def limit_backorders(self, limit: int, cause: Cause) -> StockMovement | None:
        """For ever; None where the limit was so already."""
        change = self.sell_beyond(limit)
        return self.move(MovementKind.ADJUSTED, cause, backorder_limit=change) if change else None

    def sell_beyond(self, limit: int, until: datetime | None = None) -> int:
        """By how much the limit has to change. Zero ends it: what is already promised beyond the shelf stays so, and
        when it is given back it is not sold again."""
        least = max(self.promised - self.on_hand, 0)
        ended = clock.now() if least else None
        self.beyond_until = until if limit else ended
        return max(limit, least) - self.backorder_limit

    def count(self, quantity: int, kind: MovementKind, cause: Cause) -> StockMovement | None:
        """Set on hand to what somebody counted; None when it was right already."""
        change = quantity - self.on_hand
        return self.move(kind, cause, on_hand=change) if change else None

    def move(
        self,
        kind: MovementKind,
        cause: Cause,
        *,
        on_hand: int = 0,
        reserved: int = 0,
        allocated: int = 0,
        damaged: int = 0,
        safety_stock: int = 0,
        incoming: int = 0,
        backorder_limit: int = 0,
    ) -> StockMovement:
        """The one way a figure changes: by a row of the ledger. The caller holds the lock on this level."""
        self.on_hand += on_hand
        self.reserved += reserved
        self.allocated += allocated
        self.damaged += damaged
        self.safety_stock += safety_stock
        self.incoming += incoming
        self.backorder_limit += backorder_limit
        self.version += 1
        return StockMovement(
            sku=self.sku,
            location_id=self.location_id,
            number=self.version,
            kind=kind,
            on_hand=on_hand,
            reserved=reserved,
            allocated=allocated,
            damaged=damaged,
            safety_stock=safety_stock,
            incoming=incoming,
            backorder_limit=backorder_limit,
            order_id=cause.order_id,
            reference=cause.reference,
            reason=cause.reason,
            actor=cause.actor,
            **{f"{figure}_after": getattr(self, figure) for figure in FIGURES},
        )
