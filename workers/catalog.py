"""What the catalogue does a moment later."""

from uuid import UUID

from domains import catalog, inventory, orders

from .consumer import LOW, consumer


@consumer(queue="imports", minutes=60)
async def run_import(fact: catalog.ImportUploaded, event_id: UUID) -> None:
    shelves = catalog.Shelves(inventory.location_codes, inventory.consider)
    await catalog.run_import(fact.import_id, event_id=event_id, shelves=shelves)


@consumer()
async def want_failed_pictures(fact: catalog.FailedPicturesWanted, event_id: UUID) -> None:
    await catalog.want_failed_pictures(fact.import_id)


@consumer(queue="imports", minutes=30)
async def refill(fact: catalog.CollectionChanged, event_id: UUID) -> None:
    await catalog.refill(fact.collection_id)


@consumer(queue="imports", minutes=30)
async def count_preview(fact: catalog.PreviewWanted, event_id: UUID) -> None:
    await catalog.count_preview(fact.promotion_id, fact.asked)


@consumer(queue="pictures", priority=LOW)
async def fetch_pictures(fact: catalog.PicturesWanted, event_id: UUID) -> None:
    await catalog.fetch_pictures(fact.product_ids)


@consumer(queue="pictures", priority=LOW, minutes=60)
async def cut_pictures(fact: catalog.PicturesSaved, event_id: UUID) -> None:
    await catalog.cut_pictures(fact.keys)


@consumer()
async def note_stock(fact: inventory.StockTurned, event_id: UUID) -> None:
    await catalog.note_stock(fact.items, event_id=event_id)


@consumer()
async def count_sold(fact: orders.OrderPaid, event_id: UUID) -> None:
    await catalog.count_sold(fact.order_id, fact.items, event_id=event_id)


@consumer()
async def take_back_sold(fact: orders.OrderCancelled | orders.OrderRefunded, event_id: UUID) -> None:
    if isinstance(fact, orders.OrderCancelled) or fact.remaining == 0:
        await catalog.take_back_sold(fact.order_id, event_id=event_id)


@consumer()
async def release_claims(fact: orders.OrderExpired | orders.OrderLetGo | orders.OrderCancelled, event_id: UUID) -> None:
    await catalog.release_claims(fact.order_id)


@consumer()
async def claim_again(fact: inventory.StockReservedAgain, event_id: UUID) -> None:
    await catalog.claim_again(fact.order_id)
