"""People, the parties they shop as, and their passwords. All local tables: one node holds them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared.ids import new_id

from ..database import LOCAL, Base
from ..permissions import Permission

if TYPE_CHECKING:
    from .roles import PersonRole


class Person(Base):
    """One human being with an e-mail address; `email` is kept as typed, unique in lower case, and known to be theirs
    since `verified_at`. `party_id` is who they are to carts, orders and wishlists; `phone` is in E.164; they let us
    write about goods since `marketing_at`, as the last of their consents has it; their first role is of
    `staff_since`; `disabled_because` is why a customer is kept out, in the words of whoever did that.
    Of who has just proved their password, `password_of` is since when it holds."""

    __tablename__ = "people"
    __allow_unmapped__ = True
    __table_args__ = (
        sa.Index("uq_people_email", sa.text("lower(email)"), unique=True),
        {"info": LOCAL},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    party_id: Mapped[UUID] = mapped_column(unique=True, default=new_id)
    email: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text, server_default="")
    phone: Mapped[str] = mapped_column(sa.Text, server_default="")
    language: Mapped[str] = mapped_column(sa.Text, server_default="en")
    marketing_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    verified_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
    staff_since: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
    second_factor_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
    disabled_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
    disabled_because: Mapped[str] = mapped_column(sa.Text, server_default="")

    roles: Mapped[list["PersonRole"]] = relationship(lazy="raise", back_populates="person")

    password_of: datetime | None = None

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    def may(self, permission: Permission, location: str | None = None) -> bool:
        """With the code of a location: also there. Without one: anywhere at all."""
        return any(given.allows(permission, location) for given in self.roles)

    @property
    def holds(self) -> frozenset[Permission]:
        """What this person may do everywhere, and so may give to others."""
        return frozenset().union(*(given.role.allows for given in self.roles if not given.locations))

    @property
    def second_factor_due(self) -> datetime | None:
        """Until when somebody of the staff may go without one: the strictest of their roles says. None for shoppers."""
        if not self.is_staff:
            return None
        days = min(given.role.second_factor_days for given in self.roles)
        return (self.staff_since or self.created_at) + timedelta(days=days)

    @property
    def owns(self) -> bool:
        return any(given.role.everything and not given.locations for given in self.roles)


class Party(Base):
    """A guest under whom something was ordered with an address that is known to be a person's: of that party's orders
    those with this address are theirs. Kept in lower case."""

    __tablename__ = "parties"
    __table_args__ = (sa.Index("ix_parties_person_id", "person_id"), {"info": LOCAL})

    party_id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())


class Credential(Base):
    """A password, as an Argon2id hash in its own encoded form."""

    __tablename__ = "credentials"
    __table_args__ = ({"info": LOCAL},)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(sa.Text)
    changed_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
