"""The timeline of an order is a chain: what is done to it behind its back is found, with its place."""

import pytest
import sqlalchemy as sa

from domains import orders
from tests.support.orders import make_paid_order, send

pytestmark = pytest.mark.usefixtures("shop")


@pytest.mark.parametrize(
    ("deed", "at"),
    [
        ("UPDATE order_events SET message = 'Your payment has not arrived.' WHERE number = 2", 2),
        ("UPDATE order_events SET actor = 'eve' WHERE number = 1", 1),
        ("UPDATE order_events SET happened_at = happened_at - interval '1 day' WHERE number = 2", 2),
        ("DELETE FROM order_events WHERE number = 2", 2),
        ("UPDATE order_events SET number = 40 WHERE number = 3", 3),
        ("UPDATE order_events SET digest = 'another', hash = 'another' WHERE number = 3", 3),
        ("DELETE FROM order_events WHERE number = 3", 3),
        ("UPDATE orders SET timeline_end = ''", 4),
    ],
)
async def test_what_was_not_written_so_is_found(deed: str, at: int) -> None:
    order = await make_paid_order()
    await send(order, {order.lines[0].id: 1})
    assert (await orders.audit()).broken == ()
    async with orders.database.transaction() as session:
        await session.execute(sa.text(deed))
    [place] = (await orders.audit()).broken
    assert (place.number, place.at) == (order.number, at)


async def test_of_erased_people_the_chain_is_still_compared() -> None:
    order = await make_paid_order()
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE order_events SET message = ''"))
        await session.execute(sa.text("UPDATE orders SET erased_at = now()"))
    assert (await orders.audit()).broken == ()
    async with orders.database.transaction() as session:
        await session.execute(sa.text("DELETE FROM order_events WHERE number = 1"))
    assert [(place.number, place.at) for place in (await orders.audit()).broken] == [(order.number, 1)]
