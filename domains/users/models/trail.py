"""What was done, by whom and from where. Rows are only ever added: a trigger refuses everything else."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared import clock
from domains.shared.ids import new_id

from ..database import LOCAL, Base


class AuditEntry(Base):
    """`digest` is that of everything else in the row as it stands there; the chain holds digests, never what was
    written. What names who acted, or `about` whom, is closed with that person's own key."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        sa.Index("ix_audit_entries_at", "at"),
        sa.Index("ix_audit_entries_person_id", "person_id"),
        sa.Index("ix_audit_entries_about", "about"),
        {"info": LOCAL},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), default=clock.now)
    actor: Mapped[str] = mapped_column(sa.Text)
    person_id: Mapped[UUID | None]
    about: Mapped[UUID | None]
    behalf_of: Mapped[str] = mapped_column(sa.Text, server_default="")
    action: Mapped[str] = mapped_column(sa.Text)
    subject: Mapped[str] = mapped_column(sa.Text, server_default="")
    outcome: Mapped[str] = mapped_column(sa.Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(pg.JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(pg.JSONB(none_as_null=True))
    ip: Mapped[str] = mapped_column(sa.Text, server_default="")
    user_agent: Mapped[str] = mapped_column(sa.Text, server_default="")
    request_id: Mapped[str] = mapped_column(sa.Text, server_default="")
    digest: Mapped[str] = mapped_column(sa.Text)


class AuditLink(Base):
    """A place in the chain of a day. The first of a day holds on to the last of the day before."""

    __tablename__ = "audit_links"
    __table_args__ = (sa.UniqueConstraint("entry_id"), {"info": LOCAL})

    day: Mapped[date] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(sa.Text)
    hash: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())


class AuditDay(Base):
    """The head of a day that is over: how many links its chain has, and the hash of the last."""

    __tablename__ = "audit_days"
    __table_args__ = ({"info": LOCAL},)

    day: Mapped[date] = mapped_column(primary_key=True)
    links: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
