"""Whether every product has sold what the orders that count say of it."""

from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..database import documents
from ..models import Product
from .settling import drifted, really_sold


async def audit_sold() -> tuple[str, ...]:
    """Reads every order that counts: for the books, not for a page. A sentence for each figure that has drifted."""
    return tuple([told for product_id in await drifted() if (told := await _drift(product_id))])


async def _drift(product_id: UUID) -> str:
    """Looked at again in one piece, for orders are paid while the books are read."""

    async def work(session: AsyncClientSession) -> str:
        product = await Product.get(product_id, session=session)
        right = await really_sold(session, product_id)
        if product is None or product.sold == right:
            return ""
        return f"The product {product.slug} counts {product.sold} sold; the orders that count say {right}."

    return await documents.transaction(work)
