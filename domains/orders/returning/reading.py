"""Finding returns, page by page for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ..database import database
from ..models import Order, OrderReturn
from ..states import ReturnStatus

MOST = 50


@dataclass(frozen=True)
class ReturnPage:
    """Newest first, each with the number of its order; `next` continues where this page ends."""

    returns: Sequence[tuple[OrderReturn, str]]
    next: UUID | None


async def returns(status: ReturnStatus | None = None, after: UUID | None = None) -> ReturnPage:
    """Over all customers, so it fans out. Their ids are in the order in which they were asked for."""
    of_order = sa.and_(Order.customer_id == OrderReturn.customer_id, Order.id == OrderReturn.order_id)
    chosen = sa.select(OrderReturn, Order.number).join(Order, of_order).options(selectinload(OrderReturn.lines))
    if status:
        chosen = chosen.where(OrderReturn.status == status)
    if after:
        chosen = chosen.where(OrderReturn.id < after)
    async with database.reading() as session:
        rows = (await session.execute(chosen.order_by(OrderReturn.id.desc()).limit(MOST + 1))).all()
    found = [(row[0], row[1]) for row in rows]
    return ReturnPage(found[:MOST], found[MOST - 1][0].id if len(found) > MOST else None)
