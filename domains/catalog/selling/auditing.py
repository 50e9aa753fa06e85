"""Whether every product has sold what the orders that count say of it."""

from collections import Counter
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..database import documents
from ..models import Product, SoldOrder

COUNTS = {"taken_back_at": None}


async def audit_sold() -> tuple[str, ...]:
    """Reads every order that counts: for the books, not for a page. A sentence for each figure that has drifted."""
    counted: Counter[UUID] = Counter()
    async for row in SoldOrder.get_pymongo_collection().find(COUNTS, {"goods": 1}):
        for goods in row["goods"]:
            counted[goods["product_id"]] += goods["quantity"]
    figures = {row["_id"]: row.get("sold", 0) async for row in Product.get_pymongo_collection().find({}, {"sold": 1})}
    suspected = [product_id for product_id, sold in figures.items() if sold != counted[product_id]]
    return tuple([told for product_id in suspected if (told := await _drift(product_id))])


async def _drift(product_id: UUID) -> str:
    """Looked at again in one piece, for orders are paid while the books are read."""

    async def work(session: AsyncClientSession) -> str:
        product = await Product.get(product_id, session=session)
        orders = await SoldOrder.find(COUNTS | {"goods.product_id": product_id}, session=session).to_list()
        right = sum(each.quantity for order in orders for each in order.goods if each.product_id == product_id)
        if product is None or product.sold == right:
            return ""
        return f"The product {product.slug} counts {product.sold} sold; the orders that count say {right}."

    return await documents.transaction(work)
