"""Who pays is named to Stripe alone: the address, or Stripe's id of them, stands in a request until that is over."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from domains.shared.money import Money

from .database import database
from .models import WAITING, Attempt

AFTER: Final = timedelta(days=1)
PAYER: Final = ("customer_email", "customer")


async def forget_payers() -> int:
    """Of attempts that ended long ago, over all customers; how many."""
    return await _forget(Attempt.closed_at < sa.func.now() - AFTER)


async def forget_payer(customer_ids: Collection[UUID]) -> None:
    """Of somebody who is gone, as far as nothing is to be asked of Stripe any more."""
    await _forget(Attempt.customer_id.in_(customer_ids))


async def outlines(customer_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """What was paid, by order, for who takes their data away: nothing of cards, for of those nothing is known here."""
    theirs = sa.select(Attempt).where(Attempt.customer_id.in_(customer_ids)).order_by(Attempt.created_at, Attempt.id)
    async with database.reading() as session:
        attempts = (await session.scalars(theirs)).all()
    return [
        {
            "order": each.number,
            "order_id": str(each.order_id),
            "begun": each.created_at,
            "status": str(each.status),
            "amount": str(each.money.decimal),
            "refunded": str(Money(each.refunded, each.currency).decimal),
            "currency": each.currency,
        }
        for each in attempts
    ]


async def _forget(which: sa.ColumnElement[bool]) -> int:
    over = Attempt.status.not_in(WAITING)
    named = sa.update(Attempt).where(which, over, Attempt.request.has_any(pg.array(PAYER)))
    async with database.transaction() as session:
        without = named.values(request=Attempt.request.op("-")(pg.array(PAYER))).returning(Attempt.id)
        return len((await session.execute(without)).all())
