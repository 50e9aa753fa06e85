"""Orders that were paid and have neither been cancelled nor paid back in full: what the shop has sold."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from .database import database
from .events import OrderItem, items
from .models import Order, OrderStatus, PaymentStatus

AT_ONCE = 500
LASTING = (PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.DISPUTED)


@dataclass(frozen=True)
class LastingOrder:
    order_id: UUID
    items: tuple[OrderItem, ...]


async def lasting(before: UUID | None = None) -> AsyncIterator[LastingOrder]:
    """All of them, or those whose ids lie below `before`, in no order, over all customers, so it fans out: for
    repairs, not for a page."""
    wanted = sa.select(Order).where(Order.payment_status.in_(LASTING), Order.status != OrderStatus.CANCELLED)
    if before is not None:
        wanted = wanted.where(Order.id < before)
    wanted = wanted.options(selectinload(Order.lines)).execution_options(yield_per=AT_ONCE)
    async with database.reading() as session:
        async for order in await session.stream_scalars(wanted):
            yield LastingOrder(order.id, items(order))
