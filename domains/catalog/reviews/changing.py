"""How a review is changed: read, changed and counted with its product in one transaction."""

from collections.abc import Callable
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..errors import Conflict, Unknown
from ..models import Review
from .rating import recount

Change = Callable[[Review], bool]


async def changed(session: AsyncClientSession, review_id: UUID, revision: UUID | None, change: Change) -> Review:
    """Conflict when it is no longer what was read at `revision`; unwritten where `change` says that nothing is new."""
    review = await Review.get(review_id, session=session)
    if review is None:
        raise Unknown("There is no such review.")
    if revision is not None and review.revision != revision:
        raise Conflict("review")
    before = review.counted
    if change(review):
        await review.replace(session=session)
        await recount(session, [(review.product_id, before, review.counted)])
    return review
