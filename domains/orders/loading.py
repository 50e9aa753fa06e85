"""How an order is read: whole, and under its lock where it is about to change."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .carts import locked_cart
from .database import take_in_hand
from .errors import UnknownOrder
from .models import Cart, Fulfilment, Order, OrderCredit, OrderReturn

WHOLE = (
    selectinload(Order.lines),
    selectinload(Order.tax_lines),
    selectinload(Order.events),
    selectinload(Order.fulfilments).selectinload(Fulfilment.lines),
    selectinload(Order.payments),
    selectinload(Order.refunds),
    selectinload(Order.returns).selectinload(OrderReturn.lines),
    selectinload(Order.credits).selectinload(OrderCredit.lines),
)


async def loaded(session: AsyncSession, customer_id: UUID, order_id: UUID) -> Order:
    return _found(await session.scalar(_order(customer_id, order_id)))


async def locked(session: AsyncSession, customer_id: UUID, order_id: UUID) -> Order:
    take_in_hand(session, order_id)
    return _found(await session.scalar(_order(customer_id, order_id).with_for_update(key_share=True)))


async def locked_with_cart(session: AsyncSession, customer_id: UUID, order_id: UUID) -> tuple[Cart, Order]:
    """The cart's lock before the order's, as everywhere, so that nobody waits in a circle."""
    of_cart = sa.select(Order.cart_id).where(Order.customer_id == customer_id, Order.id == order_id)
    cart_id = await session.scalar(of_cart)
    cart = await locked_cart(session, customer_id, cart_id) if cart_id else None
    if cart is None:
        raise UnknownOrder
    return cart, await locked(session, customer_id, order_id)


def _order(customer_id: UUID, order_id: UUID) -> "sa.Select[Order]":
    return (
        sa.select(Order)
        .where(Order.customer_id == customer_id, Order.id == order_id)
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    )


def _found(order: Order | None) -> Order:
    if order is None:
        raise UnknownOrder
    return order
