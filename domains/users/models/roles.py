"""Who may do what in the back office."""

from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import LOCAL, Base
from .people import Person


class Role(StrEnum):
    OWNER = "owner"


class PersonRole(Base):
    __tablename__ = "person_roles"
    __table_args__ = (
        sa.CheckConstraint(f"role IN ({', '.join(repr(str(role)) for role in Role)})", name="role"),
        {"info": LOCAL},
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(sa.Text, primary_key=True)

    person: Mapped[Person] = relationship(lazy="raise", back_populates="roles")
