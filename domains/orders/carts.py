"""Carts: one active cart per customer, changed under its lock."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared.addresses import Address
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.money import Money

from . import shipping
from .database import database
from .mailboxes import check_email
from .models import Cart, CartItem, CartLine, CartStatus, Order, OrderStatus, WaitingOrder


async def cart(customer_id: UUID) -> Cart | None:
    """The active cart with its lines, and which order from it waits for its payment."""
    async with database.reading() as session:
        found = await _active(session, customer_id)
        return await _shown(session, found) if found else None


async def cart_count(customer_id: UUID) -> int:
    """How many things are in the cart, for the badge."""
    counted = (
        sa.select(sa.func.coalesce(sa.func.sum(CartLine.quantity), 0))
        .join(Cart, sa.and_(Cart.customer_id == CartLine.customer_id, Cart.id == CartLine.cart_id))
        .where(CartLine.customer_id == customer_id, Cart.customer_id == customer_id, Cart.status == CartStatus.ACTIVE)
    )
    async with database.reading() as session:
        return int((await session.execute(counted)).scalar_one())


async def add_to_cart(customer_id: UUID, item: CartItem, quantity: int) -> Cart:
    """Merged into the line of the same SKU. Invalid for a quantity that no line takes."""
    async with database.transaction() as session:
        found = await _active(session, customer_id, lock=True) or await _begin(session, customer_id)
        found.add(item, quantity)
        return await _shown(session, found)


async def fill_cart(customer_id: UUID, wanted: Sequence[tuple[CartItem, int]]) -> dict[str, str]:
    """Each up to its quantity, all in one step; by SKU why the cart does not take something."""
    async with database.transaction() as session:
        found = await _active(session, customer_id, lock=True) or await _begin(session, customer_id)
        return found.fill(wanted)


async def change_quantity(customer_id: UUID, line_id: UUID, quantity: int) -> Cart:
    """Zero removes the line."""
    async with database.transaction() as session:
        found = await _locked(session, customer_id)
        found.change(line_id, quantity)
        return await _shown(session, found)


async def enter_code(customer_id: UUID, code: str) -> Cart:
    """What it is for, and whether anything comes of it, is the catalogue's to say."""
    async with database.transaction() as session:
        found = await _locked(session, customer_id)
        found.enter(code)
        return await _shown(session, found)


async def take_out_code(customer_id: UUID, code: str) -> Cart:
    async with database.transaction() as session:
        found = await _locked(session, customer_id)
        found.take_out(code)
        return await _shown(session, found)


async def refresh_prices(customer_id: UUID, prices: Mapping[str, Money]) -> Cart:
    """Take over today's prices by SKU; a cart whose prices are today's keeps its version."""
    async with database.transaction() as session:
        found = await _locked(session, customer_id)
        found.reprice(prices)
        return await _shown(session, found)


async def recode_cart(customer_id: UUID, now: Mapping[str, str]) -> Cart:
    """Its lines follow their variants to the SKUs of today: by the old one the new."""
    async with database.transaction() as session:
        found = await _locked(session, customer_id)
        found.recode(now)
        return await _shown(session, found)


async def merge_carts(guest_id: UUID, customer_id: UUID, left: Mapping[str, int]) -> None:
    """A guest has signed in: their cart goes into their own in one step, and ends. `left` is what is in stock of what
    either holds. Locks are taken by party, so that two who sign in at once wait for each other; done twice it is done
    once."""
    async with database.transaction() as session:
        found = {each: await _active(session, each, lock=True) for each in sorted((guest_id, customer_id))}
        guests = found[guest_id]
        if guests is None:
            return
        own = found[customer_id] or await _begin(session, customer_id)
        own.take_in(guests, left)
        guests.status = CartStatus.MERGED


