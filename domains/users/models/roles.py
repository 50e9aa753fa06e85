"""Who may do what in the back office: roles are rows, a person has some, here and there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared.ids import new_id

from ..database import LOCAL, Base
from ..permissions import LIMITABLE, Permission, known
from .people import Person

OWNER: Final = "owner"
SECOND_FACTOR_DAYS: Final = 14
NAMES = pg.ARRAY(sa.Text)
NONE = sa.text("'{}'")


class Role(Base):
    """`everything` is the owner's: whatever is added to the catalogue, it holds. Its key stays, its name may change.
    For `second_factor_days` who begins to work here may do so without a second factor; 0 asks for it at once."""

    __tablename__ = "roles"
    __table_args__ = (sa.Index("uq_roles_name", sa.text("lower(name)"), unique=True), {"info": LOCAL})

    key: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    name: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, server_default="")
    everything: Mapped[bool] = mapped_column(server_default=sa.false())
    permissions: Mapped[list[str]] = mapped_column(NAMES, server_default=NONE)
    second_factor_days: Mapped[int] = mapped_column(server_default=str(SECOND_FACTOR_DAYS))
    revision: Mapped[UUID] = mapped_column(default=new_id)
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())

    @property
    def allows(self) -> frozenset[Permission]:
        return frozenset(Permission) if self.everything else known(self.permissions)

    @property
    def unlimitable(self) -> list[Permission]:
        """What it lets somebody change that lies nowhere: nobody has it at some locations alone."""
        return [permission for permission in Permission if permission in self.allows - LIMITABLE]

    def allow(self, permissions: Iterable[Permission]) -> None:
        self.permissions = [permission.value for permission in Permission if permission in set(permissions)]


class KnownPermission(Base):
    """What the catalogue of permissions held when the roles were last looked at: whatever else it has is new."""

    __tablename__ = "known_permissions"
    __table_args__ = ({"info": LOCAL},)

    name: Mapped[str] = mapped_column(sa.Text, primary_key=True)


class PersonRole(Base):
    """A role that a person has: at these locations (their codes), or everywhere where there are none."""

    __tablename__ = "person_roles"
    __table_args__ = (sa.Index("ix_person_roles_role", "role"), {"info": LOCAL})

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    role_key: Mapped[str] = mapped_column("role", sa.ForeignKey("roles.key"), primary_key=True)
    locations: Mapped[list[str]] = mapped_column(NAMES, server_default=NONE)

    person: Mapped[Person] = relationship(lazy="raise", back_populates="roles")
    role: Mapped[Role] = relationship(lazy="joined", innerjoin=True)

    def allows(self, permission: Permission, location: str | None) -> bool:
        """At some locations nothing is allowed that knows no place: a limit is never without effect."""
        here = not self.locations or (permission in LIMITABLE and location in (None, *self.locations))
        return here and permission in self.role.allows
