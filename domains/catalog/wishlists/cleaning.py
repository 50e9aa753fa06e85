"""Lists that nobody can reach or have again any more, and links that lead where they should not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..database import documents
from ..models import WishHolder, WishlistShare
from ..models.wishlist import UNDONE_FOR
from .keeping import store

KEPT: Final = timedelta(days=400)  # a visitor's cookie, and with it the way to their lists, lasts for a year
CHUNK: Final = 100


async def forget_old_wishlists() -> int:
    """Those of visitors who have not touched them for longer than their cookie lasts; how many visitors."""
    before = clock.now() - KEPT
    old = WishHolder.get_pymongo_collection().find({"lasting": False, "touched_at": {"$lt": before}}, {"_id": 1})
    return sum([await _forget(row["_id"]) async for row in old.limit(CHUNK)])


async def forget_deleted_wishlists() -> int:
    """Those that nobody can have again; of how many holders."""
    over = WishHolder.get_pymongo_collection().find({"deleted.at": {"$lte": clock.now() - UNDONE_FOR}}, {"_id": 1})
    return sum([await _forget_deleted(row["_id"]) async for row in over])


async def _forget_deleted(holder_id: UUID) -> int:
    async def work(session: AsyncClientSession) -> int:
        holder = await WishHolder.get(holder_id, session=session)
        if holder is None:
            return 0
        await store(session, holder)
        return 1

    return await documents.transaction(work)


async def _forget(holder_id: UUID) -> int:
    async def work(session: AsyncClientSession) -> int:
        holder = await WishHolder.get(holder_id, session=session)
        if holder is None or holder.lasting or holder.touched_at >= clock.now() - KEPT:
            return 0
        shares = WishlistShare.get_pymongo_collection()
        await shares.delete_many({"holder_id": holder_id}, session=session)
        await holder.delete(session=session)
        return 1

    return await documents.transaction(work)


async def wishlist_problems() -> AsyncIterator[str]:
    """Sentences about links; none while every link leads to the list that bears it."""
    borne: dict[str, tuple[UUID, UUID]] = {}
    shared = {"lists.sharing.token": 1, "lists.id": 1}
    async for row in WishHolder.get_pymongo_collection().find({}, shared):
        for each in row["lists"]:
            if each.get("sharing"):
                borne[each["sharing"]["token"]] = (row["_id"], each["id"])
    leading = {
        row["_id"]: (row["holder_id"], row["list_id"]) async for row in WishlistShare.get_pymongo_collection().find({})
    }
    for token in borne.keys() | leading.keys():
        if borne.get(token) != leading.get(token):
            holder_id, list_id = borne.get(token) or leading[token]
            yield f"The link of wishlist {list_id} (holder {holder_id}) does not lead to the list that bears it."
