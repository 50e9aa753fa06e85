"""What staff do to a product. Each verb is one write, refused when somebody else was quicker."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..categories.tree import forget_tree
from ..collections.membership import enrol
from ..database import documents
from ..errors import Conflict
from ..models import Product, ProductStatus
from ..prices.history import lay_trail, record_prices
from .kinds import check_complete
from .queries import find_product


async def set_status(product_id: UUID, status: ProductStatus, *, revision: UUID | None = None) -> Product:
    """Invalid while something that its type requires is not said of a product to be sold."""
    if status is ProductStatus.ACTIVE:
        await check_complete(await find_product(product_id))
    return await changed(product_id, revision, lambda product: product.become(status))


async def changed(
    product_id: UUID, revision: UUID | None, change: Callable[[Product], bool], *, actor: str = ""
) -> Product:
    """What `change` makes of the product, unless nothing is another then; its prices go into the history."""
    before = await find_product(product_id)
    if revision is not None and before.revision != revision:
        raise Conflict
    after: Product = before.model_copy(deep=True)
    if not change(after):
        return before
    after.updated_at = clock.now()
    lay_trail(before, after)

    async def work(session: AsyncClientSession) -> Product:
        product: Product = after.model_copy()  # a repeated try starts from the same revision
        await enrol(session, [product])
        await product.rewrite(session)
        await record_prices(session, [(before, product)], actor)
        return product

    return await _written(work)


async def _written(work: Callable[[AsyncClientSession], Awaitable[Product]]) -> Product:
    try:
        product = await documents.transaction(work)
    except RevisionIdWasChanged:
        raise Conflict from None
    forget_tree()
    return product
