"""Goods that come back from an order: to the shelf or to the damaged ones. Money goes back by itself, or with a return
that was agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from domains import inventory, orders, payments
from domains.shared.errors import Invalid, Refusal

from . import refunding


async def take_back(
    number: str, location: str, quantities: Mapping[str, int], *, damaged: bool, reason: str, actor: str, key: UUID
) -> None:
    order = await orders.find(number)
    await inventory.take_back(
        order.id, location, quantities, damaged=damaged, reason=reason or f"order {number}", actor=actor, key=key
    )


@dataclass(frozen=True)
class ReturnSheet:
    """A return as staff look at it, with what its goods come to where they are paid back as they came."""

    order: orders.Order
    found: orders.OrderReturn
    places: list[inventory.Location]
    quote: orders.CreditQuote | None = None

    @property
    def place_names(self) -> dict[str, str]:
        return {place.code: place.name for place in self.places}

    @property
    def lines(self) -> list[tuple[orders.OrderLine, orders.OrderReturnLine]]:
        by_id = {line.id: line for line in self.order.lines}
        return [(by_id[line.order_line_id], line) for line in self.found.lines]


async def sheet(number: str, return_id: UUID) -> ReturnSheet:
    order = await orders.find(number)
    found = next((each for each in order.returns if each.id == return_id), None)
    if found is None:
        raise orders.UnknownReturn
    quote = None
    if found.status == orders.ReturnStatus.INSPECTED:
        try:
            quote = orders.quote(order, _goods(found))
        except Refusal:
            quote = None  # what came has been given back already
    return ReturnSheet(order, found, list(await inventory.locations()), quote)


async def inspect(
    number: str, return_id: UUID, revision: UUID, come: Mapping[UUID, orders.Come], *, location: str, actor: str
) -> None:
    """What lies on the table, by order line; its goods are counted in at `location`, by its code, a moment later."""
    order = await orders.find(number)
    if all(place.code != location for place in await inventory.locations()):
        raise Invalid("Say where it lies.", {"location": "Choose a location."})
    await orders.inspect_return(order.customer_id, order.id, return_id, revision, come, location=location, actor=actor)


async def pay_back(
    number: str, return_id: UUID, revision: UUID, *, shipping: int, fee: int, actor: str
) -> payments.Refund:
    """What came back, of the delivery so much, less a fee, in minor units; the credit has the return's id."""
    of = await sheet(number, return_id)
    order, found = of.order, of.found
    wish = replace(_goods(found), shipping=shipping, fee=fee)
    made = await refunding.give_back(number, wish, reason="Your return", actor=actor, key=found.id)
    await orders.end_return(order.customer_id, order.id, return_id, revision, orders.ReturnStatus.REFUNDED, actor=actor)
    return made


def _goods(found: orders.OrderReturn) -> orders.CreditParts:
    return orders.CreditParts({line.order_line_id: line.came for line in found.lines if line.came})
