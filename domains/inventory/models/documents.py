"""Papers about goods on their way: transfers between two of our locations, and purchase orders to suppliers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared.columns import one_of
from domains.shared.ids import new_id
from domains.shared.money import Money

from ..database import Base
from .keys import BY_SKU
from .locations import Location
from .suppliers import Supplier

REFERENCE: Final = {"kind": "reference"}


class DocumentKind(StrEnum):
    TRANSFER = "transfer"
    PURCHASE = "purchase"

    @property
    def prefix(self) -> str:
        return "TR" if self is DocumentKind.TRANSFER else "PO"


class DocumentState(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    ORDERED = "ordered"
    IN_TRANSIT = "in_transit"
    PARTIALLY_RECEIVED = "partially_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


ON_THE_WAY: Final = (DocumentState.ORDERED, DocumentState.IN_TRANSIT, DocumentState.PARTIALLY_RECEIVED)
ENDED: Final = (DocumentState.RECEIVED, DocumentState.CANCELLED)


class Document(Base):
    """A transfer has a source, a purchase order a supplier and a currency. `reference` is what others call it.

    What it changes, it changes at levels: a ready transfer keeps goods at its source (`allocated`), and what is on the
    way is `incoming` at its destination."""

    __tablename__ = "documents"
    __table_args__ = (
        one_of("kind", DocumentKind),
        one_of("state", DocumentState),
        sa.CheckConstraint("source_id <> destination_id", name="somewhere_else"),
        sa.CheckConstraint(
            "CASE kind WHEN 'transfer' THEN source_id IS NOT NULL AND supplier_id IS NULL"
            " ELSE source_id IS NULL AND supplier_id IS NOT NULL END",
            name="whence",
        ),
        sa.UniqueConstraint("number"),
        sa.Index("ix_documents_kind", "kind", "id"),
        sa.Index("ix_documents_state", "kind", "state", "id"),
        {"info": REFERENCE},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[DocumentKind] = mapped_column(sa.Text)
    number: Mapped[str]
    state: Mapped[DocumentState] = mapped_column(sa.Text, default=DocumentState.DRAFT)
    source_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("locations.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("suppliers.id"))
    destination_id: Mapped[UUID] = mapped_column(sa.ForeignKey("locations.id"))
    currency: Mapped[str] = mapped_column(default="", server_default="")
    reference: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")
    expected_on: Mapped[date | None]
    revision: Mapped[UUID] = mapped_column(default=new_id)
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())

    source: Mapped[Location | None] = relationship(lazy="raise", foreign_keys=[source_id])
    destination: Mapped[Location] = relationship(lazy="raise", foreign_keys=[destination_id])
    supplier: Mapped[Supplier | None] = relationship(lazy="raise")
    lines: Mapped[list["DocumentLine"]] = relationship(
        lazy="raise", order_by="DocumentLine.position", cascade="all, delete-orphan"
    )
    steps: Mapped[list["DocumentStep"]] = relationship(lazy="raise", order_by="DocumentStep.id")

    @property
    def open(self) -> bool:
        return self.state not in ENDED

    @property
    def on_the_way(self) -> bool:
        return self.state in ON_THE_WAY

    @property
    def cost(self) -> Money:
        """Of all that was asked for, as the supplier charges it."""
        return Money(sum((line.unit_cost or 0) * line.asked for line in self.lines), self.currency)


class DocumentLine(Base):
    """How many are `asked` for and were `sent` (for a supplier's: ordered), and what became of those: they came in
    good, came in damaged, or did not come and will not. `unit_cost` in minor units of the document's currency."""

    __tablename__ = "document_lines"
    __table_args__ = (
        sa.CheckConstraint("asked > 0", name="asked"),
        sa.CheckConstraint("sent BETWEEN 0 AND asked", name="sent"),
        sa.CheckConstraint("least(received, damaged, missing) >= 0", name="arrived"),
        sa.CheckConstraint("received + damaged + missing <= sent", name="no_more_than_sent"),
        sa.CheckConstraint("unit_cost >= 0", name="unit_cost"),
        sa.Index("ix_document_lines_document", "document_id", "position"),
        {"info": BY_SKU},
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(sa.ForeignKey("documents.id"), primary_key=True)
    position: Mapped[int]
    asked: Mapped[int]
    sent: Mapped[int] = mapped_column(default=0, server_default="0")
    received: Mapped[int] = mapped_column(default=0, server_default="0")
    damaged: Mapped[int] = mapped_column(default=0, server_default="0")
    missing: Mapped[int] = mapped_column(default=0, server_default="0")
    unit_cost: Mapped[int | None] = mapped_column(sa.BigInteger)

    @property
    def left(self) -> int:
        """Still on the way."""
        return self.sent - self.received - self.damaged - self.missing


class StepKind(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    READY = "ready"
    TAKEN_BACK = "taken_back"
    ORDERED = "ordered"
    SENT = "sent"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    NOTED = "noted"


class DocumentStep(Base):
    """What happened to a document: who did it, when, and what there is to say about it."""

    __tablename__ = "document_steps"
    __table_args__ = (
        one_of("kind", StepKind),
        sa.Index("ix_document_steps_document", "document_id", "id"),
        {"info": REFERENCE},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[UUID] = mapped_column(sa.ForeignKey("documents.id"))
    kind: Mapped[StepKind] = mapped_column(sa.Text)
    told: Mapped[str] = mapped_column(default="", server_default="")
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=sa.func.now())


class Receipt(Base):
    """What arrived of a SKU at one time, with what it cost landed: the goods at their unit cost, and their share of
    what was charged on top (freight, customs). In minor units; no `currency` where nothing was bought."""

    __tablename__ = "receipts"
    __table_args__ = (sa.Index("ix_receipts_document", "document_id"), {"info": BY_SKU})

    sku: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[UUID] = mapped_column(sa.ForeignKey("documents.id"))
    received: Mapped[int]
    damaged: Mapped[int]
    missing: Mapped[int]
    goods_cost: Mapped[int] = mapped_column(sa.BigInteger)
    charges: Mapped[int] = mapped_column(sa.BigInteger)
    currency: Mapped[str]
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=sa.func.now())

    @property
    def arrived(self) -> int:
        return self.received + self.damaged

    @property
    def each(self) -> Money:
        """Of the `arrived` units, where there are any."""
        return Money(self.goods_cost + self.charges, self.currency).share(1, self.arrived)


class Series(Base):
    """The last number of each kind of document."""

    __tablename__ = "series"
    __table_args__ = {"info": {"kind": "local"}}  # noqa: RUF012 - read by SQLAlchemy

    kind: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
