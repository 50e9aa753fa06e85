"""What products have sold, counted anew from the orders."""

from app.gateway.recounting import recount_sold
from domains import catalog, orders
from tests.support.catalog import make_product
from tests.support.orders import make_item, make_order, make_paid_order


async def test_what_was_sold_before_anybody_counted_is_counted_from_the_orders(shop: None) -> None:
    mug = await make_product(sku="MUG")
    await make_paid_order(items=[(make_item("MUG"), 3)])
    await make_paid_order(items=[(make_item("mug"), 1), (make_item("GONE"), 5)])
    ended = await make_paid_order(items=[(make_item("MUG"), 7)])
    await orders.cancel(ended.customer_id, ended.id, reason="Changed my mind", actor="staff")
    await make_order(items=[(make_item("MUG"), 9)])
    assert [await recount_sold() for _ in range(2)] == [2, 2]
    assert (await catalog.find_product(mug.id)).sold == 4
    assert (await catalog.audit()).sold == ()
