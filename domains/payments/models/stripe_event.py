"""What Stripe told us, and from when on it is asked."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base
from .kinds import LOCAL


class StripeEvent(Base):
    """That Stripe told us something, and of what; what it is about is read anew when it is looked into."""

    __tablename__ = "stripe_events"
    __table_args__ = (
        sa.Index("ix_stripe_events_open", "received_at", postgresql_where=sa.text("handled_at IS NULL")),
        {"info": LOCAL},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    object_id: Mapped[str]
    payment_intent_id: Mapped[str | None]
    details: Mapped[dict[str, str]] = mapped_column(JSONB)
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    handled_at: Mapped[datetime | None]


class Mark(Base):
    """A few facts about this installation: its own id at Stripe, and when events were last asked for."""

    __tablename__ = "marks"
    __table_args__ = ({"info": LOCAL},)

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(server_default="")
    at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
