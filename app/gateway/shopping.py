"""The cart as a shopper changes and sees it: what is for sale, what is left and what was put in."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from uuid import UUID

from domains import catalog, inventory, orders
from domains.shared.errors import Invalid, NotFound
from domains.shared.pricing import PricedLine

from . import contents, pending
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
    wanted = _lines(cart).get(sku, 0) + quantity
    _check_quantity(offer, wanted)
    await _in_stock(cart, sku, wanted)
    if cart:
        cart.check_addition(item, quantity)
    await pending.release(customer_id)
    cart = await orders.add_to_cart(customer_id, item, quantity)
    return Added(next(line for line in cart.lines if line.sku == sku), quantity, cart)


async def fill_cart(customer_id: UUID, wanted: Mapping[str, int]) -> dict[str, str]:
    """Each SKU up to so many, all in one step; by SKU why something stays out. What the cart holds is not doubled."""
    cart = await orders.cart(customer_id)
    there = _lines(cart)
    more = {sku: quantity for sku, quantity in wanted.items() if quantity > there.get(sku, 0)}
    offers = await catalog.offers(list(more))
    refused = await _refused(cart, more, offers) if more else {}
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
    basket = await inventory.basket(_lines(shown.cart))
    async with aclosing(inventory.watch(basket.skus)) as told:
        async for supplies in told:
            left = basket.beside(supplies, await _held(shown.cart, basket))
            yield shown.stocked({sku: supply.available for sku, supply in left.items()})


async def accept_prices(customer_id: UUID, shown: ShownCart) -> None:
    """Take over the prices that the shopper has been shown."""
    if shown.prices_changed:
        await orders.refresh_prices(customer_id, {line.line.sku: line.one for line in shown.prices_changed if line.one})


async def _shown(cart: orders.Cart | None, buyer: Buyer, *, fresh: bool = False) -> ShownCart:
    lines = cart.lines if cart else []
    skus = [line.sku for line in lines]
    basket = await inventory.basket(_lines(cart))
    offers = await catalog.offers(basket.skus) if skus else {}
    gone = [sku for sku in skus if sku not in offers]
    if cart and gone and (now := await catalog.skus_now(gone)):
        return await _shown(await orders.recode_cart(cart.customer_id, now), buyer, fresh=fresh)
    supplies, held = await inventory.supplies(basket.skus), await _held(cart, basket)
    beside, parts = basket.beside(supplies, held), await contents.parts(basket.bundles, offers)
    frozen = await orders.awaited(cart.customer_id, cart.pending_order_id) if cart and cart.pending_order_id else {}
    pricing = await price_cart(cart, offers, buyer, fresh=fresh)
    by_sku = {line.sku: line for line in pricing.priced.lines}

    def show(line: orders.CartLine) -> ShownLine:
        supply = beside[line.sku]
        shown = _line(line, by_sku.get(line.sku), supply.available, offers.get(line.sku))
        awaited = _awaited(line, supply, held.get(line.sku, 0), frozen)
        return replace(shown, awaited=awaited, parts=parts.get(line.sku, ()))

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
    return orders.Awaited(supply.due_on, supply.preorder) if supply.in_stock < line.quantity else None


def _lines(cart: orders.Cart | None) -> dict[str, int]:
    return {line.sku: line.quantity for line in cart.lines} if cart else {}


async def _held(cart: orders.Cart | None, basket: inventory.Basket) -> dict[str, int]:
    """What the cart's own waiting order holds, its shopper can have."""
    return await inventory.held(cart.pending_order_id, list(basket.lines)) if cart and cart.pending_order_id else {}


def _check_quantity(offer: catalog.Offer, quantity: int) -> None:
    if problem := offer.quantity_problem(quantity):
        raise Invalid(problem, {"quantity": problem})


async def _refused(
    cart: orders.Cart | None, more: Mapping[str, int], offers: Mapping[str, catalog.Offer]
) -> dict[str, str]:
    """By SKU why it cannot be so many: what comes first is taken first."""
    there = _lines(cart)
    basket = await inventory.basket({**there, **more})
    supplies, held = await inventory.supplies(basket.skus), await _held(cart, basket)
    refused = {}
    for sku, many in more.items():
        beside = basket.holding({**there, sku: many}).beside(supplies, held)
        if why := _why_not(offers.get(sku), many, beside[sku].available):
            refused[sku] = why
        else:
            there[sku] = many
    return refused


def _why_not(offer: catalog.Offer | None, quantity: int, left: int) -> str:
    if offer is None:
        return catalog.NotForSale("").message
    short = inventory.OutOfStock({offer.sku: left}).message if left < quantity else ""
    return offer.quantity_problem(quantity) or short


async def _in_stock(cart: orders.Cart | None, sku: str, quantity: int) -> None:
    """Beside the rest of the cart."""
    basket = await inventory.basket({**_lines(cart), sku: quantity})
    supplies, held = await inventory.supplies(basket.skus), await _held(cart, basket)
    left, alone = (each.beside(supplies, held)[sku].available for each in (basket, basket.holding({sku: quantity})))
    if left < quantity:
        raise inventory.OutOfStock({sku: left}, beside=alone > left)
