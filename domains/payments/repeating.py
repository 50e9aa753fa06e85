"""Trying once more to give back what could not be given back: a new refund with a new key, never twice the money."""

from uuid import UUID

import sqlalchemy as sa

from domains.shared.errors import NotFound

from . import rows
from .database import database
from .models import Refund
from .refunding import mirror, send, write_down


async def repeat(customer_id: UUID, order_id: UUID, refund_id: UUID, *, actor: str) -> Refund:
    """Staff try a refund again that has failed; pressed twice it is one more try. RefundTooMuch where the money has
    gone back another way; a refund that has not failed comes back as it is."""
    async with database.reading() as session:
        failed = await rows.refund_of(session, customer_id, refund_id)
    if failed is None or failed.order_id != order_id:
        raise NotFound("There is no such refund.")
    return await _once_more(failed, actor)


async def repeat_due(failed: Refund) -> Refund:
    """The clock does, unless the money has taken another way meanwhile."""
    return await _once_more(failed, "system", only_due=True)


async def due(limit: int) -> list[Refund]:
    """Fans out over all customers. Repeated twice it is still one try, so they are not claimed."""
    now_due = sa.select(Refund).where(Refund.again_at <= sa.func.now())
    async with database.reading() as session:
        return list(await session.scalars(now_due.order_by(Refund.again_at).limit(limit)))


async def _once_more(failed: Refund, actor: str, *, only_due: bool = False) -> Refund:
    """What Stripe did without our knowing is looked up first: it may have given the money back after all."""
    if failed.failed:
        await mirror(failed.customer_id, failed.attempt_id)
    async with database.transaction() as session:
        attempt = await rows.locked(session, failed.customer_id, failed.attempt_id)
        failed = await rows.refund_of(session, failed.customer_id, failed.id) or failed
        again = await rows.refund_of(session, failed.customer_id, failed.next_id)
        fresh = again is None
        if again is None:
            if not failed.failed or (only_due and failed.again_at is None):
                return failed
            again = await write_down(session, attempt, failed.money, failed.next_id, failed.reason, actor)
            again.repetition = failed.repetition + 1
    return await send(again, fresh=fresh)
