"""Invoices and credit notes: what was written once and is never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared import clock
from domains.shared.columns import one_of
from domains.shared.ids import new_id
from domains.shared.money import Money

from ..database import Base
from .columns import DISTRIBUTED, LOCAL, Amount, Choice, Currency, of_order


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class OrderDocument(Base):
    """`content` is everything that it says, `digest` proves that it still says so. A credit note belongs to the credit
    `about`, an invoice to its order. `erased_at`: since when it no longer names its buyer."""

    __tablename__ = "order_documents"
    __table_args__ = (
        of_order(),
        one_of("kind", DocumentKind),
        sa.UniqueConstraint("customer_id", "order_id", "kind", "about"),
        sa.Index("ix_order_documents_recent", "issued_at", "id"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID]
    kind: Mapped[DocumentKind] = mapped_column(Choice(DocumentKind))
    number: Mapped[str]
    about: Mapped[UUID]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    total_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    currency: Mapped[Currency]
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    erased_at: Mapped[datetime | None]

    @property
    def total(self) -> Money:
        return Money(self.total_amount, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_amount, self.currency)


class DocumentSeries(Base):
    """`last` is the number that was given last; the row is locked until what bears the next is written."""

    __tablename__ = "document_series"
    __table_args__ = (sa.CheckConstraint("last >= 0", name="last"), LOCAL)

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class DocumentNumber(Base):
    """Which document bears a number: each number of a series once, from 1, without a gap."""

    __tablename__ = "document_numbers"
    __table_args__ = (sa.UniqueConstraint("number"), LOCAL)

    series: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    customer_id: Mapped[UUID]
    document_id: Mapped[UUID]
