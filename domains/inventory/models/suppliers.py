"""From whom goods are bought."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.ids import new_id

from ..database import Base


class Supplier(Base):
    """`lead_days` pass between an order and its goods, as a rule; `reference` is our number with them."""

    __tablename__ = "suppliers"
    __table_args__ = (
        sa.CheckConstraint("lead_days >= 0", name="lead_days"),
        sa.UniqueConstraint("name"),
        {"info": {"kind": "reference"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="", server_default="")
    reference: Mapped[str] = mapped_column(default="", server_default="")
    lead_days: Mapped[int] = mapped_column(default=0, server_default="0")
    revision: Mapped[UUID] = mapped_column(default=new_id)
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
