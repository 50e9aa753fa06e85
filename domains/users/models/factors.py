"""Second factors: the secret of an authenticator app, passkeys, and codes for when they are lost."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared.ids import new_id

from ..database import LOCAL, Base
from .people import Person


class Authenticator(Base):
    """`sealed` is the secret, as SECRET_KEY seals it; `last_step` the last half minute whose code was taken, so that
    none is taken twice. It counts once it is confirmed."""

    __tablename__ = "authenticators"
    __table_args__ = ({"info": LOCAL},)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(sa.Text)
    last_step: Mapped[int] = mapped_column(sa.BigInteger, server_default="0")
    made_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    confirmed_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))


class Passkey(Base):
    """The public half of a key that a person's device keeps (WebAuthn). `public_key` is its COSE key; `sign_count` what
    the device counted to when it was last used, 0 for ever where it does not count; `transports` how browsers reach it;
    `backed_up` where its maker copies it to the person's other devices."""

    __tablename__ = "passkeys"
    __table_args__ = (sa.Index("ix_passkeys_person_id", "person_id"), {"info": LOCAL})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"))
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    transports: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.Text))
    name: Mapped[str] = mapped_column(sa.Text)
    backed_up: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    used_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))

    person: Mapped[Person] = relationship(lazy="raise")


class RecoveryCode(Base):
    """Used once; 80 random bits, so that a plain hash of it cannot be turned back."""

    __tablename__ = "recovery_codes"
    __table_args__ = (sa.Index("ix_recovery_codes_person_id", "person_id"), {"info": LOCAL})

    code_hash: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"))
    used_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
