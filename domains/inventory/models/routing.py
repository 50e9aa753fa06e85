"""By which rules a shop chooses from where it sends."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base


class RoutingRules(Base):
    """One row, once somebody has chosen: the `rules` in their order, see `routing.Rule`."""

    __tablename__ = "routing_rules"
    __table_args__ = (sa.CheckConstraint("number = 1", name="one"), {"info": {"kind": "reference"}})

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rules: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.Text))
    revision: Mapped[UUID]
