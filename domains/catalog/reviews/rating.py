"""A product's rating: raised and lowered in the transaction that publishes a review or takes it away."""

from collections import Counter
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.ids import new_id
from ..models import Product


async def recount(session: AsyncClientSession, product_id: UUID, before: int | None, after: int | None) -> None:
    """The stars one review gave it and gives it now, None for none.

    The product gets a new revision, so that nobody who has read it before writes its old rating back.
    """
    change: Counter[str] = Counter()
    for stars, by in ((before, -1), (after, 1)):
        if stars is not None:
            change.update({"rating_sum": by * stars, "rating_count": by, f"rating_stars.{stars}": by})
    by_field = {field: by for field, by in change.items() if by}
    if by_field:
        update = {"$inc": by_field, "$set": {"revision_id": new_id()}}
        await Product.get_pymongo_collection().update_one({"_id": product_id}, update, session=session)