async def set_contact(customer_id: UUID, email: str, address: Address, billing_address: Address | None = None) -> Cart:
    """`billing_address` where the invoice goes elsewhere. Invalid, with fields, for an e-mail address that cannot be
    one or a country we do not deliver to."""
    email = check_email(email)
    async with database.transaction() as session:
        if not await shipping.delivers_to(session, address.country):
            message = f"We do not deliver to {address.country_in_a_sentence} yet."
            raise Invalid(message, {"country": message})
        found = await _locked(session, customer_id)
        wanted = (email, address, billing_address)
        if (found.email, found.shipping_address, found.billing_address) != wanted:
            found.email, found.shipping_address, found.billing_address = wanted
            found.touch()
        return await _shown(session, found)


async def choose_shipping(customer_id: UUID, code: str) -> Cart:
    """Invalid for a method that does not go to the address of the cart."""
    async with database.transaction() as session:
        found = await _locked(session, customer_id)
        country = found.shipping_address.country if found.shipping_address else ""
        if not await shipping.serves(session, country, code):
            raise Invalid("Please choose how it should be sent.", {"shipping": "Please choose one of these."})
        if found.shipping_code != code:
            found.shipping_code = code
            found.touch()
        return await _shown(session, found)


async def locked_cart(session: AsyncSession, customer_id: UUID, cart_id: UUID) -> Cart | None:
    """Any cart by its id, under its lock: always taken before an order's."""
    return await _one(session, Cart.customer_id == customer_id, Cart.id == cart_id, lock=True)


async def convert(session: AsyncSession, bought: Cart, order: Order) -> None:
    """The cart of a paid order ends; what a shopper put in it after ordering goes on in a new one."""
    if bought.status != CartStatus.ACTIVE:
        return
    bought.status = CartStatus.CONVERTED
    await session.flush()  # the new active cart may exist only after the old one has ended
    ordered = {line.sku: line.quantity for line in order.lines}
    later = [(line, line.quantity - ordered.get(line.sku, 0)) for line in bought.lines]
    later = [(line, quantity) for line, quantity in later if quantity > 0]
    if later:
        fresh = Cart(customer_id=bought.customer_id, id=new_id(), version=1, lines=[])
        session.add(fresh)
        for line, quantity in later:
            fresh.add(line.item, quantity)


async def _active(session: AsyncSession, customer_id: UUID, *, lock: bool = False) -> Cart | None:
    return await _one(session, Cart.customer_id == customer_id, Cart.status == CartStatus.ACTIVE, lock=lock)


async def _locked(session: AsyncSession, customer_id: UUID) -> Cart:
    found = await _active(session, customer_id, lock=True)
    if found is None:
        raise NotFound("Your cart is empty.")
    return found


async def _begin(session: AsyncSession, customer_id: UUID) -> Cart:
    """Two first clicks at once share one cart: the second waits for the first's insert and takes its cart."""
    fresh = pg.insert(Cart).values(customer_id=customer_id, id=new_id(), status=CartStatus.ACTIVE, version=1)
    await session.execute(
        fresh.on_conflict_do_nothing(index_elements=["customer_id"], index_where=sa.text("status = 'active'"))
    )
    return await _locked(session, customer_id)


async def _one(session: AsyncSession, *which: sa.ColumnElement[bool], lock: bool) -> Cart | None:
    """The lock is taken first and the lines read after it, or they would be those of before the wait."""
    question = sa.select(Cart).where(*which).options(selectinload(Cart.lines))
    if lock:
        question = question.with_for_update(key_share=True)
    return (await session.execute(question)).scalar_one_or_none()


async def _shown(session: AsyncSession, found: Cart) -> Cart:
    waiting = sa.select(Order.id, Order.number, Order.token, Order.pay_until).where(
        Order.customer_id == found.customer_id,
        Order.cart_id == found.id,
        Order.status == OrderStatus.PENDING_PAYMENT,
    )
    row = (await session.execute(waiting)).one_or_none()
    found.pending = WaitingOrder(*row) if row else None
    return found
