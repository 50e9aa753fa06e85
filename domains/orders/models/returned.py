"""Returns: what a customer wants to send back, what was agreed, what came back and how it was."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared import clock
from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import Base
from ..errors import IllegalReturn
from ..states import RETURN_STEPS, ReturnReason, ReturnStatus
from .columns import DISTRIBUTED, Choice, of_order


class OrderReturn(Base):
    """`answer` is what the customer reads when it is decided; `revision` changes with every step, so that two clerks
    see each other's."""

    __tablename__ = "order_returns"
    __table_args__ = (
        of_order(),
        one_of("status", ReturnStatus),
        one_of("reason", ReturnReason),
        sa.Index("ix_order_returns_order", "customer_id", "order_id"),
        sa.Index("ix_order_returns_recent", "status", "requested_at", "id"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    status: Mapped[ReturnStatus] = mapped_column(Choice(ReturnStatus), default=ReturnStatus.REQUESTED)
    reason: Mapped[ReturnReason] = mapped_column(Choice(ReturnReason))
    note: Mapped[str]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    requested_by: Mapped[str | None]  # somebody of the staff; None: the customer
    revision: Mapped[UUID] = mapped_column(default=new_id)
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    lines: Mapped[list["OrderReturnLine"]] = relationship(lazy="raise", order_by="OrderReturnLine.id")

    @property
    def counts(self) -> bool:
        """What it names is on its way back, or has come."""
        return self.status not in (ReturnStatus.REJECTED, ReturnStatus.CANCELLED)

    @property
    def possible(self) -> frozenset[ReturnStatus]:
        return RETURN_STEPS[self.status]

    def become(self, status: ReturnStatus) -> None:
        if status not in self.possible:
            raise IllegalReturn(self.status)
        self.status, self.revision, self.changed_at = status, new_id(), clock.now()


class OrderReturnLine(Base):
    """Of `quantity` that were to come back, `good` can be sold again and `damaged` cannot; the rest has not come."""

    __tablename__ = "order_return_lines"
    __table_args__ = (
        sa.ForeignKeyConstraint(["customer_id", "return_id"], ["order_returns.customer_id", "order_returns.id"]),
        sa.ForeignKeyConstraint(["customer_id", "order_line_id"], ["order_lines.customer_id", "order_lines.id"]),
        sa.UniqueConstraint("customer_id", "return_id", "order_line_id"),
        sa.CheckConstraint("quantity > 0 AND good >= 0 AND damaged >= 0 AND good + damaged <= quantity", name="units"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    return_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    sku: Mapped[str]
    quantity: Mapped[int]
    good: Mapped[int] = mapped_column(default=0, server_default="0")
    damaged: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def came(self) -> int:
        return self.good + self.damaged
