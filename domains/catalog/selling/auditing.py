"""Whether every product has sold what the orders that count say of it."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..database import documents
from ..models import Product, SoldOrder
from .settling import COUNTS, by_product, drifted, really_sold, settled


async def audit_sold() -> tuple[str, ...]:
    """Reads every order that counts: for the books, not for a page. A sentence for each figure that has drifted."""
    return tuple([told for product_id in await drifted() if (told := await _drift(product_id))])


async def audit_settled(pieces: Mapping[str, int], *, before: UUID) -> tuple[str, ...]:
    """A sentence for each product that counts less than `pieces` by SKU say, which are all that orders below `before`
    have sold and that still counts. More may be what variants have sold that are gone."""
    told, _ = await by_product(pieces)
    counted = Counter({row["_id"]: row["quantity"] async for row in settled().find({})})
    async for row in SoldOrder.get_pymongo_collection().find(COUNTS | {"_id": {"$lt": before}}, {"goods": 1}):
        counted.update({goods["product_id"]: goods["quantity"] for goods in row["goods"]})
    less = [product_id for product_id, sold in told.items() if counted[product_id] < sold]
    slugs = {each.id: each.slug for each in await Product.find({"_id": {"$in": less}}).to_list()} if less else {}
    return tuple(
        f"The product {slug} counts {counted[each]} sold of long ago; the orders of then say {told[each]}."
        for each, slug in slugs.items()
    )


async def _drift(product_id: UUID) -> str:
    """Looked at again in one piece, for orders are paid while the books are read."""

    async def work(session: AsyncClientSession) -> str:
        product = await Product.get(product_id, session=session)
        right = await really_sold(session, product_id)
        if product is None or product.sold == right:
            return ""
        return f"The product {product.slug} counts {product.sold} sold; the orders that count say {right}."

    return await documents.transaction(work)
