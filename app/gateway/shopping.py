"""The cart as a shopper changes and sees it: what is for sale, what is left and what was put in."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from uuid import UUID

from domains import catalog, inventory, orders
from domains.shared.errors import Invalid, NotFound
from domains.shared.pricing import PricedLine

from . import pending
from .buying import Buyer
from .pricing import item_of, price_cart
from .shown import ShownCart, ShownLine


@dataclass(frozen=True)
class Added:
    """What was just put in the cart, for the answer that says so."""

    line: orders.CartLine
    quantity: int
    cart: orders.Cart


async def add_to_cart(customer_id: UUID, sku: str, quantity: int) -> Added:
    """NotForSale, OutOfStock (counting what the cart already holds) or Invalid for a quantity no cart takes.

    What is refused leaves an order that waits for its payment alone.
    """
    offer = await catalog.offer(sku)
    item = item_of(offer)
    sku = item.sku  # as its variant writes it
    cart = await orders.cart(customer_id)
    held = sum(line.quantity for line in cart.lines if line.sku == sku) if cart else 0
    _check_quantity(offer, held + quantity)
    await _in_stock(cart, sku, held + quantity)
    if cart:
        cart.check_addition(item, quantity)
    await pending.release(customer_id)
    cart = await orders.add_to_cart(customer_id, item, quantity)
    return Added(next(line for line in cart.lines if line.sku == sku), quantity, cart)


async def fill_cart(customer_id: UUID, wanted: Mapping[str, int]) -> dict[str, str]:
    """Each SKU up to so many, all in one step; by SKU why something stays out. What the cart holds is not doubled."""
    cart = await orders.cart(customer_id)
    held = {line.sku: line.quantity for line in cart.lines} if cart else {}
    more = {sku: quantity for sku, quantity in wanted.items() if quantity > held.get(sku, 0)}
    offers = await catalog.offers(list(more))
    left = await _left(cart, list(more)) if more else {}
    refused = {sku: why for sku, many in more.items() if (why := _why_not(offers.get(sku), many, left.get(sku, 0)))}
    items = [(item_of(offers[sku]), quantity) for sku, quantity in more.items() if sku not in refused]
    left_out = cart.refusals(items) if cart else {}
    if len(left_out) < len(items):
        await pending.release(customer_id)
        left_out = await orders.fill_cart(customer_id, items)
    return refused | left_out


async def change_quantity(customer_id: UUID, line_id: UUID, quantity: int, buyer: Buyer) -> ShownCart:
    """Zero removes the line. More than there is to sell is refused and changes nothing."""
    if cart := await orders.cart(customer_id):
        line = cart.line(line_id)
        if quantity and quantity != line.quantity and (offer := (await catalog.offers([line.sku])).get(line.sku)):
            _check_quantity(offer, quantity)
        if quantity > line.quantity:
            await _in_stock(cart, line.sku, quantity)
        cart.check_change(line_id, quantity)
        await pending.release(customer_id)
    return await _shown(await orders.change_quantity(customer_id, line_id, quantity), buyer)


async def remove_line(customer_id: UUID, line_id: UUID, buyer: Buyer) -> tuple[ShownCart, orders.CartLine]:
    """The cart without it, and what was taken out."""
    cart = await orders.cart(customer_id)
    if cart is None:
        raise NotFound("Your cart is empty.")
    return await change_quantity(customer_id, line_id, 0, buyer), cart.line(line_id)


async def look(customer_id: UUID | None, buyer: Buyer, *, fresh: bool = False) -> ShownCart:
    """The cart with today's prices and stock. Looking changes nothing, so a price notice stays until checkout; only a
    line whose variant has been given another SKU follows it.

    `fresh`: price lists and promotions as they are this moment, for what will be paid.
    """
    return await _shown(await orders.cart(customer_id) if customer_id else None, buyer, fresh=fresh)


async def watch(shown: ShownCart) -> AsyncGenerator[ShownCart, None]:
    """As many as are left of what is in it: now, and again whenever that may have changed."""
    skus = [line.line.sku for line in shown.lines]
    async with aclosing(inventory.watch(skus)) as told:
        async for supplies in told:
            free = {sku: supplies[sku].available for sku in skus}
            yield shown.stocked(await _with_held(shown.cart, free))


async def accept_prices(customer_id: UUID, shown: ShownCart) -> None:
    """Take over the prices that the shopper has been shown."""
    if shown.prices_changed:
        await orders.refresh_prices(customer_id, {line.line.sku: line.one for line in shown.prices_changed if line.one})


async def _shown(cart: orders.Cart | None, buyer: Buyer, *, fresh: bool = False) -> ShownCart:
    lines = cart.lines if cart else []
    skus = [line.sku for line in lines]
    offers = await catalog.offers(skus) if skus else {}
    gone = [sku for sku in skus if sku not in offers]
    if cart and gone and (now := await catalog.skus_now(gone)):
        return await _shown(await orders.recode_cart(cart.customer_id, now), buyer, fresh=fresh)
    supplies, held = await inventory.supplies(skus) if skus else {}, await _held(cart, skus)
    frozen = await orders.awaited(cart.customer_id, cart.pending_order_id) if cart and cart.pending_order_id else {}
    pricing = await price_cart(cart, offers, buyer, fresh=fresh)
    by_sku = {line.sku: line for line in pricing.priced.lines}

    def show(line: orders.CartLine) -> ShownLine:
        supply, kept = supplies[line.sku], held.get(line.sku, 0)
        shown = _line(line, by_sku.get(line.sku), supply.available + kept, offers.get(line.sku))
        return replace(shown, awaited=_awaited(line, supply, kept, frozen))

    return ShownCart(cart, tuple(show(line) for line in lines), pricing)


def _line(line: orders.CartLine, priced: PricedLine | None, left: int, offer: catalog.Offer | None) -> ShownLine:
    """The shop may sell it in other quantities than when it was put in."""
    if offer is None:
        return ShownLine(line, priced, left)
    return ShownLine(line, priced, left, offer.price, offer.quantity_problem(line.quantity))


def _awaited(
    line: orders.CartLine, supply: inventory.Supply, held: int, frozen: Mapping[str, orders.Awaited]
) -> orders.Awaited | None:
    """Of what the waiting order holds already, what was said when it was placed."""
    if held >= line.quantity:
        return frozen.get(line.sku)
    there = supply.in_stock + held
    return orders.Awaited(supply.due_on, supply.preorder) if there < line.quantity else None


async def _left(cart: orders.Cart | None, skus: list[str]) -> dict[str, int]:
    """What this shopper can have: what is free, and what the cart's own waiting order holds already."""
    return await _with_held(cart, await inventory.availability(skus))


async def _with_held(cart: orders.Cart | None, free: Mapping[str, int]) -> dict[str, int]:
    held = await _held(cart, list(free))
    return {sku: count + held.get(sku, 0) for sku, count in free.items()}


async def _held(cart: orders.Cart | None, skus: list[str]) -> dict[str, int]:
    return await inventory.held(cart.pending_order_id, skus) if cart and cart.pending_order_id else {}


def _check_quantity(offer: catalog.Offer, quantity: int) -> None:
    if problem := offer.quantity_problem(quantity):
        raise Invalid(problem, {"quantity": problem})


def _why_not(offer: catalog.Offer | None, quantity: int, left: int) -> str:
    if offer is None:
        return catalog.NotForSale("").message
    short = inventory.OutOfStock({offer.sku: left}).message if left < quantity else ""
    return offer.quantity_problem(quantity) or short


async def _in_stock(cart: orders.Cart | None, sku: str, quantity: int) -> None:
    left = (await _left(cart, [sku])).get(sku, 0)
    if left < quantity:
        raise inventory.OutOfStock({sku: left})
