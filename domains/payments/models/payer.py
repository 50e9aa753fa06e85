"""Who pays with an account."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base
from .kinds import BY_CUSTOMER


class Payer(Base):
    """A person whom Stripe knows too, as its customer `stripe_id`: under that it keeps their cards, of which nothing is
    known here. None until Stripe has answered; once they are erased, for good."""

    __tablename__ = "payers"
    __table_args__ = ({"info": BY_CUSTOMER},)

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    stripe_id: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    erased_at: Mapped[datetime | None]
