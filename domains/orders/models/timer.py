"""When an unpaid order ends: one row per order, claimed by whichever clock comes first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base
from .columns import LOCAL


class PaymentTimer(Base):
    __tablename__ = "payment_timers"
    __table_args__ = (Index("ix_payment_timers_due_at", "due_at"), LOCAL)

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    due_at: Mapped[datetime]
