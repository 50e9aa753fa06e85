"""Who found which review helpful: one vote for a party, which can be taken back."""

from collections.abc import Iterable
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ..database import documents
from ..errors import Unknown
from ..models import Review, ReviewStatus, ReviewVote, vote_id


async def vote_for_review(review_id: UUID, party_id: UUID, *, helpful: bool) -> Review:
    """The review with its votes as they are now; the same vote twice is one. Unknown for what nobody can read."""

    async def work(session: AsyncClientSession) -> Review:
        review = await Review.get(review_id, session=session)
        if review is None or review.status is not ReviewStatus.PUBLISHED:
            raise Unknown("There is no such review.")
        by = await (_cast if helpful else _take_back)(session, review_id, vote_id(review_id, party_id))
        if by:
            # Beside its revision: who moderates it has read its words, not its votes
            await Review.get_pymongo_collection().update_one(
                {"_id": review_id}, {"$inc": {"helpful": by}}, session=session
            )
            review.helpful += by
        return review

    try:
        return await documents.transaction(work)
    except DuplicateKeyError:  # the same vote, at this moment, in another window
        return await vote_for_review(review_id, party_id, helpful=helpful)


async def votes_of(party_id: UUID, reviews: Iterable[Review]) -> frozenset[UUID]:
    """The keys of those among `reviews` that this party found helpful."""
    asked = {vote_id(review.id, party_id): review.id for review in reviews if review.helpful > 0}
    if not asked:
        return frozenset()
    found = await ReviewVote.find({"_id": {"$in": list(asked)}}).to_list()
    return frozenset(asked[vote.id] for vote in found)


async def _cast(session: AsyncClientSession, review_id: UUID, key: UUID) -> int:
    if await ReviewVote.get(key, session=session) is not None:
        return 0
    await ReviewVote(id=key, review_id=review_id).insert(session=session)
    return 1


async def _take_back(session: AsyncClientSession, review_id: UUID, key: UUID) -> int:
    gone = await ReviewVote.get_pymongo_collection().delete_one({"_id": key}, session=session)
    return -gone.deleted_count
