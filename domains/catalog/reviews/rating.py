"""A product's rating: raised and lowered in the transaction that publishes a review or takes it away."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from ..models import Product

Change = tuple[UUID, int | None, int | None]  # a product, the stars one review gave it, the stars it gives it now


async def recount(session: AsyncClientSession, changes: Iterable[Change]) -> None:
    """Beside the revisions of the products: a rating is no edit of one, and who edits writes none back."""
    by_product: dict[UUID, Counter[str]] = {}
    for product_id, before, after in changes:
        raised = by_product.setdefault(product_id, Counter())
        for stars, by in ((before, -1), (after, 1)):
            if stars is not None:
                raised.update({"rating_sum": by * stars, "rating_count": by, f"rating_stars.{stars}": by})
    updates = [
        UpdateOne({"_id": product_id}, {"$inc": by_field})
        for product_id, raised in by_product.items()
        if (by_field := {field: by for field, by in raised.items() if by})
    ]
    if updates:
        await Product.get_pymongo_collection().bulk_write(updates, session=session)
