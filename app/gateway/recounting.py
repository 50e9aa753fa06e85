"""What has been sold, counted anew from the orders: for goods that were sold before anybody counted them."""

from collections import Counter

from domains import catalog, orders


async def recount_sold() -> int:
    """Answers how many orders count. May run twice, and beside a shop that sells."""
    while await catalog.prune_sold():
        continue
    before = catalog.settled_before()
    counted, long_ago = 0, Counter[str]()
    async for order in orders.lasting():
        counted += 1
        if order.order_id < before:
            long_ago.update({item.sku: item.quantity for item in order.items})
        else:
            await catalog.count_sold(order.order_id, order.items)
    await catalog.settle_sold(long_ago, before=before)
    return counted


async def lost_sales() -> tuple[str, ...]:
    """For the books: a sentence for each product that counts less of long ago than the orders of then."""
    before, long_ago = catalog.settled_before(), Counter[str]()
    async for order in orders.lasting(before):
        long_ago.update({item.sku: item.quantity for item in order.items})
    return await catalog.audit_settled(long_ago, before=before)
