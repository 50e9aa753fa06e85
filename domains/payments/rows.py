"""Finding and locking attempts; every statement names the customer, whose rows lie on one node."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import NotFound

from .database import database
from .models import CLOSED, Attempt, AttemptStatus, Mark, Refund


async def one(customer_id: UUID, attempt_id: UUID) -> Attempt:
    async with database.reading() as session:
        attempt = await session.get(Attempt, (customer_id, attempt_id))
    if attempt is None:
        raise NotFound("There is no such payment.")
    return attempt


async def live(session: AsyncSession, customer_id: UUID, order_id: UUID) -> Attempt | None:
    """The attempt through which this order is being paid, or was."""
    question = sa.select(Attempt).where(
        Attempt.customer_id == customer_id, Attempt.order_id == order_id, Attempt.status.not_in(CLOSED)
    )
    return await session.scalar(question.order_by(Attempt.id.desc()).limit(1))


async def last(session: AsyncSession, customer_id: UUID, order_id: UUID) -> Attempt | None:
    """The newest by its number: ids of two hosts may be out of turn."""
    question = sa.select(Attempt).where(Attempt.customer_id == customer_id, Attempt.order_id == order_id)
    return await session.scalar(question.order_by(Attempt.ordinal.desc()).limit(1))


async def paid(session: AsyncSession, customer_id: UUID, order_id: UUID) -> Sequence[Attempt]:
    """The attempts that took money for the order, locked: one, unless a closed one succeeded after all."""
    question = sa.select(Attempt).where(
        Attempt.customer_id == customer_id,
        Attempt.order_id == order_id,
        Attempt.status == AttemptStatus.SUCCEEDED,
    )
    return (await session.scalars(question.order_by(Attempt.id).with_for_update())).all()


async def locked(session: AsyncSession, customer_id: UUID, attempt_id: UUID) -> Attempt:
    question = sa.select(Attempt).where(Attempt.customer_id == customer_id, Attempt.id == attempt_id)
    return (await session.scalars(question.with_for_update(), execution_options={"populate_existing": True})).one()


async def refund_of(session: AsyncSession, customer_id: UUID, refund_id: UUID) -> Refund | None:
    """Read after the attempt is locked: the attempt's lock covers its refunds."""
    return await session.get(Refund, (customer_id, refund_id), populate_existing=True)


async def newest_try(session: AsyncSession, customer_id: UUID, refund_id: UUID) -> Refund | None:
    """This refund, or the last of those that tried it again."""
    row = await refund_of(session, customer_id, refund_id)
    while row is not None and (later := await refund_of(session, customer_id, row.next_id)):
        row = later
    return row


async def shop_id(session: AsyncSession) -> str:
    """Tells this installation's payments from others on the same Stripe account; made once per database."""
    insert = pg.insert(Mark).values(name="shop", value=str(uuid4())).on_conflict_do_nothing()
    known = sa.select(Mark.value).where(Mark.name == "shop")
    found = await session.scalar(known)
    if found is None:
        await session.execute(insert)
        found = (await session.scalars(known)).one()
    return found
