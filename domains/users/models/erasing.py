"""What goes when somebody goes: the key to what is written down about them, and what is left to do elsewhere."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from ..database import LOCAL, Base


class PersonKey(Base):
    """To the closed boxes about a person, sealed as SECRET_KEY seals it. Destroying it erases what is in them."""

    __tablename__ = "person_keys"
    __table_args__ = ({"info": LOCAL},)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str] = mapped_column(sa.Text)


class Erasure(Base):
    """That an account was deleted, and digests of its parties, by which
    they are known again. `about` is what other domains
    must know to do their part, sealed, and gone once `waiting` names none of them."""

    __tablename__ = "erasures"
    __table_args__ = (
        sa.Index("ix_erasures_waiting", "asked_at", postgresql_where=sa.text("about IS NOT NULL")),
        sa.Index("ix_erasures_parties", "parties", postgresql_using="gin"),
        {"info": LOCAL},
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    parties: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.Text))
    waiting: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.Text))
    about: Mapped[str | None] = mapped_column(sa.Text)
    asked_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
