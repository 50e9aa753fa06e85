"""Where people are signed in."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared.ids import new_id

from ..database import LOCAL, Base
from .people import Person


class Session(Base):
    """A sign-in on one device. The cookie holds an opaque token; here is only its hash."""

    __tablename__ = "sessions"
    __table_args__ = (sa.Index("ix_sessions_person_id", "person_id"), {"info": LOCAL})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"))
    token_hash: Mapped[str] = mapped_column(sa.Text, unique=True)
    ip: Mapped[str] = mapped_column(sa.Text, server_default="")
    user_agent: Mapped[str] = mapped_column(sa.Text, server_default="")
    started_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    seen_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    ends_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))

    person: Mapped[Person] = relationship(lazy="raise")
