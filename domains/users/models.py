"""People, what they prove themselves with, and where they are signed in. All local tables: one node holds them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared.ids import new_id

from .database import Base

LOCAL: dict[str, str] = {"kind": "local"}


class Role(StrEnum):
    OWNER = "owner"


class Person(Base):
    """One human being with an e-mail address; `email` is kept as typed, unique in lower case."""

    __tablename__ = "people"
    __table_args__ = (
        sa.Index("uq_people_email", sa.text("lower(email)"), unique=True),
        {"info": LOCAL},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text, server_default="")
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    disabled_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))

    roles: Mapped[list["PersonRole"]] = relationship(lazy="raise", back_populates="person")

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)


class PersonRole(Base):
    __tablename__ = "person_roles"
    __table_args__ = (
        sa.CheckConstraint(f"role IN ({', '.join(repr(str(role)) for role in Role)})", name="role"),
        {"info": LOCAL},
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(sa.Text, primary_key=True)

    person: Mapped[Person] = relationship(lazy="raise", back_populates="roles")


class Credential(Base):
    """A password, as an Argon2id hash in its own encoded form."""

    __tablename__ = "credentials"
    __table_args__ = ({"info": LOCAL},)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(sa.Text)
    changed_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())


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
