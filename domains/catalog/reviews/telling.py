"""That reviews wait to be read: counted for whoever is at work, and told to the shop by a letter now and then."""

from datetime import timedelta
from typing import Final

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ...shared.ids import new_id
from ..database import documents
from ..events import ReviewsCame
from ..models import Review, ReviewNotice, ReviewStatus
from ..models.review_notice import ONLY

BETWEEN_LETTERS: Final = timedelta(days=1)
MOST_COUNTED: Final = 100
WAITING: Final = {"status": ReviewStatus.WAITING.value}
UNTOLD: Final = {"told": {"$ne": True}}


async def reviews_waiting() -> int:
    """How many wait to be read; MOST_COUNTED where there are that many or more."""
    return await Review.get_pymongo_collection().count_documents(WAITING, limit=MOST_COUNTED)


async def tell_reviews_came() -> int:
    """One letter about all that no letter was about yet, at most one in BETWEEN_LETTERS; how many those are. Any number
    of clocks may ask."""

    async def work(session: AsyncClientSession) -> int:
        known, now = await ReviewNotice.get(ONLY, session=session), clock.now()
        if known is not None and now - known.told_at < BETWEEN_LETTERS:
            return 0
        reviews = Review.get_pymongo_collection()
        told = await reviews.update_many(WAITING | UNTOLD, {"$set": {"told": True}}, session=session)
        if not told.modified_count:
            return 0
        notice = ReviewNotice(told_at=now)
        await (notice.replace(session=session) if known else notice.insert(session=session))
        await documents.record(session, ReviewsCame(new_id(), told.modified_count))
        return told.modified_count

    try:
        return await documents.transaction(work)
    except DuplicateKeyError:  # another clock tells of the first at this moment
        return 0
