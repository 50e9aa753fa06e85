"""What was not there yet when it was ordered."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from .database import database
from .models import Awaited, OrderLine


async def awaited(customer_id: UUID, order_id: UUID) -> Mapping[str, Awaited]:
    """What of this order was awaited when it was placed, by SKU."""
    mine = (OrderLine.customer_id == customer_id, OrderLine.order_id == order_id, OrderLine.was_awaited)
    async with database.reading() as session:
        found = await session.execute(sa.select(OrderLine.sku, OrderLine.due_on, OrderLine.preorder).where(*mine))
        return {sku: Awaited(due_on, preorder) for sku, due_on, preorder in found}
