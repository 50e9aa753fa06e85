"""A cart priced for who looks at it: its lines, the promotions of the moment, and gifts while there are any left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import msgspec

from domains import catalog, inventory, orders
from domains.shared import clock, texts
from domains.shared.pricing import Priced, PricedLine
from domains.shared.settings import settings

from .buying import Buyer


@dataclass(frozen=True)
class PricedCart:
    """`priced` with all that went into it, so that it can be priced anew and explained later. `gifts` are the offers
    of what may be given away, `refused` the codes that count for nothing, and why."""

    lines: tuple[catalog.LineSnapshot, ...]
    context: catalog.PricingContext
    priced: Priced
    gifts: Mapping[str, catalog.Offer] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)

    def delivered(self, way: orders.ShippingOption) -> "PricedCart":
        """With the delivery that is chosen: promotions may ask for it or take something off it."""
        context = msgspec.structs.replace(self.context, delivery=catalog.Delivery(way.code, way.price.amount))
        return replace(self, context=context, priced=_price(self.lines, context))

    @property
    def snapshot(self) -> dict[str, object]:
        return catalog.snapshot(self.lines, self.context)

    @property
    def given(self) -> tuple[tuple[catalog.Offer, PricedLine], ...]:
        """Lines that the cart itself does not hold."""
        return tuple(
            (self.gifts[line.sku], line) for line in self.priced.lines if line.gift and line.gift == line.quantity
        )


async def price_cart(
    cart: orders.Cart | None, offers: Mapping[str, catalog.Offer], buyer: Buyer, *, fresh: bool = False
) -> PricedCart:
    """Lines that are not for sale any more are left out. `fresh`: nothing remembered is used, for what will be paid.

    Twice where a promotion may take something off delivery: what that costs hangs on the goods after promotions and on
    the weight of gifts, and which promotions count hangs on what delivery costs."""
    held = [line for line in cart.lines if line.sku in offers] if cart else []
    lines = tuple(catalog.LineSnapshot.of(offers[line.sku], line.quantity) for line in held)
    context, refused = await _context(cart if lines else None, buyer, fresh=fresh)
    gifts = await _gifts(context, {line.sku: line.quantity for line in held}, cart.pending_order_id if cart else None)
    offered = tuple(catalog.LineSnapshot.of(offer, 1) for offer in gifts.values())
    context = msgspec.structs.replace(context, gifts=offered)
    priced = _price(lines, context)
    if catalog.takes_off_delivery(context.promotions):
        way = (await orders.shipping_choice(cart, priced.goods, priced.weight_grams)).proposed
        if way and way.price:
            context = msgspec.structs.replace(context, likely_postage=way.price.amount)
            priced = _price(lines, context)
    return PricedCart(lines, context, priced, gifts, refused)


async def _context(
    cart: orders.Cart | None, buyer: Buyer, *, fresh: bool
) -> tuple[catalog.PricingContext, dict[str, str]]:
    """Of a cart that holds something; and the codes that count for nothing, with the reasons."""
    lists = await catalog.price_list_terms(fresh=fresh) if cart else {}
    standing = await _standing(cart, fresh=fresh) if cart else catalog.Standing()
    counted = catalog.counts_orders(standing.promotions)
    context = catalog.PricingContext(
        at=clock.now(),
        currency=settings().shop_currency,
        groups=await buyer.groups(fresh=fresh) if cart else frozenset(),
        earlier_orders=await buyer.earlier_orders() if counted else None,
        lists=tuple(lists.values()),
        promotions=standing.promotions,
        codes=dict(standing.codes),
        used_up=standing.used_up,
        most_off=settings().most_discount_percent * 100,
    )
    return context, dict(standing.refused)


async def _standing(cart: orders.Cart, *, fresh: bool) -> catalog.Standing:
    customers = catalog.customer_keys(cart.customer_id, cart.email)
    return await catalog.standing(cart.codes, customers, cart.pending_order_id, fresh=fresh)


async def explained(order: orders.Order) -> Priced | None:
    """How an order's prices came about. None where that was not kept, or where it would be priced differently by now:
    what is told has to be what was paid."""
    kept = await orders.pricing_of(order.customer_id, order.id)
    if kept is None:
        return None
    try:
        priced = catalog.explain(kept, write=texts.money)
    except ValueError:
        return None
    return priced if (priced.goods, priced.discount) == (order.goods - order.discount, order.discount) else None


def item_of(offer: catalog.Offer) -> orders.CartItem:
    return orders.CartItem(
        sku=offer.sku,
        slug=offer.slug,
        title=offer.title,
        options=offer.options,
        image=offer.image,
        alt=offer.alt,
        unit=offer.price,
    )


async def _gifts(
    context: catalog.PricingContext, held: Mapping[str, int], order_id: UUID | None
) -> dict[str, catalog.Offer]:
    """Those of which there are enough beside what the cart holds of them; what its own waiting order holds counts."""
    wanted = catalog.gifts_of(context.promotions)
    if not wanted or not held:
        return {}
    offers = await catalog.offers(list(wanted))
    left = await inventory.availability(list(offers))
    own = await inventory.held(order_id, list(offers)) if order_id else {}
    needed = {sku: wanted[sku] + held.get(sku, 0) for sku in offers}
    return {sku: offer for sku, offer in offers.items() if left.get(sku, 0) + own.get(sku, 0) >= needed[sku]}


def _price(lines: Sequence[catalog.LineSnapshot], context: catalog.PricingContext) -> Priced:
    return catalog.price(lines, context, write=texts.money)
