"""Where goods lie."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.ids import new_id

from ..database import Base


class Location(Base):
    """A warehouse or a shop; the lowest `priority` ships first."""

    __tablename__ = "locations"
    __table_args__ = (sa.UniqueConstraint("code"), {"info": {"kind": "reference"}})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str]
    country: Mapped[str] = mapped_column(sa.CHAR(2))
    priority: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
