"""What a buyer does: write, write anew, withdraw. That they bought it, and got it, has been asked before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ..database import documents
from ..models import Bought, Review, SlugClaim, Words, review_id
from .changing import changed
from .wording import checked


@dataclass(frozen=True)
class Purchase:
    """A product in an order, and the variants of it that were bought."""

    order_id: UUID
    order_number: str
    product_id: UUID
    bought: Sequence[Bought]

    @property
    def review_id(self) -> UUID:
        return review_id(self.order_id, self.product_id)


async def write_review(purchase: Purchase, words: Words) -> Review:
    """One per product and order: the second time changes the first. Either way it waits until somebody has read it."""
    words = checked(words)

    async def work(session: AsyncClientSession) -> Review:
        if await Review.get(purchase.review_id, session=session):
            return await changed(session, purchase.review_id, None, lambda review: review.write(words))
        review = Review(
            id=purchase.review_id,
            product_id=purchase.product_id,
            order_id=purchase.order_id,
            order_number=purchase.order_number,
            bought=list(purchase.bought),
            words=words,
        )
        review.write(words)
        return await review.insert(session=session)

    try:
        return await documents.transaction(work)
    except DuplicateKeyError:  # the same form was sent twice at once: now it is there to be changed
        return await documents.transaction(work)


async def withdraw_review(purchase: Purchase) -> Review:
    """It leaves the shop at once; its writer may still write another."""

    async def work(session: AsyncClientSession) -> Review:
        return await changed(session, purchase.review_id, None, lambda review: review.withdraw())

    return await documents.transaction(work)


async def products_by_slug(slugs: Sequence[str]) -> dict[str, UUID]:
    """Whatever an order called them: former addresses lead to the same product."""
    claims = await SlugClaim.find({"_id": {"$in": list(slugs)}}).to_list() if slugs else []
    return {claim.id: claim.product_id for claim in claims}


async def reviews_of_order(order_id: UUID, product_ids: Sequence[UUID]) -> Mapping[UUID, Review]:
    """By product, in whatever state."""
    found = await reviews_of_orders([(order_id, product_id) for product_id in product_ids])
    return {product_id: review for (_, product_id), review in found.items()}


async def reviews_of_orders(bought: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Review]:
    """By order and product, in whatever state; asked by their keys."""
    keys = {review_id(order_id, product_id): (order_id, product_id) for order_id, product_id in bought}
    found = await Review.find({"_id": {"$in": list(keys)}}).to_list() if keys else []
    return {keys[review.id]: review for review in found}
