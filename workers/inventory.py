"""What inventory does a moment later."""

from uuid import UUID, uuid5

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


@consumer()
async def take_back(fact: orders.ReturnInspected, event_id: UUID) -> None:
    """Of a bundle, its parts. What somebody has taken in by hand meanwhile is not counted twice: its order says so."""
    recipes = await inventory.made_of(fact.order_id, [item.sku for item in (*fact.good, *fact.damaged)])
    for damaged, items in ((False, fact.good), (True, fact.damaged)):
        units: dict[str, int] = {}
        for item in items:
            for sku, per in (recipes[item.sku].parts if item.sku in recipes else {item.sku: 1}).items():
                units[sku] = units.get(sku, 0) + per * item.quantity
        if not units:
            continue
        key, reason = uuid5(fact.return_id, "damaged" if damaged else "good"), f"return of order {fact.number}"
        try:
            await inventory.take_back(
                fact.order_id, fact.location, units, damaged=damaged, reason=reason, actor=fact.actor, key=key
            )
        except inventory.NotSent as refusal:
            told = f"Not counted in, for {refusal}"
            goods = [(sku, quantity, fact.location) for sku, quantity in units.items()]
            await orders.note_stock(fact.customer_id, fact.order_id, told, goods, event_id=key)
