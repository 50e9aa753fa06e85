"""The cart as a shopper changes and sees it: what is for sale, what is left and what was put in."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from domains import catalog, inventory, orders
from domains.shared import clock
from domains.shared.errors import Invalid
from domains.shared.money import Money
from domains.shared.pricing import Priced, PricedLine
from domains.shared.settings import settings

from . import pending


@dataclass(frozen=True)
class ShownLine:
    """A cart line beside today's price and stock. `priced` is absent once the product is no longer for sale."""

    line: orders.CartLine
    priced: PricedLine | None
    left: int

    @property
    def gone(self) -> bool:
        return self.priced is None

    @property
    def short(self) -> bool:
        return not self.gone and self.left < self.line.quantity

    @property
    def unit(self) -> Money:
        return self.priced.unit if self.priced else self.line.unit

    @property
    def total(self) -> Money:
        return self.priced.total if self.priced else self.line.line_total

    @property
    def price_was(self) -> Money | None:
        """The price at which it was put in the cart, where today's differs."""
        return self.line.unit if self.unit != self.line.unit else None


@dataclass(frozen=True)
class ShownCart:
    cart: orders.Cart | None
    lines: tuple[ShownLine, ...]
    priced: Priced

    @property
    def count(self) -> int:
        return self.cart.count if self.cart else 0

    @cached_property
    def prices_changed(self) -> tuple[ShownLine, ...]:
        return tuple(line for line in self.lines if line.price_was is not None)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.lines) and not any(line.gone or line.short for line in self.lines)


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
    item = _item(offer)
    sku = item.sku  # as its variant writes it
    cart = await orders.cart(customer_id)
    held = sum(line.quantity for line in cart.lines if line.sku == sku) if cart else 0
    _check_quantity(offer, held + quantity)
    await _in_stock(cart, sku, held + quantity)
    if cart:
        cart.add(item, quantity)  # its rules, tried on what was read
    await pending.release(customer_id)
    cart = await orders.add_to_cart(customer_id, item, quantity)
    return Added(next(line for line in cart.lines if line.sku == sku), quantity, cart)


async def change_quantity(customer_id: UUID, line_id: UUID, quantity: int) -> ShownCart:
    """Zero removes the line. More than there is to sell is refused and changes nothing."""
    if cart := await orders.cart(customer_id):
        line = cart.line(line_id)
        if quantity and quantity != line.quantity and (offer := (await catalog.offers([line.sku])).get(line.sku)):
            _check_quantity(offer, quantity)
        if quantity > line.quantity:
            await _in_stock(cart, line.sku, quantity)
        cart.change(line_id, quantity)  # its rules, tried on what was read
        await pending.release(customer_id)
    return await _shown(await orders.change_quantity(customer_id, line_id, quantity))


async def remove_line(customer_id: UUID, line_id: UUID) -> ShownCart:
    return await change_quantity(customer_id, line_id, 0)


async def look(customer_id: UUID | None) -> ShownCart:
    """The cart with today's prices and stock. Looking changes nothing, so a price notice stays until checkout."""
    return await _shown(await orders.cart(customer_id) if customer_id else None)


async def accept_prices(customer_id: UUID, shown: ShownCart) -> None:
    """Take over the prices that the shopper has been shown."""
    if shown.prices_changed:
        await orders.refresh_prices(customer_id, {line.line.sku: line.unit for line in shown.prices_changed})


async def _shown(cart: orders.Cart | None) -> ShownCart:
    lines = cart.lines if cart else []
    skus = [line.sku for line in lines]
    offers = await catalog.offers(skus) if skus else {}
    left = await _left(cart, skus) if skus else {}
    for_sale = [catalog.LineSnapshot.of(offers[line.sku], line.quantity) for line in lines if line.sku in offers]
    priced = catalog.price(for_sale, catalog.PricingContext(at=clock.now(), currency=settings().shop_currency))
    by_sku = {line.sku: line for line in priced.lines}
    shown = tuple(ShownLine(line, by_sku.get(line.sku), left.get(line.sku, 0)) for line in lines)
    return ShownCart(cart, shown, priced)


async def _left(cart: orders.Cart | None, skus: list[str]) -> dict[str, int]:
    """What this shopper can have: what is free, and what the cart's own waiting order holds already."""
    free = await inventory.availability(skus)
    if cart is None or cart.pending_order_id is None:
        return free
    held = await inventory.held(cart.pending_order_id, skus)
    return {sku: free.get(sku, 0) + held.get(sku, 0) for sku in skus}


def _check_quantity(offer: catalog.Offer, quantity: int) -> None:
    if problem := offer.quantity_problem(quantity):
        raise Invalid(problem, {"quantity": problem})


async def _in_stock(cart: orders.Cart | None, sku: str, quantity: int) -> None:
    left = (await _left(cart, [sku])).get(sku, 0)
    if left < quantity:
        raise inventory.OutOfStock({sku: left})


def _item(offer: catalog.Offer) -> orders.CartItem:
    return orders.CartItem(
        sku=offer.sku,
        slug=offer.slug,
        title=offer.title,
        options=offer.options,
        image=offer.image,
        alt=offer.alt,
        unit=offer.price,
    )
