"""A shop that is running gets the ledger of today: every figure it had is explained, and selling goes on."""

import asyncio

import sqlalchemy as sa
from alembic import command

from app import migrations
from domains import inventory
from domains.inventory import Item
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, figures, hold, make_stock

AS_BEFORE = (
    "UPDATE levels SET safety_stock = 2, backorder_limit = 5, version = version + 1 WHERE sku = 'MUG'",
    "INSERT INTO levels (sku, location_id, safety_stock) SELECT 'CUP', id, 4 FROM locations",
)


async def test_what_the_ledger_did_not_tell_of_is_booked_in() -> None:
    await make_stock("MUG", 7)
    order_id = await hold("MUG", 3)
    await inventory.database.close()
    try:
        await asyncio.to_thread(command.downgrade, migrations._config("inventory"), "inventory_0004")
        async with inventory.database.transaction() as session:
            for statement in AS_BEFORE:
                await session.execute(sa.text(statement))
        await inventory.database.close()
    finally:
        await asyncio.to_thread(migrations.migrate, "inventory")
    await assert_books_balance()
    opened, reserved, counted = sorted(await inventory.movements("MUG"), key=lambda row: -row.number)
    assert [row.number for row in (counted, reserved, opened)] == [1, 2, 4]
    assert (opened.on_hand, opened.safety_stock_after, opened.backorder_limit_after) == (0, 2, 5)
    assert (opened.on_hand_after, opened.reserved_after) == (7, 3)
    assert (await inventory.movements("CUP"))[0].safety_stock_after == 4
    await inventory.allocate(new_id(), order_id, [Item("MUG", 3)])
    assert await figures("MUG") == (7, 0, 3)
    await assert_books_balance()
