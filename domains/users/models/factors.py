"""Second factors: the secret of an authenticator app, and codes for when it is lost."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import LOCAL, Base


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


class RecoveryCode(Base):
    """Used once; 80 random bits, so that a plain hash of it cannot be turned back."""

    __tablename__ = "recovery_codes"
    __table_args__ = (sa.Index("ix_recovery_codes_person_id", "person_id"), {"info": LOCAL})

    code_hash: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"))
    used_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
