"""How many of a product were sold: raised when an order is paid, lowered when it is cancelled or paid back in full."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ..codes import sku_key
from ..database import documents
from ..models import Product, SoldGoods, SoldOrder
from ..products.recoding import bearers
from .settling import settled_before


class Item(Protocol):
    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int: ...


async def count_sold(order_id: UUID, items: Sequence[Item], *, event_id: UUID | None = None) -> None:
    """An order counts once, for the products that bear its SKUs by now; one that has ended never does, nor one of so
    long ago that it is settled."""
    if order_id < settled_before():
        return

    async def work(session: AsyncClientSession) -> None:
        if not await documents.first_time(session, "catalog.count_sold", event_id):
            return
        if await SoldOrder.get(order_id, session=session) is not None:
            return
        goods = await _goods(session, items)
        own = SoldOrder(id=order_id, goods=[SoldGoods(product_id=id, quantity=sold) for id, sold in goods.items()])
        await own.insert(session=session)
        await _raise(session, own, 1)

    await _once(work)


async def take_back_sold(order_id: UUID, *, event_id: UUID | None = None) -> None:
    """The order was cancelled or its money given back: what it counted counts no longer, unless it is settled."""
    if order_id < settled_before():
        return

    async def work(session: AsyncClientSession) -> None:
        if not await documents.first_time(session, "catalog.take_back_sold", event_id):
            return
        own = await SoldOrder.get(order_id, session=session)
        if own is None:
            await SoldOrder(id=order_id, taken_back_at=clock.now()).insert(session=session)
        elif own.taken_back_at is None:
            own.taken_back_at = clock.now()
            await own.replace(session=session)
            await _raise(session, own, -1)

    await _once(work)


async def _goods(session: AsyncClientSession, items: Sequence[Item]) -> Mapping[UUID, int]:
    """By product, also under a SKU that was changed since; what no product bears any more is nobody's."""
    holders = await bearers({sku_key(item.sku) for item in items}, session)
    sold: Counter[UUID] = Counter()
    for item in items:
        if product_id := holders.get(sku_key(item.sku)):
            sold[product_id] += item.quantity
    return sold


async def _raise(session: AsyncClientSession, own: SoldOrder, by: int) -> None:
    """Beside its revision: what is sold is no edit of a product."""
    raised = [UpdateOne({"_id": each.product_id}, {"$inc": {"sold": by * each.quantity}}) for each in own.goods]
    if raised:
        await Product.get_pymongo_collection().bulk_write(raised, session=session)


async def _once(work: Callable[[AsyncClientSession], Awaitable[None]]) -> None:
    try:
        await documents.transaction(work)
    except DuplicateKeyError:  # the same order is told of twice at this moment: now it is there to be seen
        await documents.transaction(work)
