"""What staff see and do across domains: an order with its money, stock and messages; a product with its stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from domains import catalog, inventory, notifications, orders, payments
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.money import Money, total
from domains.shared.pricing import Why

from . import contents
from .parcels import Sending, sendings
from .pricing import explained


@dataclass(frozen=True)
class Workbench:
    """Everything about one order on one screen. `refundable` is what could be given back now, `why` how the
    price came about, where that was kept, `kept` where its goods lie, `outside` what is with its buyer,
    `parts` what its bundles are made of, by SKU.

    The keys go out with the forms: a form that is sent twice is one parcel, one refund.
    """

    order: orders.Order
    timeline: Sequence[orders.TimelineEvent]
    attempts: Sequence[payments.Attempt]
    refunds: Sequence[payments.Refund]
    deliveries: Sequence[notifications.Delivery]
    refundable: Money
    refund_key: UUID
    return_key: UUID
    note_key: UUID
    why: Why | None = None
    creditable: Sequence[orders.Creditable] = ()
    documents: Sequence[orders.OrderDocument] = ()
    kept: Sequence[inventory.Kept] = ()
    outside: Sequence[inventory.Outside] = ()
    places: Sequence[inventory.Location] = ()
    sendings: Sequence[Sending] = ()
    parts: Mapping[str, Sequence[contents.Part]] = field(default_factory=dict)

    @property
    def places_by_code(self) -> Mapping[str, str]:
        return {place.code: place.name for place in self.places}

    @property
    def last_left_from(self) -> str:
        """The code of the location that the last parcel left, where that is known."""
        return next((parcel.location for parcel in reversed(orders.parcels(self.order)) if parcel.location), "")

    @property
    def to_take_back(self) -> Sequence[inventory.Outside]:
        return [each for each in self.outside if each.left > 0]

    def can_be_tried_again(self, refund: payments.Refund) -> bool:
        """It failed, has not been tried again yet, and its money has not gone back another way."""
        repeated = any(other.id == refund.next_id for other in self.refunds)
        return refund.failed and not repeated and refund.money <= self.refundable


@dataclass(frozen=True)
class Shelf:
    """A page of products and how many of each can be sold, all its variants together."""

    items: Sequence[catalog.Card | catalog.Product]
    page: int
    pages: int
    total: int
    available: Mapping[UUID, int]


@dataclass(frozen=True)
class ProductSheet:
    """`waiting` is how many wait for a variant to be back, by its id; `made_of` are the parts of bundles, by SKU."""

    product: catalog.Product
    levels: Mapping[str, Mapping[UUID, inventory.StockLevel]]
    locations: Sequence[inventory.Location]
    reviews: Mapping[catalog.ReviewStatus, int]
    waiting: Mapping[UUID, int]
    made_of: Mapping[str, Mapping[str, int]]


RECODED: Final = "This variant has just been given another SKU. Look again, then count it under that."


async def workbench(number: str) -> Workbench:
    order = await orders.find(number)
    attempts = await payments.attempts(order.customer_id, order.id)
    refunds = await payments.refunds(order.customer_id, order.id)
    abouts = [order.id, *(parcel.id for parcel in order.fulfilments), *(refund.id for refund in refunds)]
    skus, places = [line.sku for line in order.lines], await inventory.locations()
    return Workbench(
        order=order,
        timeline=await orders.timeline(order.customer_id, order.id, public_only=False),
        attempts=attempts,
        refunds=refunds,
        deliveries=[sent for about in abouts for sent in await notifications.deliveries_about(about)],
        refundable=total((attempt.refundable for attempt in attempts), order.currency),
        refund_key=new_id(),
        return_key=new_id(),
        note_key=new_id(),
        why=await _why(order),
        creditable=orders.creditable(order),
        documents=await orders.documents_of(order.customer_id, order.id),
        kept=await inventory.whereabouts(order.id, skus),
        outside=await inventory.outside(order.id, skus),
        places=places,
        sendings=await sendings(order, places),
        parts=await contents.of_order(order),
    )


async def _why(order: orders.Order) -> Why | None:
    priced = await explained(order)
    return orders.explained(order, priced) if priced else None


async def write_note(number: str, text: str, *, public: bool, actor: str, key: UUID) -> None:
    order = await orders.find(number)
    await orders.write_note(order.customer_id, order.id, text, public=public, actor=actor, key=key)


async def refund_again(number: str, refund_id: UUID, *, actor: str) -> payments.Refund:
    order = await orders.find(number)
    return await payments.repeat(order.customer_id, order.id, refund_id, actor=actor)


async def send_again(number: str, delivery_id: UUID, *, to: str) -> None:
    """A message about this order, one of its parcels or one of its refunds; to where it was sent if `to` is empty."""
    found = await _delivery(number, delivery_id)
    await notifications.send_again(found.id, orders.check_email(to) if to else None)


async def told_another_way(number: str, delivery_id: UUID, *, actor: str) -> None:
    found = await _delivery(number, delivery_id)
    await notifications.told_another_way(found.id, actor)


async def _delivery(number: str, delivery_id: UUID) -> notifications.Delivery:
    bench = await workbench(number)
    found = next((sent for sent in bench.deliveries if sent.id == delivery_id), None)
    if found is None:
        raise NotFound("There is no such message.")
    return found


async def cancel(number: str, *, reason: str, actor: str) -> None:
    order = await orders.find(number)
    await orders.cancel(order.customer_id, order.id, reason=reason, actor=actor)


async def shelf(*, query: str, status: catalog.ProductStatus | None, page: int) -> Shelf:
    """From the search index, half a second old at most; from MongoDB while this host has no index yet."""
    found: catalog.Results | catalog.ProductPage
    if catalog.search_index.ready():
        found = await catalog.staff_search(query, status=status, page=page)
    else:
        found = await catalog.products(query=query, status=status, page=page)
    left = await inventory.availability([sku for product in found.items for sku in product.skus])
    available = {each.product_id: sum(left.get(sku, 0) for sku in each.skus) for each in found.items}
    return Shelf(found.items, found.page, found.pages, found.total, available)


async def product_sheet(product_id: UUID) -> ProductSheet:
    product = await catalog.find_product(product_id)
    levels = await inventory.levels(product.skus)
    return ProductSheet(
        product=product,
        levels={sku: {level.location_id: level for level in row} for sku, row in levels.items()},
        locations=await inventory.locations(),
        reviews=await catalog.review_counts(product.id),
        waiting=await catalog.waiting([variant.id for variant in product.variants]),
        made_of={sku: each.parts for sku, each in (await inventory.recipes(fresh=True)).items() if each.parts},
    )


async def on_hand(sku: str, location: str) -> int:
    """How many are counted there now."""
    here = {each.id for each in await inventory.locations() if each.code == location}
    levels = (await inventory.levels([sku])).get(sku, ())
    return sum(level.on_hand for level in levels if level.location_id in here)


async def set_stock(
    product_id: UUID, sku: str, location: str, quantity: int, *, reason: str, actor: str, seen: int | None = None
) -> None:
    """Only a SKU of this product: a mistyped one is refused by the catalogue before stock is touched. Given another SKU
    at this very moment, the variant has nothing under the old one."""
    variant = (await catalog.find_product(product_id)).variant(sku)
    await inventory.set_on_hand(variant.sku, location, quantity, reason=reason or "Counted", actor=actor, seen=seen)
    if variant.sku not in (await catalog.find_product(product_id)).skus:
        await inventory.set_on_hand(variant.sku, location, 0, reason="It has another SKU by now", actor=actor)
        raise Invalid(RECODED, {"quantity": RECODED})
