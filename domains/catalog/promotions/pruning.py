"""Claims of long ago, folded into the counters that they raised: limits and books see no difference."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.settings import settings
from ..database import documents
from ..models import CouponCode, CustomerUses, PromotionClaim, PromotionUses

MOST: Final = 2_000  # claims of one turn


async def prune_claims() -> int:
    """By the clock, what was claimed or given back longer ago than `CLAIMS_KEPT_DAYS`: no payment can arrive for it
    any more. Its uses stay counted, also where its order is cancelled after that."""
    before = clock.now() - timedelta(days=settings().claims_kept_days)
    pruned = 0
    for old in ({"released_at": {"$lt": before}}, {"released_at": None, "claimed_at": {"$lt": before}}):
        rows = PromotionClaim.get_pymongo_collection().find(old, {"_id": 1}).limit(MOST)
        for row in await rows.to_list():
            pruned += await _prune(row["_id"], before)
    return pruned


async def _prune(order_id: UUID, before: datetime) -> bool:
    """One of them, unless it has become young again meanwhile."""

    async def work(session: AsyncClientSession) -> bool:
        claim = await PromotionClaim.get(order_id, session=session)
        if claim is None or (claim.released_at or claim.claimed_at) >= before:
            return False
        if claim.released_at is None:
            await _settle(session, claim)
        await claim.delete(session=session)
        return True

    return await documents.transaction(work)


async def _settle(session: AsyncClientSession, claim: PromotionClaim) -> None:
    for use in claim.uses:
        late = {"settled_beyond": 1, "settled_beyond_given": use.amount} if claim.beyond else {}
        raised: dict[str, Any] = {"settled": 1, "settled_given": use.amount} | late
        counters = PromotionUses.get_pymongo_collection()
        await counters.update_one({"_id": use.promotion_id}, {"$inc": raised}, session=session)
        keys = [f"{use.promotion_id}:{customer}" for customer in claim.customers]
        customers = CustomerUses.get_pymongo_collection()
        await customers.update_many({"_id": {"$in": keys}}, {"$inc": {"settled": 1}}, session=session)
        if use.code is not None:
            codes = CouponCode.get_pymongo_collection()
            await codes.update_one({"_id": use.code}, {"$inc": {"settled": 1}}, session=session)
