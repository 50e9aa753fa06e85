"""Reviews, as tests need them: of an order that has been, written the way a buyer writes."""

from typing import Any
from uuid import UUID

from domains import catalog
from domains.shared.ids import new_id

STAFF = "ada@barrow.example"


def words(rating: int = 5, **more: str) -> catalog.Words:
    said = {"title": "A good mug", "text": "It holds tea.", "name": "Grace"} | more
    return catalog.Words(rating=rating, **said)


def purchase(product: catalog.Product, order_id: UUID | None = None) -> catalog.Purchase:
    variant = product.variants[0]
    bought = [catalog.Bought(sku=variant.sku, options=variant.options)]
    return catalog.Purchase(order_id or new_id(), "B-1", product.id, bought)


async def make_review(
    product: catalog.Product, rating: int = 5, *, publish: bool = True, **more: Any
) -> catalog.Review:
    review = await catalog.write_review(purchase(product), words(rating, **more))
    return await catalog.publish_review(review.id, actor=STAFF) if publish else review


async def rating_of(product: catalog.Product) -> tuple[int, int, dict[str, int]]:
    """Sum, count, and how many give so many stars."""
    found = await catalog.find_product(product.id)
    return found.rating_sum, found.rating_count, {stars: count for stars, count in found.rating_stars.items() if count}
