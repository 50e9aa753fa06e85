"""What runs out: from when on that is told, and what was told of it."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.ids import new_id

from ..database import Base
from .keys import at_a_level

OPEN: Final = "ended_at IS NULL"


class ReorderRules(Base):
    """One row, for every level with none of its own. Low is what sells in `cover_days`, never less than `units`; what
    is bought lasts `target_days`. A letter a day goes out from `digest_hour` UTC on, last on `digest_on`."""

    __tablename__ = "reorder_rules"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="one"),
        {"info": {"kind": "reference"}},
    )

    id: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, default=1, autoincrement=False)
    cover_days: Mapped[int] = mapped_column(default=7, server_default="7")
    units: Mapped[int] = mapped_column(default=0, server_default="0")
    target_days: Mapped[int] = mapped_column(default=28, server_default="28")
    digest_hour: Mapped[int] = mapped_column(sa.SmallInteger, default=6, server_default="6")
    digest_on: Mapped[date | None]
    measured_at: Mapped[datetime | None]
    revision: Mapped[UUID] = mapped_column(default=new_id, server_default=sa.func.gen_random_uuid())


class Shortage(Base):
    """A level is low, and `out_at` once nothing was left, until there is enough again. Told of each step at once, and
    in one letter of a day (`digest_id`), which leaves out what `seen_by` looks after, and all before `quiet_until`."""

    __tablename__ = "shortages"
    __table_args__ = at_a_level(
        sa.Index("uq_shortages_open", "sku", "location_id", unique=True, postgresql_where=sa.text(OPEN)),
        sa.Index("ix_shortages_open", "location_id", postgresql_where=sa.text(OPEN)),
        sa.Index("ix_shortages_digest", "digest_id", postgresql_where=sa.text(OPEN)),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[UUID]
    began_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())
    out_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]
    quiet_until: Mapped[datetime | None]
    digest_id: Mapped[UUID | None]

    def worsen(self) -> None:
        """Nothing is left: whoever looked after it, or wanted to hear no more of it, did so of something less."""
        self.out_at = sa.func.now()
        self.seen_by = self.quiet_until = self.digest_id = None
