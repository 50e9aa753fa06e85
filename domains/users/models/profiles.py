"""What people tell of themselves: where things go, and what they have let us write about."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domains.shared.addresses import Address, AddressColumn
from domains.shared.ids import new_id

from ..database import LOCAL, Base


class SavedAddress(Base):
    """An address in a person's book. Parcels go to one of them unless they say otherwise, invoices to one."""

    __tablename__ = "addresses"
    __table_args__ = (
        sa.Index("ix_addresses_person_id", "person_id"),
        sa.Index("uq_addresses_delivery", "person_id", unique=True, postgresql_where=sa.text("for_delivery")),
        sa.Index("uq_addresses_billing", "person_id", unique=True, postgresql_where=sa.text("for_billing")),
        {"info": LOCAL},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people.id"))
    address: Mapped[Address] = mapped_column(AddressColumn)
    for_delivery: Mapped[bool] = mapped_column(server_default=sa.false())
    for_billing: Mapped[bool] = mapped_column(server_default=sa.false())
    saved_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())


class Consent(Base):
    """That somebody has allowed or forbidden something, and the very words they did it by. Rows are only ever added:
    a trigger refuses everything else. They name nobody but by an id that means nothing once its person is gone."""

    __tablename__ = "consents"
    __table_args__ = (sa.Index("ix_consents_person_id", "person_id", "id"), {"info": LOCAL})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID]
    given: Mapped[bool]
    wording: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
