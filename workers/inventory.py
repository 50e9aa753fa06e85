"""What inventory does a moment later."""

from uuid import UUID

from domains import catalog, inventory, orders

from .consumer import consumer


@consumer()
async def count_imported(fact: catalog.StockImported, event_id: UUID) -> None:
    await inventory.count_imported(fact.items, event_id, sequence=fact.sequence, file=fact.file, by=fact.by)


@consumer()
async def allocate(fact: orders.OrderPaid, event_id: UUID) -> None:
    items = [inventory.Item(item.sku, item.quantity) for item in fact.items]
    await inventory.allocate(fact.customer_id, fact.order_id, items, event_id=event_id)


@consumer()
async def release(fact: orders.OrderExpired | orders.OrderLetGo | orders.OrderCancelled, event_id: UUID) -> None:
    for_good = isinstance(fact, orders.OrderCancelled)
    await inventory.release(fact.order_id, [item.sku for item in fact.items], event_id=event_id, for_good=for_good)


@consumer()
async def prolong(fact: orders.OrderHeldLonger, event_id: UUID) -> None:
    await inventory.prolong(fact.order_id, [item.sku for item in fact.items], fact.until, event_id=event_id)


@consumer()
async def reserve_again(fact: orders.PaymentArrivedLate, event_id: UUID) -> None:
    items = [inventory.Item(item.sku, item.quantity) for item in fact.items]
    await inventory.reserve_again(fact.customer_id, fact.order_id, items, event_id=event_id)


@consumer()
async def ship(fact: orders.OrderShipped, event_id: UUID) -> None:
    items = [inventory.Item(item.sku, item.quantity) for item in fact.items]
    await inventory.ship(fact.customer_id, fact.order_id, fact.fulfilment_id, items, event_id, location=fact.location)
