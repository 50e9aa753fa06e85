"""What is written down about a person where nothing can be taken out again: closed with a key of their own.

Once the key is destroyed nobody can read it any more, and the chain over it still holds: it is one of closed boxes."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Person, PersonKey
from .sealing import seal, unseal

PURPOSE: Final = "a person's key"
CLOSED: Final = "closed:"  # how a closed text begins
ERASED: Final = "somebody erased"


class Box:
    """Of one person; `Box(None)` leaves everything open, for what is nobody's."""

    def __init__(self, key: str | None) -> None:
        self._fernet = Fernet(key) if key else None

    def close(self, text: str) -> str:
        if self._fernet is None or not text:
            return text
        return CLOSED + self._fernet.encrypt(text.encode()).decode()

    def close_all(self, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if self._fernet is None or values is None:
            return dict(values) if values is not None else None
        return {"closed": self.close(json.dumps(values, ensure_ascii=False))}

    def open(self, text: str) -> str:
        """ERASED where the key is gone; what was never closed as it is."""
        if not text.startswith(CLOSED):
            return text
        try:
            return self._fernet.decrypt(text.removeprefix(CLOSED)).decode() if self._fernet else ERASED
        except InvalidToken:
            return ERASED

    def open_all(self, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if values is None:
            return None
        closed = str(values.get("closed", ""))
        if len(values) != 1 or not closed.startswith(CLOSED):
            return dict(values)
        opened = self.open(closed)
        return {"": ERASED} if opened == ERASED else dict(json.loads(opened))


OPEN: Final = Box(None)


async def box_of(session: AsyncSession, person_id: UUID | None) -> Box:
    """Made with the first thing that is written down about somebody. Of who is not there any more it stays open: there
    is nothing to be said about them."""
    if person_id is None:
        return OPEN
    known = sa.select(PersonKey.sealed).where(PersonKey.person_id == person_id)
    sealed = await session.scalar(known)
    if sealed is None or unseal(PURPOSE, sealed) is None:
        await _make_key(session, person_id, instead_of=sealed)
        sealed = await session.scalar(known)
    return Box(unseal(PURPOSE, sealed) if sealed else None)


async def _make_key(session: AsyncSession, person_id: UUID, instead_of: str | None) -> None:
    """Where there is a person, and no key yet or one that was sealed with a secret that is gone."""
    fresh = seal(PURPOSE, urlsafe_b64encode(token_bytes(32)).decode())
    there = sa.select(Person.id, sa.literal(fresh)).where(Person.id == person_id)
    row = pg.insert(PersonKey).from_select(["person_id", "sealed"], there)
    lost = PersonKey.sealed == (instead_of or "")
    await session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_={"sealed": fresh}, where=lost))


async def boxes_of(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, Box]:
    """Those that there are still keys to."""
    found = await session.scalars(sa.select(PersonKey).where(PersonKey.person_id.in_(people)))
    return {key.person_id: Box(unseal(PURPOSE, key.sealed)) for key in found}
