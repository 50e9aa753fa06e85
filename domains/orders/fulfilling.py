"""Sending what was bought, whole or in part, and noting its arrival."""

from collections.abc import Mapping
from uuid import UUID

from domains.shared import outbox
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id

from .database import database
from .errors import IllegalMove, NothingToSend, SentMeanwhile
from .events import OrderShipped
from .loading import locked
from .models import (
    EventKind,
    Fulfilment,
    FulfilmentLine,
    FulfilmentStatus,
    Order,
    OrderLine,
    ParcelStatus,
    PaymentStatus,
)
from .models.derived import may_ship
from .parcels import parcels


async def fulfil(
    customer_id: UUID,
    order_id: UUID,
    *,
    quantities: Mapping[UUID, int] | None,
    carrier: str,
    tracking_number: str,
    actor: str,
    fulfilment_id: UUID | None = None,
    location: str | None = None,
    seen: int | None = None,
) -> Fulfilment:
    """One parcel: of each line (by id) as many as given, or all that is left. With an id it is safe to repeat.
    `location` is the code of where it leaves from; SentMeanwhile where other than `seen` parcels have left."""
    carrier, tracking_number = _printable(carrier, "carrier"), _printable(tracking_number, "tracking_number")
    async with database.transaction() as session:
        order = await locked(session, customer_id, order_id)
        sent = next((parcel for parcel in order.fulfilments if parcel.id == fulfilment_id), None)
        if sent is not None:
            return sent
        _check_due(order)
        if seen is not None and seen != len(order.fulfilments):
            raise SentMeanwhile
        wanted = _wanted(order, quantities)
        parcel = _parcel(fulfilment_id or new_id(), wanted, carrier, tracking_number, actor)
        parcel.location = location
        order.fulfilments.append(parcel)
        order.send(_told(wanted, parcel), actor)
        outbox.record(session, OrderShipped.of(order, parcel))
        return parcel


async def mark_delivered(customer_id: UUID, order_id: UUID, fulfilment_id: UUID, *, actor: str) -> Order:
    """The last parcel of a whole order completes it. Delivered twice is delivered once."""
    async with database.transaction() as session:
        order = await locked(session, customer_id, order_id)
        parcel = next((parcel for parcel in order.fulfilments if parcel.id == fulfilment_id), None)
        if parcel is None:
            raise NotFound("This parcel does not belong to the order.")
        if parcel.status == ParcelStatus.DELIVERED:
            return order
        parcel.deliver()
        order.note(EventKind.DELIVERED, _arrived(order, parcel), public=True, actor=actor)
        order.derive()
        if order.fulfilment_status == FulfilmentStatus.DELIVERED:
            order.complete(actor)
        return order


def _check_due(order: Order) -> None:
    if order.payment_status == PaymentStatus.REFUNDED:
        raise NothingToSend("This order is refunded in full, so there is nothing to send.")
    if not may_ship(order):
        raise IllegalMove(order.status, order.possible)


def _wanted(order: Order, quantities: Mapping[UUID, int] | None) -> list[tuple[OrderLine, int]]:
    if quantities is None:
        quantities = {line.id: line.open_quantity for line in order.lines}
    lines = {line.id: line for line in order.lines}
    if not quantities.keys() <= lines.keys():
        raise NotFound("This is not part of the order.")
    wanted = [(lines[line_id], quantity) for line_id, quantity in quantities.items() if quantity]
    if not wanted:
        raise NothingToSend("There is nothing left to send.")
    for line, quantity in wanted:
        if quantity < 0:
            raise Invalid("Please send at least one.", {f"quantity-{line.id}": "Please send at least one."})
        if quantity > line.open_quantity:
            raise NothingToSend(_only(line))
    return wanted


def _only(line: OrderLine) -> str:
    left = line.open_quantity
    return f"Only {left} of {line.title} {'is' if left == 1 else 'are'} left to send."


def _parcel(
    fulfilment_id: UUID, wanted: list[tuple[OrderLine, int]], carrier: str, tracking_number: str, actor: str
) -> Fulfilment:
    for line, quantity in wanted:
        line.fulfilled_quantity += quantity
    return Fulfilment(
        id=fulfilment_id,
        status=ParcelStatus.SHIPPED,
        carrier=carrier,
        tracking_number=tracking_number,
        actor=actor,
        lines=[
            FulfilmentLine(id=new_id(), order_line_id=line.id, sku=line.sku, quantity=quantity)
            for line, quantity in wanted
        ],
    )


def _told(wanted: list[tuple[OrderLine, int]], parcel: Fulfilment) -> str:
    contents = ", ".join(f"{quantity} × {line.title}" for line, quantity in wanted)
    by = f" with {parcel.carrier}" if parcel.carrier else ""
    tracked = f", tracking number {parcel.tracking_number}" if parcel.tracking_number else ""
    return f"On its way{by}{tracked}: {contents}."


def _arrived(order: Order, parcel: Fulfilment) -> str:
    if order.fulfilment_status != FulfilmentStatus.PARTIAL and len(order.fulfilments) == 1:
        return "Your parcel has arrived."
    return f"Parcel {parcels(order).index(parcel) + 1} has arrived."


def _printable(text: str, field: str) -> str:
    text = text.strip()
    if len(text) > 80 or not text.isprintable():
        message = "Please use at most 80 printable characters."
        raise Invalid(message, {field: message})
    return text
