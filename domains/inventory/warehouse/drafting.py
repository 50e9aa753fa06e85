"""Drafts of transfers and purchase orders: begun, given their lines, described. They change no figure yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.settings import settings

from .. import places
from ..database import database
from ..models import Document, DocumentKind, DocumentLine, DocumentState, Series, StepKind, Supplier
from .acts import Act, begin_change, locked, step, taken_up
from .errors import LinesRefused

FIRST_NUMBER: Final = 1001
LONGEST_REFERENCE, LONGEST_NOTE = 60, 1_000
MOST_LINES, MOST_UNITS = 500, 1_000_000
MOST_COST: Final = 10_000_000_000  # minor units for one
OPEN_STATES: Final = tuple(state for state in DocumentState if state not in ("received", "cancelled"))


@dataclass(frozen=True)
class Terms:
    """`reference` is what the other side calls it."""

    expected_on: date | None = None
    reference: str = ""
    note: str = ""

    def check(self) -> None:
        wrong = {}
        if len(self.reference) > LONGEST_REFERENCE:
            wrong["reference"] = f"Say it in {LONGEST_REFERENCE} characters at most."
        if len(self.note) > LONGEST_NOTE:
            wrong["note"] = f"Say it in {LONGEST_NOTE} characters at most."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)


@dataclass(frozen=True)
class LineDraft:
    """`unit_cost` in minor units of the shop's currency; none for a transfer."""

    sku: str
    quantity: int
    unit_cost: int | None = None


async def draft_transfer(source: str, destination: str, terms: Terms, act: Act) -> Document:
    """Between the locations of these codes."""
    terms.check()
    if source == destination:
        told = "Choose another location than the one it comes from."
        raise Invalid(told, {"destination": told})
    async with database.transaction() as session:
        whence, whither = await places.location(session, source), await places.location(session, destination)
        ends = {"source_id": whence.id, "destination_id": whither.id}
        return await _begin(session, DocumentKind.TRANSFER, terms, act, ends)


async def draft_purchase(supplier_id: UUID, destination: str, terms: Terms, act: Act) -> Document:
    terms.check()
    async with database.transaction() as session:
        if await session.get(Supplier, supplier_id) is None:
            raise NotFound("There is no such supplier.")
        whither = await places.location(session, destination)
        ends = {"supplier_id": supplier_id, "destination_id": whither.id}
        return await _begin(session, DocumentKind.PURCHASE, terms, act, ends)


async def set_document_lines(number: str, lines: Sequence[LineDraft], act: Act) -> None:
    """These and no others, in this order; nothing happens where they are so already. LinesRefused by `sku-0`,
    `quantity-0`, `cost-0` for the first and so on."""
    _check(lines)
    async with database.transaction() as session:
        document = await locked(session, number)
        if [LineDraft(line.sku, line.asked, line.unit_cost) for line in document.lines] == list(lines):
            return
        await begin_change(session, document, act, DocumentState.DRAFT)
        kept = {line.sku: line for line in document.lines}
        document.lines = [_line(kept.get(each.sku), each, place) for place, each in enumerate(lines)]
        told = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
        session.add(step(document, act, StepKind.CHANGED, told))


async def add_to_document(number: str, sku: str, act: Act) -> int:
    """One more of it is asked for; how many by now."""
    async with database.transaction() as session:
        document = await taken_up(session, number, act, DocumentState.DRAFT)
        if document is None:
            return 0
        line = next((line for line in document.lines if line.sku == sku), None)
        if line is None:
            line = DocumentLine(sku=sku, position=len(document.lines), asked=0)
            document.lines.append(line)
        line.asked += 1
        _check([LineDraft(each.sku, each.asked, each.unit_cost) for each in document.lines])
        return line.asked


async def amend_document(number: str, terms: Terms, act: Act) -> None:
    """As long as it is open."""
    terms.check()
    async with database.transaction() as session:
        document = await locked(session, number)
        changed = {name: value for name, value in vars(terms).items() if getattr(document, name) != value}
        if not changed:
            return
        await begin_change(session, document, act, *OPEN_STATES)
        for name, value in changed.items():
            setattr(document, name, value)
        told = "The note or the reference is another"
        if "expected_on" in changed:
            told = f"Expected on {terms.expected_on:%Y-%m-%d}" if terms.expected_on else "No day is expected"
        session.add(step(document, act, StepKind.NOTED, told))


async def _begin(session: AsyncSession, kind: DocumentKind, terms: Terms, act: Act, ends: dict[str, UUID]) -> Document:
    """Its key becomes its id: the form sent twice, even at once, is one document."""
    if act.key is not None:
        alone = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(str(act.key), 0))
        await session.execute(sa.select(alone))
        if there := await session.get(Document, act.key):
            return there
    begun = Document(
        id=act.key or new_id(),
        kind=kind,
        number=await _next_number(session, kind),
        currency=settings().shop_currency if kind is DocumentKind.PURCHASE else "",
        expected_on=terms.expected_on,
        reference=terms.reference,
        note=terms.note,
        **ends,
    )
    session.add(begun)
    await session.flush()
    session.add(step(begun, act, StepKind.CREATED))
    return begun


async def _next_number(session: AsyncSession, kind: DocumentKind) -> str:
    """One after the other: whoever begins another waits until this one is there, or is not."""
    counting = pg.insert(Series).values(kind=kind, last=FIRST_NUMBER)
    more = counting.on_conflict_do_update(index_elements=["kind"], set_={"last": Series.last + 1})
    last = (await session.execute(more.returning(Series.last))).scalar_one()
    return f"{kind.prefix}-{last}"


def _line(line: DocumentLine | None, said: LineDraft, position: int) -> DocumentLine:
    line = line or DocumentLine(sku=said.sku)
    line.position, line.asked, line.unit_cost = position, said.quantity, said.unit_cost
    return line


def _check(lines: Sequence[LineDraft]) -> None:
    if len(lines) > MOST_LINES:
        raise Invalid(f"A document has {MOST_LINES} lines at most. Divide it.")
    wrong, before = {}, set[str]()
    for row, line in enumerate(lines):
        if line.sku in before:
            wrong[f"sku-{row}"] = f"{line.sku} stands in a line above already."
        before.add(line.sku)
        if not 1 <= line.quantity <= MOST_UNITS:
            wrong[f"quantity-{row}"] = f"{line.sku}: give a whole number from 1 to {MOST_UNITS}."
        if line.unit_cost is not None and not 0 <= line.unit_cost <= MOST_COST:
            wrong[f"cost-{row}"] = f"{line.sku}: give what one costs, 0 or more."
    if wrong:
        raise LinesRefused(wrong)
