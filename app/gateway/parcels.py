"""Parcels as staff send them: what is in one, where it lies, and that it has arrived."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domains import inventory, orders
from domains.shared.errors import Invalid


@dataclass(frozen=True)
class Parcel:
    """What is sent off: units by order line, and how; `location` is the code of the one it leaves, if it was asked."""

    key: UUID
    quantities: Mapping[UUID, int]
    carrier: str = ""
    tracking_number: str = ""
    location: str = ""


async def sent_from(number: str, parcel: Parcel) -> frozenset[str]:
    """The codes of the locations where what is in the parcel is kept."""
    if parcel.location:
        return frozenset({parcel.location})
    order = await orders.find(number)
    skus = {line.sku for line in order.lines if parcel.quantities.get(line.id)}
    return await inventory.kept_at(order.id, skus) if skus else frozenset()


async def left_from(number: str, fulfilment_id: UUID) -> frozenset[str]:
    """The codes of the locations that a parcel was sent from."""
    order = await orders.find(number)
    skus = {line.sku for parcel in order.fulfilments if parcel.id == fulfilment_id for line in parcel.lines}
    return await inventory.left_from(fulfilment_id, skus) if skus else frozenset()


async def fulfil(number: str, parcel: Parcel, *, actor: str) -> None:
    order = await orders.find(number)
    chosen = {line: quantity for line, quantity in parcel.quantities.items() if quantity}
    if not chosen:
        told = "Send at least one thing."
        raise Invalid(told, {f"quantity-{line.id}": told for line in order.lines[:1]})
    if parcel.location and parcel.key not in {sent.id for sent in order.fulfilments}:
        items = [inventory.Item(line.sku, chosen[line.id]) for line in order.lines if line.id in chosen]
        await inventory.check_kept(order.id, items, parcel.location)
    await orders.fulfil(
        order.customer_id,
        order.id,
        quantities=chosen,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        actor=actor,
        fulfilment_id=parcel.key,
        location=parcel.location,
    )


async def mark_delivered(number: str, fulfilment_id: UUID, *, actor: str) -> None:
    order = await orders.find(number)
    await orders.mark_delivered(order.customer_id, order.id, fulfilment_id, actor=actor)
