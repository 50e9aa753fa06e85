"""From whom goods are bought: who they are, and how long they take."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.exc import IntegrityError

from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id

from ..database import database
from ..models import Supplier
from .errors import SupplierChanged, SupplierTaken

LONGEST_NAME, LONGEST_REFERENCE, LONGEST_EMAIL = 80, 60, 254
MOST_DAYS: Final = 730


@dataclass(frozen=True)
class SupplierDraft:
    """`lead_days` pass between an order and its goods, as a rule; `reference` is our number with them."""

    name: str
    email: str = ""
    reference: str = ""
    lead_days: int = 0

    def check(self) -> None:
        wrong = {}
        if not 0 < len(self.name) <= LONGEST_NAME:
            wrong["name"] = f"Give the supplier a name of {LONGEST_NAME} characters at most."
        if self.email and ("@" not in self.email.strip("@") or len(self.email) > LONGEST_EMAIL or " " in self.email):
            wrong["email"] = "Give an e-mail address such as orders@example.com, or nothing."
        if len(self.reference) > LONGEST_REFERENCE:
            wrong["reference"] = f"Say it in {LONGEST_REFERENCE} characters at most."
        if not 0 <= self.lead_days <= MOST_DAYS:
            wrong["lead_days"] = f"Give a whole number of days, {MOST_DAYS} at most."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)


async def suppliers() -> Sequence[Supplier]:
    async with database.reading() as session:
        return (await session.scalars(sa.select(Supplier).order_by(sa.func.lower(Supplier.name)))).all()


async def find_supplier(supplier_id: UUID) -> Supplier:
    async with database.reading() as session:
        found = await session.get(Supplier, supplier_id)
    if found is None:
        raise NotFound("There is no such supplier.")
    return found


async def add_supplier(draft: SupplierDraft) -> Supplier:
    """SupplierTaken where there is one of this name."""
    draft.check()
    async with database.transaction() as session:
        insert = pg.insert(Supplier).values(id=new_id(), revision=new_id(), **asdict(draft))
        added = insert.on_conflict_do_nothing(index_elements=["name"]).returning(Supplier)
        made: Supplier | None = await session.scalar(added)
        if made is None:
            raise SupplierTaken
    return made


async def change_supplier(supplier_id: UUID, draft: SupplierDraft, revision: UUID) -> Supplier:
    """SupplierChanged where somebody was faster."""
    draft.check()
    async with database.transaction() as session:
        changed = await session.get(Supplier, supplier_id, with_for_update={"key_share": True})
        if changed is None:
            raise NotFound("There is no such supplier.")
        if changed.revision != revision:
            raise SupplierChanged
        for name, value in asdict(draft).items():
            setattr(changed, name, value)
        changed.revision = new_id()
        try:
            await session.flush()
        except IntegrityError:
            raise SupplierTaken from None
    return changed
