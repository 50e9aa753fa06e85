"""A crowd that waits for one thing."""

from dataclasses import dataclass
from datetime import timedelta

from domains import catalog
from domains.catalog.models import AlertQueue, StockAlert
from domains.catalog.models.stock_alert import alert_id
from domains.shared import clock


@dataclass(frozen=True)
class Told:
    """What inventory tells of a SKU."""

    sku: str
    in_stock: bool
    version: int


async def crowd(product: catalog.Product, size: int) -> None:
    """So many have asked and confirmed, each a second after the one before."""
    [variant], begun = product.variants, clock.now() - timedelta(days=1)
    rows = [
        {
            "_id": alert_id(variant.id, f"{number}@example.com"),
            "variant_id": variant.id,
            "product_id": product.id,
            "email": f"{number}@example.com",
            "state": "waiting",
            "letter_id": alert_id(variant.id, f"letter {number}"),
            "asked_at": begun,
            "since": begun + timedelta(seconds=number),
            "queued_at": begun + timedelta(seconds=number),
        }
        for number in range(size)
    ]
    await StockAlert.get_pymongo_collection().insert_many(rows)
    await AlertQueue(id=variant.id, product_id=product.id, sku=variant.sku, waiting=size).insert()
