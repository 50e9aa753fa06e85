"""Sales of long ago, known by product and no longer by order: nothing can be told of those orders any more.

An order's id says when it was made. Which orders are of long ago changes at midnight only, so that who counts anew and
who prunes agree, and no order is counted both ways.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection

from ...shared import clock
from ...shared.errors import Refusal
from ...shared.settings import settings
from ..codes import sku_key
from ..database import documents
from ..models import Product, SoldOrder
from ..products.recoding import bearers

MOST: Final = 2_000  # orders of one turn
COUNTS: Final = {"taken_back_at": None}


def settled_before() -> UUID:
    """Orders whose ids lie below are counted by product alone."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    oldest = today - timedelta(days=settings().claims_kept_days)
    return UUID(int=int(oldest.timestamp() * 1000) << 80)


async def prune_sold() -> int:
    """By the clock: what long ago's orders count is added to what is settled."""
    old = SoldOrder.get_pymongo_collection().find({"_id": {"$lt": settled_before()}}, {"_id": 1}).limit(MOST)
    return sum([await _settle(row["_id"]) for row in await old.to_list()])


async def settle_sold(pieces: Mapping[str, int], *, before: UUID) -> int:
    """`pieces` by SKU are all that orders below `before`, as `settled_before` said, have sold and that still counts.
    Answers how many products were put right. What no variant bears any more may have been any product's: none is
    lowered by that. Refusal where a day has ended meanwhile: count anew."""
    wanted, nobodys = await by_product(pieces)
    known = {row["_id"]: row["quantity"] async for row in settled().find({})}
    for each, quantity in known.items():
        wanted[each] += min(nobodys, max(0, quantity - wanted[each]))
    changed = {each for each in wanted.keys() | known.keys() if wanted[each] != known.get(each, 0)}
    changed |= set(await drifted())
    return sum([await _put_right(each, wanted[each], before) for each in sorted(changed)])


async def drifted() -> list[UUID]:
    """Products whose figure is not what is settled and what the orders that count say. Reads all of them."""
    counted: Counter[UUID] = Counter()
    async for row in settled().find({}):
        counted[row["_id"]] += row["quantity"]
    async for row in SoldOrder.get_pymongo_collection().find(COUNTS, {"goods": 1}):
        for goods in row["goods"]:
            counted[goods["product_id"]] += goods["quantity"]
    figures = {row["_id"]: row.get("sold", 0) async for row in Product.get_pymongo_collection().find({}, {"sold": 1})}
    return [product_id for product_id, sold in figures.items() if sold != counted[product_id]]


async def really_sold(session: AsyncClientSession, product_id: UUID) -> int:
    own = await settled().find_one({"_id": product_id}, session=session)
    orders = await SoldOrder.find(COUNTS | {"goods.product_id": product_id}, session=session).to_list()
    counted = sum(each.quantity for order in orders for each in order.goods if each.product_id == product_id)
    return counted + (own["quantity"] if own else 0)


def settled() -> AsyncCollection[dict[str, Any]]:
    """By product's id: `quantity`."""
    return documents.database["sold_settled"]


async def _settle(order_id: UUID) -> bool:
    async def work(session: AsyncClientSession) -> bool:
        own = await SoldOrder.get(order_id, session=session)
        if own is None:
            return False
        for each in own.goods if own.taken_back_at is None else ():
            raised = {"$inc": {"quantity": each.quantity}}
            await settled().update_one({"_id": each.product_id}, raised, upsert=True, session=session)
        await own.delete(session=session)
        return True

    return await documents.transaction(work)


async def _put_right(product_id: UUID, quantity: int, before: UUID) -> bool:
    async def work(session: AsyncClientSession) -> bool:
        if settled_before() != before:
            raise Refusal("A day has ended meanwhile: please count anew.")
        await settled().update_one({"_id": product_id}, {"$set": {"quantity": quantity}}, upsert=True, session=session)
        right = {"$set": {"sold": await really_sold(session, product_id)}}
        put = await Product.get_pymongo_collection().update_one({"_id": product_id}, right, session=session)
        return bool(put.modified_count)

    return await documents.transaction(work)


async def by_product(pieces: Mapping[str, int]) -> tuple[Counter[UUID], int]:
    """And how many are nobody's any more."""
    sold: Counter[UUID] = Counter()
    by_key: Counter[str] = Counter()
    for sku, count in pieces.items():
        by_key[sku_key(sku)] += count
    keys = sorted(by_key)
    for start in range(0, len(keys), MOST):
        for key, product_id in (await bearers(keys[start : start + MOST])).items():
            sold[product_id] += by_key[key]
    return sold, by_key.total() - sold.total()
