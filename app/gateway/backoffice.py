"""What staff see and do across domains: an order with its money, stock and messages; a product with its stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, inventory, notifications, orders, payments
from domains.shared.ids import new_id
from domains.shared.money import Money, total


@dataclass(frozen=True)
class Workbench:
    """Everything about one order on one screen. `refundable` is what could be given back now."""

    order: orders.Order
    timeline: Sequence[orders.TimelineEvent]
    attempts: Sequence[payments.Attempt]
    refunds: Sequence[payments.Refund]
    deliveries: Sequence[notifications.Delivery]
    refundable: Money
    refund_key: UUID


@dataclass(frozen=True)
class Parcel:
    """What is sent off: units by order line (none: all that is left), and how."""

    quantities: Mapping[UUID, int]
    carrier: str = ""
    tracking_number: str = ""


@dataclass(frozen=True)
class ProductSheet:
    product: catalog.Product
    levels: Mapping[str, Sequence[inventory.StockLevel]]
    locations: Sequence[inventory.Location]


async def workbench(number: str) -> Workbench:
    order = await orders.find(number)
    attempts = await payments.attempts(order.customer_id, order.id)
    abouts = [order.id, *(fulfilment.id for fulfilment in order.fulfilments)]
    return Workbench(
        order=order,
        timeline=await orders.timeline(order.customer_id, order.id, public_only=False),
        attempts=attempts,
        refunds=await payments.refunds(order.customer_id, order.id),
        deliveries=[sent for about in abouts for sent in await notifications.deliveries_about(about)],
        refundable=total((attempt.refundable for attempt in attempts), order.currency),
        refund_key=new_id(),
    )


async def fulfil(number: str, parcel: Parcel, *, actor: str) -> None:
    order = await orders.find(number)
    chosen = {line: quantity for line, quantity in parcel.quantities.items() if quantity}
    await orders.fulfil(
        order.customer_id,
        order.id,
        quantities=chosen if parcel.quantities else None,
        carrier=parcel.carrier.strip(),
        tracking_number=parcel.tracking_number.strip(),
        actor=actor,
    )


async def mark_delivered(number: str, fulfilment_id: UUID, *, actor: str) -> None:
    order = await orders.find(number)
    await orders.mark_delivered(order.customer_id, order.id, fulfilment_id, actor=actor)


async def refund(number: str, amount: Money, *, reason: str, actor: str, key: UUID) -> None:
    """`key` comes with the form: the same form sent twice is one refund."""
    order = await orders.find(number)
    await payments.refund(order.customer_id, order.id, amount, reason=reason.strip(), actor=actor, key=key)


async def cancel(number: str, *, reason: str, actor: str) -> None:
    order = await orders.find(number)
    await orders.cancel(order.customer_id, order.id, reason=reason.strip(), actor=actor)


async def product_sheet(product_id: UUID) -> ProductSheet:
    product = await catalog.find_product(product_id)
    return ProductSheet(
        product=product,
        levels=await inventory.levels(product.skus),
        locations=await inventory.locations(),
    )


async def set_stock(product_id: UUID, sku: str, location: str, quantity: int, *, reason: str, actor: str) -> None:
    """Only a SKU of this product: a mistyped one is refused by the catalogue before stock is touched."""
    product = await catalog.find_product(product_id)
    variant = product.variant(sku)
    await inventory.set_on_hand(variant.sku, location, quantity, reason=reason.strip() or "Counted", actor=actor)
