"""Placing an order: one cart at one version becomes one frozen order, however often it is asked for."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.settings import settings

from . import deadlines, freezing
from .carts import locked_cart
from .database import database
from .draft import Draft
from .errors import CartChanged, OrderWaiting, TooLarge
from .loading import loaded
from .models import Cart, CartStatus, Order, OrderNumber, OrderStatus
from .models.number import draw
from .models.order import OPEN

HIGHEST_TOTAL: Final = 99_999_999  # minor units: the most of one payment at Stripe


async def place(customer_id: UUID, draft: Draft) -> Order:
    """The same draft gives the same order. CartChanged when the cart is another by now, OrderWaiting when an
    earlier order from it still waits to be paid: that one has to be given up first."""
    freezing.check(draft)
    if draft.totals.total.amount > HIGHEST_TOTAL:
        raise TooLarge
    async with database.transaction() as session:
        cart = await locked_cart(session, customer_id, draft.cart_id)
        if cart is None:
            raise NotFound("Your cart is empty.")
        placed = await _placed(session, cart)
        if placed is not None:
            return await _same(session, placed, cart, draft)
        if cart.status != CartStatus.ACTIVE or cart.version != draft.cart_version:
            raise CartChanged
        _check_contents(cart, draft)
        return await _write(session, cart, draft)


async def _placed(session: AsyncSession, cart: Cart) -> Order | None:
    open_one = sa.select(Order).where(
        Order.customer_id == cart.customer_id, Order.cart_id == cart.id, sa.text(f"orders.{OPEN}")
    )
    return (await session.execute(open_one)).scalar_one_or_none()


async def _same(session: AsyncSession, placed: Order, cart: Cart, draft: Draft) -> Order:
    if cart.version != draft.cart_version:
        raise CartChanged
    agreed = placed.cart_version == draft.cart_version and placed.total == draft.totals.total
    if agreed or placed.status != OrderStatus.PENDING_PAYMENT:
        return await loaded(session, placed.customer_id, placed.id)
    raise OrderWaiting(placed.id, placed.number)


def _check_contents(cart: Cart, draft: Draft) -> None:
    if not cart.lines:
        raise Invalid("Your cart is empty.")
    held = {line.sku: line.quantity for line in cart.lines}
    bought = {line.sku: line.quantity - line.gift for line in draft.priced.lines if line.quantity > line.gift}
    if held != bought:
        raise CartChanged


async def _write(session: AsyncSession, cart: Cart, draft: Draft) -> Order:
    order_id = new_id()
    number = await _number(session, cart.customer_id, order_id)
    order = freezing.freeze(cart.customer_id, order_id, number, draft)
    order.begin()
    session.add(order)
    await session.flush()
    deadlines.start(session, order, order.pay_until + timedelta(seconds=settings().hold_grace_seconds))
    return order


async def _number(session: AsyncSession, customer_id: UUID, order_id: UUID) -> str:
    while True:
        row = pg.insert(OrderNumber).values(number=draw(), customer_id=customer_id, order_id=order_id)
        drawn = await session.execute(row.on_conflict_do_nothing().returning(OrderNumber.number))
        number = drawn.scalar_one_or_none()
        if number is not None:
            return number
