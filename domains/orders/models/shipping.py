"""Where we deliver, how, and for how much. Reference tables: few rows, edited by staff."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.money import Money

from ..database import Base
from .columns import REFERENCE, Amount, Currency


class ShippingZone(Base):
    __tablename__ = "shipping_zones"
    __table_args__ = (REFERENCE,)

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class ZoneCountry(Base):
    """A country belongs to one zone; one without a zone is not delivered to."""

    __tablename__ = "shipping_zone_countries"
    __table_args__ = (REFERENCE,)

    country: Mapped[str] = mapped_column(sa.CHAR(2), primary_key=True)
    zone_code: Mapped[str] = mapped_column(sa.ForeignKey("shipping_zones.code"))


class ShippingMethod(Base):
    __tablename__ = "shipping_methods"
    __table_args__ = (REFERENCE,)

    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    position: Mapped[int]


class ShippingRate(Base):
    """The price of one method into one zone, up to a weight. `free_above`: goods worth that much travel free."""

    __tablename__ = "shipping_rates"
    __table_args__ = (
        sa.CheckConstraint("amount >= 0", name="amount"),
        sa.CheckConstraint("free_above IS NULL OR free_above >= 0", name="free_above"),
        sa.CheckConstraint("days_min BETWEEN 0 AND days_max", name="days"),
        sa.CheckConstraint("max_grams > 0", name="max_grams"),
        REFERENCE,
    )

    zone_code: Mapped[str] = mapped_column(sa.ForeignKey("shipping_zones.code"), primary_key=True)
    method_code: Mapped[str] = mapped_column(sa.ForeignKey("shipping_methods.code"), primary_key=True)
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    max_grams: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Amount]
    free_above: Mapped[int | None] = mapped_column(sa.BigInteger)
    days_min: Mapped[int]
    days_max: Mapped[int]

    @property
    def price(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def free_from(self) -> Money | None:
        return None if self.free_above is None else Money(self.free_above, self.currency)
