"""Where people are signed in: a session is a family of refresh tokens on one device."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from domains.shared.ids import new_id

from ..database import LOCAL, Base
from ..tokens import Audience
from .people import Person

STEPPED_UP: Final = timedelta(minutes=5)  # for how long what was proved just now need not be proved again


class Session(Base):
    """A sign-in on a device, for pages or for the API (`audience`). It rests for `idle` at most and ends at `ends_at`;
    `proved_at` is when its person last gave a password, or the second factor where they have one; `fresh` while that is
    not long ago. `groups` are those its shopper was put in, `taken` the parties they have taken on, each with its
    address. Somebody of the staff acts for `acts_as` until `acts_until`; `acting` while that holds."""

    __tablename__ = "sessions"
    __allow_unmapped__ = True  # for what is told along with it to whoever asks
    __table_args__ = (
        sa.Index("ix_sessions_person_id", "person_id"),
        sa.Index("ix_sessions_acts_as_id", "acts_as_id", postgresql_where=sa.text("acts_as_id IS NOT NULL")),
        {"info": LOCAL},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"))
    audience: Mapped[str] = mapped_column(sa.Text, server_default=Audience.SHOP.value)
    second_factor: Mapped[bool] = mapped_column(server_default=sa.false())
    ip: Mapped[str] = mapped_column(sa.Text, server_default="")
    user_agent: Mapped[str] = mapped_column(sa.Text, server_default="")
    started_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    seen_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    proved_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    idle: Mapped[timedelta] = mapped_column(sa.Interval)
    ends_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))

    acts_as_id: Mapped[UUID | None]  # no foreign key: customers go when they want to
    acts_until: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))

    person: Mapped[Person] = relationship(lazy="raise")
    acts_as: Mapped[Person | None] = relationship(
        lazy="raise", primaryjoin=lambda: foreign(Session.acts_as_id) == Person.id, viewonly=True
    )

    fresh: bool = False
    acting: bool = False
    groups: frozenset[str] = frozenset()
    taken: frozenset[tuple[UUID, str]] = frozenset()

    @property
    def customer(self) -> Person | None:
        """Whom its person, of the staff, acts for."""
        return self.acts_as if self.acting else None

    @property
    def shopper(self) -> Person:
        """Whose carts, lists and orders the shop shows."""
        return self.customer or self.person


class RefreshToken(Base):
    """One use of a session's family; the token itself is kept nowhere. `used_at` once it has a successor."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (sa.Index("ix_refresh_tokens_session_id", "session_id"), {"info": LOCAL})

    token_hash: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sessions.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    used_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))

    session: Mapped[Session] = relationship(lazy="raise")
