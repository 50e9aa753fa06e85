"""Documents of earlier versions brought into today's shape: `barrow migrate` runs this, once or many times."""

import logging

from pymongo.asynchronous.client_session import AsyncClientSession

from ..shared.ids import new_id
from .codes import sku_key
from .database import documents
from .models import Category, SkuClaim

UNREVISED = {"revision_id": None}
log = logging.getLogger(__name__)


async def upgrade_documents() -> None:
    """MongoDB has no migrations: each step looks for what is still old and leaves the rest alone."""
    await documents.connect()
    await _claim_skus_in_any_case()
    await _give_revisions()


async def old_documents() -> int:
    """How many `upgrade_documents` would still bring up to date; without `connect`, for that makes indexes."""
    claims = documents.database["sku_claims"]
    old = [row async for row in claims.find({}) if row["_id"] != sku_key(row["_id"])]
    keys = [sku_key(row["_id"]) for row in old]
    held = {row["_id"]: row["variant_id"] async for row in claims.find({"_id": {"$in": keys}})}
    unrevised = await documents.database["categories"].count_documents(UNREVISED)
    movable = [held.get(key, row["variant_id"]) == row["variant_id"] for key, row in zip(keys, old, strict=True)]
    return unrevised + movable.count(True)


async def _give_revisions() -> None:
    """Files made categories without one, which no form could tell from what somebody else had written since."""
    await Category.get_pymongo_collection().update_many(UNREVISED, {"$set": {"revision_id": new_id()}})


async def _claim_skus_in_any_case() -> None:
    """Claims were made on a SKU as written; now `mug` and `MUG` are one. Of two variants the first keeps it."""
    async for row in SkuClaim.get_pymongo_collection().find({}):
        if row["_id"] != sku_key(row["_id"]) and not await _moved(row["_id"]):
            log.warning("catalog.sku_twice sku=%s product=%s", row["_id"], row["product_id"])


async def _moved(old: str) -> bool:
    async def work(session: AsyncClientSession) -> bool:
        claims = SkuClaim.get_pymongo_collection()
        row = await claims.find_one({"_id": old}, session=session)
        if row is None:
            return True
        holder = await claims.find_one({"_id": sku_key(old)}, session=session)
        if holder is not None and holder["variant_id"] != row["variant_id"]:
            return False
        if holder is None:
            await claims.insert_one(row | {"_id": sku_key(old)}, session=session)
        await claims.delete_one({"_id": old}, session=session)
        return True

    return await documents.transaction(work)
