"""Personal data in orders: of a buyer who is gone what no order needs, and of old orders all that the books do not."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from domains.shared.addresses import Address
from domains.shared.settings import settings

from .database import database
from .models import Cart, CartLine, CartStatus, Order

AT_ONCE: Final = 200
Taken = Collection[tuple[UUID, str]]
NOBODY: Final[dict[str, Any]] = {"email": None, "shipping_address": None, "billing_address": None, "codes": []}


async def forget_buyer(customer_id: UUID, taken: Taken = ()) -> None:
    """Their cart is given up, and no cart says any more who they were. Orders stay as they are until they are old."""
    own = Cart.customer_id == customer_id
    as_guests = sa.tuple_(Cart.customer_id, sa.func.lower(Cart.email)).in_(list(taken))
    theirs = sa.and_(Cart.customer_id.in_([customer_id, *(party for party, _ in taken)]), sa.or_(own, as_guests))
    async with database.transaction() as session:
        active = sa.select(Cart.id).where(own, Cart.status == CartStatus.ACTIVE).with_for_update()
        ended = (await session.scalars(active)).all()
        lines = sa.delete(CartLine).where(CartLine.customer_id == customer_id, CartLine.cart_id.in_(ended))
        await session.execute(lines)
        over = sa.update(Cart).where(own, Cart.id.in_(ended)).values(status=CartStatus.ABANDONED)
        await session.execute(over)
        await session.execute(sa.update(Cart).where(theirs).values(NOBODY))


async def all_of(customer_id: UUID, taken: Taken = ()) -> Sequence[Order]:
    """Whatever became of them, with their lines; oldest first."""
    as_guests = sa.tuple_(Order.customer_id, sa.func.lower(Order.email)).in_(list(taken))
    theirs = sa.select(Order).where(
        Order.customer_id.in_([customer_id, *(party for party, _ in taken)]),
        sa.or_(Order.customer_id == customer_id, as_guests),
    )
    async with database.reading() as session:
        found = await session.scalars(theirs.options(selectinload(Order.lines)).order_by(Order.placed_at, Order.id))
        return found.all()


async def too_old() -> list[tuple[UUID, UUID]]:
    """Orders, each with its customer, whose personal data nobody may ask for any more; over all customers."""
    async with database.reading() as session:
        rows = await session.execute(_old(sa.select(Order.customer_id, Order.id)).limit(AT_ONCE))
        return [(customer_id, order_id) for customer_id, order_id in rows]


async def forget_people_of(orders: Collection[tuple[UUID, UUID]]) -> int:
    """Of these old orders: what is left is what was sold, for how much, at which taxes and to which country."""
    which = sa.tuple_(Order.customer_id, Order.id).in_(list(orders))
    async with database.transaction() as session:
        found = (await session.scalars(_old(sa.select(Order)).where(which).with_for_update())).all()
        for order in found:
            order.email, order.billing_address, order.erased_at = "", None, sa.func.now()
            order.shipping_address = Address("", "", "", order.shipping_address.country)
            cart = sa.update(Cart).where(Cart.customer_id == order.customer_id, Cart.id == order.cart_id)
            await session.execute(cart.values(NOBODY))
        return len(found)


def _old(chosen: Any) -> Any:
    kept = timedelta(days=settings().order_data_kept_days)
    return chosen.where(Order.erased_at.is_(None), Order.placed_at < sa.func.now() - kept).order_by(Order.placed_at)
