"""What is sold under one SKU and lies on the shelves under others."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base
from .keys import BY_SKU

REFERENCE = {"info": {"kind": "reference"}}


class Bundle(Base):
    """A SKU that is or was sold as a bundle. `version` counts its compositions, the last of which holds; one without
    parts makes it a SKU like others again. `told`: what the others were last told, whether there is any to sell."""

    __tablename__ = "bundles"
    __table_args__ = (sa.CheckConstraint("version > 0", name="version"), REFERENCE)

    sku: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    revision: Mapped[UUID]
    told: Mapped[bool | None]


class BundlePart(Base):
    """Of one composition; it never changes: orders name it."""

    __tablename__ = "bundle_parts"
    __table_args__ = (
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("part <> sku", name="part"),
        sa.Index("ix_bundle_parts_part", "part"),
        REFERENCE,
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[int]


class OrderedBundle(Base):
    """Which composition an order was promised: what is held, sent and given back for it follows that one."""

    __tablename__ = "ordered_bundles"
    __table_args__ = (sa.CheckConstraint("quantity > 0", name="quantity"), {"info": BY_SKU})

    sku: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    quantity: Mapped[int]
