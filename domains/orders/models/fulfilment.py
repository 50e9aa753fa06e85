"""A fulfilment: one parcel with some of an order's lines."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared import clock
from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..carriers import page_of
from ..database import Base
from ..states import ParcelStatus
from .columns import DISTRIBUTED, Choice, of_order


class Fulfilment(Base):
    __tablename__ = "fulfilments"
    __table_args__ = (
        of_order(),
        sa.Index("ix_fulfilments_order", "customer_id", "order_id"),
        one_of("status", ParcelStatus),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID]
    status: Mapped[ParcelStatus] = mapped_column(Choice(ParcelStatus), default=ParcelStatus.SHIPPED)
    carrier: Mapped[str]
    tracking_number: Mapped[str]
    location: Mapped[str | None]  # the code of where it left from, as inventory knows it
    actor: Mapped[str | None]
    shipped_at: Mapped[datetime] = mapped_column(default=clock.now)
    delivered_at: Mapped[datetime | None]
    lines: Mapped[list["FulfilmentLine"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="FulfilmentLine.id"
    )

    @property
    def page(self) -> str | None:
        """The carrier's own page about it."""
        return page_of(self.carrier, self.tracking_number)

    def deliver(self) -> None:
        self.status = ParcelStatus.DELIVERED
        self.delivered_at = clock.now()


class FulfilmentLine(Base):
    __tablename__ = "fulfilment_lines"
    __table_args__ = (
        sa.ForeignKeyConstraint(["customer_id", "fulfilment_id"], ["fulfilments.customer_id", "fulfilments.id"]),
        sa.ForeignKeyConstraint(["customer_id", "order_line_id"], ["order_lines.customer_id", "order_lines.id"]),
        sa.UniqueConstraint("customer_id", "fulfilment_id", "order_line_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    fulfilment_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    sku: Mapped[str]
    quantity: Mapped[int]
