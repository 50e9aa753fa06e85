"""Customers of the demo shop: accounts that nobody can open, for none of them has a password."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from domains.shared.ids import new_id

from .actor import Actor
from .customers import CUSTOMERS
from .database import database
from .groups import GroupDraft, create_group, groups, put_in_group
from .models import Person

ASKED: Final = Actor("demo")
THEY: Final = (
    ("Grete Hermann", "grete.hermann@example.com", "+49421123456"),
    ("Emmy Noether", "emmy.noether@example.com", ""),
    ("Maria Sibylla Merian", "merian@example.com", ""),
)
FRIENDS: Final = GroupDraft("Friends of the shop", "Whoever we like to give something to now and then.")


async def settle_demo_customers() -> None:
    """Where nobody else has an account yet: whom somebody has erased stays so."""
    async with database.transaction() as session:
        if await session.scalar(CUSTOMERS.limit(1)):
            return
        for name, email, phone in THEY:
            told = {"name": name, "email": email, "phone": phone, "verified_at": sa.func.now()}
            row = insert(Person).values(id=new_id(), party_id=new_id(), **told)
            await session.execute(row.on_conflict_do_nothing())
    if not await groups():
        group = await create_group(FRIENDS, actor=ASKED)
        await put_in_group(group.key, THEY[0][1], actor=ASKED)
