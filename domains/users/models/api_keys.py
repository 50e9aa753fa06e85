"""Keys of programs: a part of what their maker may do, for a while."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared import clock
from domains.shared.ids import new_id

from ..database import LOCAL, Base
from ..permissions import Permission, known
from .people import Person


class ApiKey(Base):
    """`prefix` is how its first signs show it to people; of the whole a hash is kept. It may never do more than its
    maker may do at that moment."""

    __tablename__ = "api_keys"
    __table_args__ = (sa.Index("ix_api_keys_person_id", "person_id"), {"info": LOCAL})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(sa.Text)
    prefix: Mapped[str] = mapped_column(sa.Text, unique=True)
    key_hash: Mapped[str] = mapped_column(sa.Text, unique=True)
    permissions: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.Text))
    per_minute: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))

    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def scopes(self) -> frozenset[Permission]:
        """What it was given; how much of that holds, its maker's roles say."""
        return known(self.permissions)

    @property
    def over(self) -> bool:
        return self.ends_at <= clock.now()

    def may(self, permission: Permission, location: str | None = None) -> bool:
        return permission in self.scopes and self.person.may(permission, location)
