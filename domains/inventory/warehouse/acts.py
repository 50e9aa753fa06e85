"""How a deed is done to a document: once, by who saw it as it is, with the levels of its goods locked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared import inbox
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id

from .. import counting, projection, stock
from ..database import database
from ..models import MOST, Cause, Document, DocumentState, DocumentStep, Receipt, StepKind, StockLevel, StockMovement
from .errors import DocumentChanged, NotNow

ENDS: Final = (
    selectinload(Document.source),
    selectinload(Document.destination),
    selectinload(Document.supplier),
)
WHOLE: Final = (selectinload(Document.lines), *ENDS)


@dataclass(frozen=True)
class Act:
    """Who acts upon a document. `revision` is what they saw of it, None for a deed that fits whatever others did.
    `key` comes with the form: sent twice, it is done once."""

    actor: str
    revision: UUID | None = None
    key: UUID | None = None


@dataclass(frozen=True)
class Bench:
    """A document taken up, its levels by SKU and location locked in the order in which everybody locks."""

    document: Document
    levels: Mapping[tuple[str, UUID], StockLevel]
    act: Act

    def at_source(self, sku: str) -> StockLevel | None:
        source = self.document.source_id
        return None if source is None else self.levels.get((sku, source))

    def at_destination(self, sku: str) -> StockLevel:
        return self.levels[sku, self.document.destination_id]

    def cause(self, reason: str) -> Cause:
        return Cause(reference=self.document.number, reason=reason, actor=self.act.actor)


Deed = Callable[[Bench], Iterable[StockMovement | DocumentStep | Receipt]]


async def taken_up(session: AsyncSession, number: str, act: Act, *states: DocumentState) -> Document | None:
    """Locked, with a new revision; None where this very deed was done before. DocumentChanged where it is not what
    was seen, NotNow in no such state."""
    if not await inbox.first_time(session, "inventory.documents", act.key):
        return None
    document = await locked(session, number)
    await begin_change(session, document, act, *states)
    return document


async def locked(session: AsyncSession, number: str) -> Document:
    wanted = sa.select(Document).where(Document.number == number).options(*WHOLE)
    document: Document | None = await session.scalar(wanted.with_for_update())
    if document is None:
        raise NotFound("There is no such document.")
    return document


async def begin_change(session: AsyncSession, document: Document, act: Act, *states: DocumentState) -> None:
    if act.revision not in (None, document.revision):
        raise DocumentChanged(await _last_actor(session, document))
    if document.state not in states:
        raise NotNow(document.number, document.state)
    document.revision = new_id()


async def carry_out(
    number: str, act: Act, states: Iterable[DocumentState], deed: Deed, *, sets_off: bool = False
) -> None:
    """All of what the deed moves, or nothing. With one that `sets_off` goods, each gets a level where it is bound."""
    async with database.transaction() as session:
        document = await taken_up(session, number, act, *states)
        if document is None:
            return
        skus = [line.sku for line in document.lines]
        if sets_off:
            await counting.ensure_levels(session, [(sku, document.destination_id) for sku in sorted(skus)])
        levels = await stock.locked_together(session, skus)
        await stock.sweep(session, levels.values())
        session.add_all(deed(Bench(document, levels, act)))
    await projection.refresh(skus)


def step(document: Document, act: Act, kind: StepKind, told: str = "") -> DocumentStep:
    return DocumentStep(document_id=document.id, kind=kind, told=told, actor=act.actor)


def check_room(units: int, sku: str) -> None:
    """So that no figure grows beyond what can be counted."""
    if units > MOST:
        raise Invalid(f"There would be more of {sku} than can be counted.")


async def _last_actor(session: AsyncSession, document: Document) -> str:
    last = sa.select(DocumentStep.actor).where(DocumentStep.document_id == document.id)
    return await session.scalar(last.order_by(DocumentStep.id.desc()).limit(1)) or ""
