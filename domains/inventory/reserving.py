"""Holding goods for an order: every line or none, decided by one conditional statement per SKU and location."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox, outbox
from domains.shared.errors import Contended, Invalid, Unavailable
from domains.shared.ids import new_id

from . import kept, projection, stock, taking
from .bundles.ordering import Order, promise, unfold
from .database import database
from .errors import OutOfStock
from .events import StockRefused, StockReservedAgain
from .models import MOST, Reservation
from .routing import NOWHERE, Destination, Pick, left, reaching, route, short

TRIES = 4
OUR_DOUBLE = "23505"


class Wanted(Protocol):
    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int: ...


@dataclass(frozen=True)
class Item:
    sku: str
    quantity: int


@dataclass(frozen=True)
class Hold:
    """One act of reserving: for whom, until when (None: an hour from the database's now), asked for by which fact, and
    where the goods will go."""

    customer_id: UUID
    order_id: UUID
    ends_at: datetime | None
    caused_by: UUID | None = None
    to: Destination = NOWHERE
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class _Seen:
    """Whether the order holds these goods already, whether any hold of theirs has ended and waits to be swept, whether
    a SKU is or was a bundle, and what is free of them."""

    held: bool
    ended: bool
    bundled: bool
    offer: stock.Offer


class _Overtaken(Exception):
    """What we read was free is not any more."""


async def reserve(
    customer_id: UUID, order_id: UUID, items: Sequence[Wanted], ends_at: datetime, *, to: Destination = NOWHERE
) -> None:
    """Hold all of it until `ends_at`, from locations that ship there, or refuse with OutOfStock; an order that already
    holds goods keeps what it has."""
    order = Order(totals(items), {})
    for attempt in range(TRIES):
        hold = Hold(customer_id, order_id, ends_at, to=to)
        try:
            async with database.transaction() as session:
                held = await _hold(session, hold, order, lock_first=attempt > 0)
            return await projection.refresh(held.parts)
        except (_Overtaken, Contended):
            continue
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != OUR_DOUBLE:
                raise
    raise Unavailable("Many people are buying this right now. Please try again in a moment.")


async def reserve_again(
    customer_id: UUID, order_id: UUID, items: Sequence[Wanted], event_id: UUID | None = None
) -> None:
    """A payment arrived for a closed order: hold its goods once more and say so, or say that it cannot be."""
    order = Order(totals(items), {})
    try:
        async with database.transaction() as session:
            if not await inbox.first_time(session, "inventory.reserve_again", event_id):
                return
            await _one_at_a_time(session, order_id)
            order = await unfold(session, order_id, order.lines)
            wanted = order.parts
            for sku in wanted:
                await stock.locked(session, sku)
            to = await kept.destination(session, order_id, wanted)
            await _hold(session, Hold(customer_id, order_id, None, event_id, to), order, lock_first=True)
            await _keep(session, order_id, wanted, event_id)
            outbox.record(session, StockReservedAgain(customer_id, order_id))
    except OutOfStock:
        async with database.transaction() as session:
            if await inbox.first_time(session, "inventory.reserve_again", event_id):
                outbox.record(session, StockRefused(customer_id, order_id))
    await projection.refresh(order.parts)


def totals(items: Sequence[Wanted]) -> dict[str, int]:
    """One figure per SKU, however many lines name it, in the order in which rows are locked."""
    wanted: dict[str, int] = {}
    for item in items:
        if not 1 <= item.quantity <= MOST:
            raise Invalid("A quantity must be a whole number from 1.")
        wanted[item.sku] = wanted.get(item.sku, 0) + item.quantity
    if not wanted:
        raise Invalid("There is nothing to reserve.")
    return dict(sorted(wanted.items()))


async def retake(session: AsyncSession, hold: Hold, order: Order) -> None:
    """Hold what is wanted of levels that this transaction has already locked; OutOfStock when it cannot be."""
    await _take_from(session, hold, order, await stock.offer(session, order.parts))


async def _take_from(session: AsyncSession, hold: Hold, order: Order, offer: stock.Offer) -> None:
    near = reaching(offer.shelves, hold.to.zone)
    if short(order.parts, near):
        raise OutOfStock(
            order.short(left(near)), elsewhere=bool(hold.to.zone) and not short(order.parts, offer.shelves)
        )
    for pick in route(order.parts, near, hold.to, offer.rules):
        if not await _take(session, hold, pick, order.reference(pick.sku)):
            raise _Overtaken


async def _one_at_a_time(session: AsyncSession, order_id: UUID) -> None:
    """A double press waits here for its twin and then sees what the twin holds. Other orders never wait."""
    key = sa.func.hashtextextended(str(order_id), 0)
    await session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


async def _hold(session: AsyncSession, hold: Hold, order: Order, *, lock_first: bool) -> Order:
    """First without a lock: a refusal then costs no one anything. Who was overtaken comes again and locks first."""
    seen = await _look(session, hold, order)
    if seen.bundled and not order.bundles:
        order = await unfold(session, hold.order_id, order.lines)
        seen = await _look(session, hold, order)
    if seen.held:
        return order
    await promise(session, hold.order_id, order)
    try:
        if lock_first or seen.ended:
            for sku in order.parts:
                await stock.sweep(session, (await stock.locked(session, sku)).values())
            await retake(session, hold, order)
        else:
            await _take_from(session, hold, order, seen.offer)
    except OutOfStock:
        if not (await _look(session, hold, order)).held:  # a twin that was through after we had looked
            raise
    return order


async def _keep(session: AsyncSession, order_id: UUID, wanted: dict[str, int], event_id: UUID | None) -> None:
    """A hold that was still there when the order reopened: the closing that is on its way must not free it."""
    again = {"ends_at": sa.func.greatest(Reservation.ends_at, sa.func.now() + taking.AGAIN_HOLD), "caused_by": event_id}
    mine = sa.update(Reservation).where(Reservation.sku.in_(wanted), Reservation.order_id == order_id, stock.RUNNING)
    await session.execute(mine.values(again))


async def _look(session: AsyncSession, hold: Hold, order: Order) -> _Seen:
    """One order at a time: a double press waits here for its twin. Other orders never wait."""
    asked = {"order_id": hold.order_id, "order_key": str(hold.order_id), "skus": list(order.parts)}
    rows = (await session.execute(taking.LOOK, asked)).all()
    return _Seen(bool(rows[0].held), bool(rows[0].ended), bool(rows[0].bundled), stock.offered(rows))


async def _take(session: AsyncSession, hold: Hold, pick: Pick, reference: str | None) -> bool:
    """The statement that decides: take if it is still free, write the hold and the ledger, all at once."""
    values = {
        "wanted_sku": pick.sku,
        "wanted_at": pick.location_id,
        "wanted": pick.quantity,
        "reservation_id": new_id(),
        "movement_id": new_id(),
        "customer_id": hold.customer_id,
        "order_id": hold.order_id,
        "hold_id": hold.id,
        "caused_by": hold.caused_by,
        "reference": reference,
        "zone": hold.to.zone,
        "country": hold.to.country,
        "region": hold.to.region,
        "ends_at": hold.ends_at,
    }
    return (await session.execute(taking.TAKE, values)).first() is not None
