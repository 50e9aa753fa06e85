"""Uses of promotions, taken when an order is placed and given back when it ends: all of an order's or none."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from beanie import Document
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ..database import documents
from ..errors import PromotionUsedUp
from ..models import CouponCode, CustomerUses, PromotionClaim, PromotionUses, StoredPromotion, Use
from .live import forget_promotions
from .terms import Promotion


async def claim(order_id: UUID, uses: Sequence[Use], customers: Collection[str]) -> None:
    """Take one use of each promotion for this order. PromotionUsedUp when one has none left: then nothing is taken.

    Told twice it takes once; an order that has let go gets nothing any more.
    """
    if not uses:
        return
    terms = await _terms(uses)
    await _prepare(uses, customers)

    async def work(session: AsyncClientSession) -> None:
        known = await PromotionClaim.get(order_id, session=session)
        if known is not None and known.released_at is None:
            return
        if known is not None:
            raise PromotionUsedUp(terms[uses[0].promotion_id].label)
        for use in sorted(uses, key=lambda each: each.promotion_id):
            await _take(session, use, customers, terms[use.promotion_id])
        own = PromotionClaim(id=order_id, uses=list(uses), customers=sorted(customers), claimed_at=clock.now())
        await own.insert(session=session)

    try:
        await documents.transaction(work)
    except PromotionUsedUp:
        forget_promotions()
        raise


async def release_claims(order_id: UUID) -> None:
    """The order has ended: what it claimed is free again. One that has claimed nothing yet never will."""

    async def work(session: AsyncClientSession) -> None:
        own = await PromotionClaim.get(order_id, session=session)
        if own is None:
            await PromotionClaim(id=order_id, released_at=clock.now()).insert(session=session)
        elif own.released_at is None:
            for use in own.uses:
                await _count(session, use, own.customers, -1)
            own.released_at = clock.now()
            await own.replace(session=session)

    try:
        await documents.transaction(work)
    except DuplicateKeyError:  # the same order claims or lets go at this moment
        await documents.transaction(work)


async def claim_again(order_id: UUID) -> None:
    """It was paid for after its end: what it was given counts, also beyond a limit, for its price was agreed."""

    async def work(session: AsyncClientSession) -> None:
        own = await PromotionClaim.get(order_id, session=session)
        if own is None or own.released_at is None or not own.uses:
            return
        for use in own.uses:
            await _count(session, use, own.customers, 1)
        own.released_at, own.beyond = None, True
        await own.replace(session=session)

    await documents.transaction(work)


async def _terms(uses: Sequence[Use]) -> dict[UUID, Promotion]:
    ids = [use.promotion_id for use in uses]
    return {each.id: each.promotion for each in await StoredPromotion.find({"_id": {"$in": ids}}).to_list()}


async def _prepare(uses: Sequence[Use], customers: Collection[str]) -> None:
    """Counters of customers begin at zero outside the transaction: inside it, two first uses would collide."""
    counters = CustomerUses.get_pymongo_collection()
    for use in uses:
        for key in _keys(use, customers):
            try:
                await counters.update_one({"_id": key}, {"$setOnInsert": {"uses": 0}}, upsert=True)
            except DuplicateKeyError:
                continue  # made by the same customer at the same moment


async def _take(session: AsyncClientSession, use: Use, customers: Collection[str], promotion: Promotion) -> None:
    limits = promotion.limits
    wanted: dict[str, Any] = {"_id": use.promotion_id} | _below("uses", limits.overall)
    if limits.budget is not None:
        wanted["given"] = {"$lte": limits.budget - use.amount}
    raised = [await _raise(session, PromotionUses, wanted, {"uses": 1, "given": use.amount})]
    for key in _keys(use, customers):
        wanted = {"_id": key} | _below("uses", limits.per_customer)
        raised.append(await _raise(session, CustomerUses, wanted, {"uses": 1}))
    if use.code is not None:
        wanted = {"_id": use.code, "promotion_id": use.promotion_id, "disabled": False}
        raised.append(await _raise(session, CouponCode, wanted | _below("uses", limits.per_code), {"uses": 1}))
    if not all(raised):
        raise PromotionUsedUp(promotion.label)


async def _count(session: AsyncClientSession, use: Use, customers: Collection[str], by: int) -> None:
    """Without asking for limits: giving back, or counting what has happened anyway."""
    await _raise(session, PromotionUses, {"_id": use.promotion_id}, {"uses": by, "given": by * use.amount})
    for key in _keys(use, customers):
        await _raise(session, CustomerUses, {"_id": key}, {"uses": by})
    if use.code is not None:
        await _raise(session, CouponCode, {"_id": use.code}, {"uses": by})


async def _raise(
    session: AsyncClientSession, counter: type[Document], wanted: dict[str, Any], by: dict[str, int]
) -> bool:
    done = await counter.get_pymongo_collection().update_one(wanted, {"$inc": by}, session=session)
    return bool(done.matched_count)


def _below(counter: str, limit: int | None) -> dict[str, Any]:
    return {} if limit is None else {counter: {"$lt": limit}}


def _keys(use: Use, customers: Collection[str]) -> list[str]:
    return sorted(f"{use.promotion_id}:{customer}" for customer in customers)
