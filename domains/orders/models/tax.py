"""Tax rates by country and class, each from a day on."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base
from .columns import REFERENCE


class TaxRate(Base):
    """`rate` is a fraction: 0.19 is 19 %. `valid_until` is the last day, or open."""

    __tablename__ = "tax_rates"
    __table_args__ = (
        sa.CheckConstraint("rate >= 0 AND rate < 1", name="rate"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="valid"),
        REFERENCE,
    )

    country: Mapped[str] = mapped_column(sa.CHAR(2), primary_key=True)
    tax_class: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_until: Mapped[date | None]
    rate: Mapped[Decimal] = mapped_column(sa.Numeric(6, 4))
    label: Mapped[str]
