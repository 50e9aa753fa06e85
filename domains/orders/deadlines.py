"""The time to pay: when it is over, the fact is told once; what follows from it is for payments to find out."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import outbox

from .database import database
from .events import DeadlinePassed
from .models import Order, PaymentTimer


async def pass_deadlines(limit: int = 100) -> int:
    """Claims what is due, so that any number of clocks may run; how many it claimed.

    An order that is paid or has ended has no timer any more.
    """
    due = (
        sa.select(PaymentTimer.order_id)
        .where(PaymentTimer.due_at <= sa.func.now())
        .order_by(PaymentTimer.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claim = sa.delete(PaymentTimer).where(PaymentTimer.order_id.in_(due))
    async with database.transaction() as session:
        claimed = await session.execute(claim.returning(PaymentTimer.customer_id, PaymentTimer.order_id))
        passed = [DeadlinePassed(customer_id, order_id) for customer_id, order_id in claimed.all()]
        for fact in passed:
            outbox.record(session, fact)
    return len(passed)


def start(session: AsyncSession, order: Order, due_at: datetime) -> None:
    session.add(PaymentTimer(order_id=order.id, customer_id=order.customer_id, due_at=due_at))


async def move(session: AsyncSession, order: Order, due_at: datetime) -> None:
    """Later, never earlier; also when the timer has run already."""
    await stop(session, order)
    start(session, order, due_at)


async def stop(session: AsyncSession, order: Order) -> None:
    await session.execute(sa.delete(PaymentTimer).where(PaymentTimer.order_id == order.id))
