"""What proves that somebody reads a mailbox: a link in a letter, used once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.columns import one_of
from domains.shared.ids import new_id

from ..database import LOCAL, Base


class ProofKind(StrEnum):
    JOIN = "join"
    RESET = "reset"
    LEAVE_ADDRESS = "leave_address"
    TAKE_ADDRESS = "take_address"


class Proof(Base):
    """A link sent to `email`. It is written down whether or not there is anything to send, so that both look alike.
    The two links of a change of address bear the same `change_id`."""

    __tablename__ = "proofs"
    __table_args__ = (
        one_of("kind", ProofKind),
        sa.Index("ix_proofs_person_id", "person_id"),
        sa.Index("ix_proofs_ends_at", "ends_at"),
        {"info": LOCAL},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.Text)
    email: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text, server_default="")
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("people.id"))
    change_id: Mapped[UUID | None]
    token_hash: Mapped[str] = mapped_column(sa.Text, unique=True)
    asked_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
    ends_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
