"""Parcels as staff send them: which can leave now and from where, what is in one, and that it has arrived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from domains import inventory, orders
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id


@dataclass(frozen=True)
class Parcel:
    """What is sent off: units by order line, how, and from which location, by its code, where that is said."""

    key: UUID
    quantities: Mapping[UUID, int]
    carrier: str = ""
    tracking_number: str = ""
    location: str | None = None


@dataclass(frozen=True)
class Sending:
    """What can leave in one parcel, by order line: from one place, or from wherever else it is found. The key goes out
    with its form: a form that is sent twice is one parcel."""

    place: inventory.Location | None
    most: Mapping[UUID, int]
    key: UUID = field(default_factory=new_id)

    @property
    def code(self) -> str:
        return self.place.code if self.place else ""


class NotFromThere(Refusal):
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Nothing of this order is to be sent from there. Look again at where it is kept.")


async def sendings(order: orders.Order, places: Sequence[inventory.Location]) -> list[Sending]:
    """What is kept nowhere, or a bundle whose parts lie apart, comes last and from no place; of one place, all of it
    does."""
    left = {line.sku: line for line in order.lines if line.open_quantity} if order.can_be_sent else {}
    if len(places) < 2:
        place = next(iter(places), None)
        return [Sending(place, {line.id: line.open_quantity for line in left.values()})] if left else []
    rest = {sku: line.open_quantity for sku, line in left.items()}
    by_code, found = {place.code: place for place in places}, []
    for each in await inventory.sendable(order.id, rest, _gone(order)) if left else ():
        found.append(Sending(by_code[each.location], {left[sku].id: units for sku, units in each.units.items()}))
        rest = {sku: units - each.units.get(sku, 0) for sku, units in rest.items()}
    nowhere = {left[sku].id: units for sku, units in rest.items() if units}
    return [*found, Sending(None, nowhere)] if nowhere else found


async def sent_from(number: str, parcel: Parcel) -> frozenset[str]:
    """The codes of the locations that a parcel leaves: as it says, else those where what is in it is kept."""
    if parcel.location:
        return frozenset({parcel.location})
    order = await orders.find(number)
    skus = {line.sku for line in order.lines if parcel.quantities.get(line.id)}
    return await inventory.kept_at(order.id, skus) if skus else frozenset()


async def left_from(number: str, fulfilment_id: UUID) -> frozenset[str]:
    """The codes of the locations that a parcel was sent from."""
    order = await orders.find(number)
    parcel = next((each for each in order.fulfilments if each.id == fulfilment_id), None)
    if parcel is None or parcel.location:
        return frozenset({parcel.location} if parcel and parcel.location else ())
    return await inventory.left_from(parcel.id, {line.sku for line in parcel.lines})


async def fulfil(number: str, parcel: Parcel, *, actor: str) -> None:
    """Invalid, before anything has happened, where it holds more than is kept where it leaves from."""
    order = await orders.find(number)
    chosen = {line: quantity for line, quantity in parcel.quantities.items() if quantity}
    if not chosen:
        told = "Send at least one thing."
        raise Invalid(told, {f"quantity-{line.id}": told for line in order.lines[:1]})
    if parcel.location and not any(sent.id == parcel.key for sent in order.fulfilments):
        await _check_place(order, parcel.location, chosen)
    await orders.fulfil(
        order.customer_id,
        order.id,
        quantities=chosen,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        actor=actor,
        fulfilment_id=parcel.key,
        location=parcel.location,
        seen=len(order.fulfilments) if parcel.location else None,
    )


async def mark_delivered(number: str, fulfilment_id: UUID, *, actor: str) -> None:
    order = await orders.find(number)
    await orders.mark_delivered(order.customer_id, order.id, fulfilment_id, actor=actor)


async def _check_place(order: orders.Order, code: str, chosen: Mapping[UUID, int]) -> None:
    """What cannot be sent at all is refused by the order itself."""
    if not order.can_be_sent:
        return
    here = next((each for each in await sendings(order, await inventory.locations()) if each.code == code), None)
    if here is None or here.place is None:
        raise NotFromThere
    wrong = {}
    for line in order.lines:
        most = here.most.get(line.id, 0)
        if most < chosen.get(line.id, 0) <= line.open_quantity:
            wrong[f"quantity-{line.id}"] = f"{here.place.name} keeps {most} of {line.title} for this order."
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)


def _gone(order: orders.Order) -> dict[str, dict[str, int]]:
    """What has left each location, by SKU."""
    gone: dict[str, dict[str, int]] = {}
    for parcel in order.fulfilments:
        if parcel.location:
            here = gone.setdefault(parcel.location, {})
            for line in parcel.lines:
                here[line.sku] = here.get(line.sku, 0) + line.quantity
    return gone
