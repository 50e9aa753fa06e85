"""Customer groups: for whom price lists and promotions may be meant. Some are in one by hand, others by its rule."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.ids import new_id

from ..database import LOCAL, Base
from ..membership import Rule


class Group(Base):
    """Price lists and promotions name it by its key, which stays; its name may change. `asked` is its rule, as JSON."""

    __tablename__ = "groups"
    __table_args__ = (sa.Index("uq_groups_name", sa.text("lower(name)"), unique=True), {"info": LOCAL})

    key: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    name: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, server_default="")
    asked: Mapped[dict[str, Any]] = mapped_column(pg.JSONB, server_default="{}")
    revision: Mapped[UUID] = mapped_column(default=new_id)
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())

    @property
    def rule(self) -> Rule:
        return Rule.read(self.asked)


class GroupMember(Base):
    """Somebody whom staff have put in a group, whatever its rule says."""

    __tablename__ = "group_members"
    __table_args__ = (sa.Index("ix_group_members_person_id", "person_id"), {"info": LOCAL})

    group_key: Mapped[str] = mapped_column(sa.ForeignKey("groups.key", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
