"""Factories and questions for tests that need carts and orders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from domains import orders
from domains.shared import clock, facts
from domains.shared.ids import new_id
from domains.shared.money import Money
from domains.shared.pricing import Priced, PricedLine, Why

Fact = TypeVar("Fact")
BERLIN = orders.Address(name="Ada Lovelace", line1="Weg 1", city="Berlin", country="DE", postal_code="10115")


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


def make_item(sku: str = "MUG", *, title: str = "Mug", price: Money | None = None, **changes: Any) -> orders.CartItem:
    item = orders.CartItem(
        sku=sku,
        slug=title.lower(),
        title=title,
        options={"Size": "Large", "Colour": "Blue"},
        image="pictures/mug",
        alt=f"A {title.lower()}",
        unit=eur(12_50) if price is None else price,
    )
    return replace(item, **changes)


async def make_cart(
    customer_id: UUID,
    items: Sequence[tuple[orders.CartItem, int]] | None = None,
    *,
    address: orders.Address = BERLIN,
    email: str = "ada@example.com",
    shipping: str = "standard",
) -> orders.Cart:
    """Filled, with an address and a shipping method: ready to be ordered. By default two mugs."""
    for item, quantity in items or [(make_item(), 2)]:
        await orders.add_to_cart(customer_id, item, quantity)
    await orders.set_contact(customer_id, email, address)
    return await orders.choose_shipping(customer_id, shipping)


def priced(cart: orders.Cart, *, discounts: dict[str, int] | None = None) -> Priced:
    """As the catalogue would price it, each line with its discount in minor units."""
    lines = []
    for line in cart.lines:
        discount = Money((discounts or {}).get(line.sku, 0), line.currency)
        total = line.line_total - discount
        lines.append(
            PricedLine(
                line.sku, line.quantity, line.unit, None, discount, total, "standard", 300, Why(line.title, total)
            )
        )
    goods = sum((line.total for line in lines), Money.zero(cart.currency))
    return Priced(cart.currency, tuple(lines), goods)


async def make_draft(
    cart: orders.Cart, *, discounts: dict[str, int] | None = None, pay_until: datetime | None = None, free: bool = False
) -> orders.Draft:
    """What a shopper has seen and agreed to. `free`: a price of nothing at all."""
    assert cart.shipping_address is not None
    basket = priced(cart, discounts=discounts)
    country = cart.shipping_address.country
    options = await orders.shipping_options(country, basket.goods, basket.weight_grams)
    chosen = next(option for option in options if option.code == cart.shipping_code)
    if free:
        chosen = replace(chosen, price=Money.zero(basket.currency))
    return orders.Draft(
        cart_id=cart.id,
        cart_version=cart.version,
        priced=basket,
        totals=orders.total(basket, chosen, await orders.tax_rates(country)),
        items=tuple(line.item for line in cart.lines),
        email=cart.email or "",
        address=cart.shipping_address,
        shipping=chosen,
        pay_until=pay_until or clock.now() + timedelta(minutes=31),
        currency=basket.currency,
    )


async def make_order(
    customer_id: UUID | None = None,
    items: Sequence[tuple[orders.CartItem, int]] | None = None,
    *,
    pay_until: datetime | None = None,
    **of_cart: Any,
) -> orders.Order:
    """Waiting for its payment: two mugs at 12.50 and 4.90 for delivery, unless said otherwise."""
    customer_id = customer_id or new_id()
    cart = await make_cart(customer_id, items, **of_cart)
    return await orders.place(customer_id, await make_draft(cart, pay_until=pay_until))


async def pay(order: orders.Order, *, attempt_id: UUID | None = None) -> orders.Order:
    attempt = attempt_id or new_id()
    return await orders.mark_paid(order.customer_id, order.id, attempt, order.total.amount, order.currency)


async def make_paid_order(*args: Any, **kwargs: Any) -> orders.Order:
    return await pay(await make_order(*args, **kwargs))


async def send(order: orders.Order, quantities: dict[UUID, int] | None = None) -> orders.Fulfilment:
    return await orders.fulfil(
        order.customer_id, order.id, quantities=quantities, carrier="DHL", tracking_number="00340", actor="staff"
    )


async def again(order: orders.Order) -> orders.Order:
    """The order as the database has it now."""
    return await orders.find(order.number)


async def told(fact: type[Fact]) -> list[Fact]:
    """The facts of one kind that orders have recorded, in order."""
    box = orders.database.outbox.table
    question = sa.select(box.c.payload).where(box.c.kind == facts.kind(fact)).order_by(box.c.id)
    async with orders.database.reading() as session:
        return [facts.decode(payload, fact) for payload in await session.scalars(question)]


async def all_told() -> list[str]:
    """The kinds of all facts so far."""
    box = orders.database.outbox.table
    async with orders.database.reading() as session:
        return list(await session.scalars(sa.select(box.c.kind).order_by(box.c.id)))


def kinds(order: orders.Order) -> list[str]:
    return [str(event.kind) for event in order.events]


async def let_time_pass(order: orders.Order) -> None:
    """As if its time to pay, and the grace after it, had been over for a second."""
    ended = sa.text("UPDATE payment_timers SET due_at = now() - interval '1 second' WHERE order_id = :id")
    async with orders.database.transaction() as session:
        await session.execute(ended, {"id": order.id})
