"""Which SKUs can be had, as inventory tells when that changes: a document per SKU, followed like the products."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol
from uuid import UUID

from pymongo import ReadPreference, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection

from ..alerts import queues
from ..database import documents
from ..models import SkuClaim

COLLECTION = "sku_stock"


class Told(Protocol):
    """`version` grows with every movement of the SKU: what is told late changes nothing."""

    @property
    def sku(self) -> str: ...
    @property
    def in_stock(self) -> bool: ...
    @property
    def version(self) -> int: ...


async def note_stock(items: Sequence[Told], *, event_id: UUID | None = None) -> None:
    """Remember what inventory says of these SKUs, unless something newer is known."""

    async def work(session: AsyncClientSession) -> None:
        if await documents.first_time(session, "catalog.note_stock", event_id):
            await _note(session, {item.sku: item for item in items})

    await documents.transaction(work)


async def _note(session: AsyncClientSession, items: dict[str, Told]) -> None:
    known = {
        row["_id"]: row["version"] async for row in _collection().find({"_id": {"$in": sorted(items)}}, session=session)
    }
    newer = [item for sku, item in sorted(items.items()) if item.version > known.get(sku, -1)]
    writes = [
        UpdateOne({"_id": item.sku}, {"$set": {"in_stock": item.in_stock, "version": item.version}}, upsert=True)
        for item in newer
    ]
    if writes:
        await _collection().bulk_write(writes, session=session)
        await queues.note_turned(session, {item.sku: item.in_stock for item in newer})


async def in_stock(skus: Collection[str] | None = None) -> set[str]:
    """Those of the SKUs that can be had; of all where none are named."""
    wanted: dict[str, Any] = {"in_stock": True} if skus is None else {"_id": {"$in": sorted(skus)}, "in_stock": True}
    return {row["_id"] async for row in _collection().find(wanted, {"_id": 1})}


async def sku_in_stock(sku: str, session: AsyncClientSession | None = None) -> bool:
    found = await _collection().find_one({"_id": sku, "in_stock": True}, {"_id": 1}, session=session)
    return found is not None


async def bearers(skus: Collection[str]) -> set[UUID]:
    """The products that bear these SKUs; a SKU is claimed as it is written or in small letters."""
    spelt = sorted({*skus, *(sku.casefold() for sku in skus)})
    claims = await SkuClaim.find({"_id": {"$in": spelt}}).to_list()
    return {claim.product_id for claim in claims}


def _collection() -> AsyncCollection[dict[str, Any]]:
    """Read where it is written: a secondary may not have yet what the stream has told of."""
    return documents.database.get_collection(COLLECTION, read_preference=ReadPreference.PRIMARY)
