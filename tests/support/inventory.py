"""Factories and questions for tests that need stock."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from domains import inventory
from domains.shared import clock, facts
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id

T = TypeVar("T")


async def make_stock(sku: str = "MUG", quantity: int = 5, location: str = "main") -> str:
    await inventory.set_on_hand(sku, location, quantity, reason="test", actor="tests")
    return sku


async def hold(
    sku: str = "MUG", quantity: int = 1, *, order_id: UUID | None = None, ends_at: datetime | None = None
) -> UUID:
    """Reserve one line; the id of the order it was reserved for."""
    order_id = order_id or new_id()
    await inventory.reserve(new_id(), order_id, [inventory.Item(sku, quantity)], ends_at or in_minutes(33))
    return order_id


async def insist(buy: Callable[[], Awaitable[T]], tries: int = 8) -> T:
    """A shopper who reads "the shop is very busy, please try again" and does."""
    for _ in range(tries):
        try:
            return await buy()
        except Unavailable:
            continue
    return await buy()


def in_minutes(minutes: float) -> datetime:
    return clock.now() + timedelta(minutes=minutes)


async def figures(sku: str = "MUG", location: str = "main") -> tuple[int, int, int]:
    """On hand, reserved, allocated of one level, as the table has them."""
    for level in (await inventory.levels([sku]))[sku]:
        if level.location.code == location:
            return level.on_hand, level.reserved, level.allocated
    return 0, 0, 0


async def end_holds(order_id: UUID) -> None:
    """Let the holds of an order have ended a moment ago."""
    ended = (
        sa.update(inventory.Reservation)
        .where(inventory.Reservation.order_id == order_id)
        .values(ends_at=sa.func.now() - timedelta(seconds=1))
    )
    async with inventory.database.transaction() as session:
        await session.execute(ended)


async def end_selling_beyond(sku: str) -> None:
    """Let the time for selling more than there is have ended a moment ago."""
    ended = (
        sa.update(inventory.StockLevel)
        .where(inventory.StockLevel.sku == sku, inventory.StockLevel.beyond_until.is_not(None))
        .values(beyond_until=sa.func.now() - timedelta(seconds=1))
    )
    async with inventory.database.transaction() as session:
        await session.execute(ended)


async def told(fact: type[T]) -> list[T]:
    """The facts of one kind that inventory has recorded, in order."""
    box = inventory.database.outbox.table
    question = sa.select(box.c.payload).where(box.c.kind == facts.kind(fact)).order_by(box.c.id)
    async with inventory.database.reading() as session:
        return [facts.decode(payload, fact) for payload in await session.scalars(question)]


async def assert_books_balance() -> None:
    audit = await inventory.audit()
    wrong = [level for level in audit.levels if not level.consistent]
    assert wrong == []
