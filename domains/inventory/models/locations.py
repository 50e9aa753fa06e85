"""Where goods lie."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.ids import new_id

from ..database import Base


class Location(Base):
    """A warehouse or a shop; the lowest `priority` ships first, to these `zones` alone or, with none, everywhere.

    `pickup`: shoppers may come there. `hours` are seven, Monday first, each like "9:00-13:00, 14:00-18:00" or empty for
    closed; none at all where nobody has said."""

    __tablename__ = "locations"
    __table_args__ = (sa.UniqueConstraint("code"), {"info": {"kind": "reference"}})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str]
    country: Mapped[str] = mapped_column(sa.CHAR(2))
    region: Mapped[str] = mapped_column(server_default="")
    priority: Mapped[int] = mapped_column(server_default="0")
    address: Mapped[str] = mapped_column(server_default="")
    zones: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.Text), server_default="{}")
    pickup: Mapped[bool] = mapped_column(server_default=sa.false())
    hours: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.Text), server_default="{}")
    revision: Mapped[UUID] = mapped_column(server_default=sa.func.gen_random_uuid())
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
