"""An order in parcels, as people are told of them: what is in each, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Fulfilment, Order, OrderLine


@dataclass(frozen=True)
class Content:
    title: str
    options_text: str
    quantity: int

    @classmethod
    def of(cls, line: OrderLine, quantity: int) -> Content:
        return cls(line.title, line.options_text, quantity)


def parcels(order: Order) -> Sequence[Fulfilment]:
    """In the order in which they left."""
    return sorted(order.fulfilments, key=lambda parcel: parcel.shipped_at)


def contents(order: Order, parcel: Fulfilment) -> tuple[Content, ...]:
    packed = {line.order_line_id: line.quantity for line in parcel.lines}
    return tuple(Content.of(line, packed[line.id]) for line in order.lines if line.id in packed)


def to_come(order: Order) -> tuple[Content, ...]:
    """What another parcel will bring; nothing where nothing is sent any more."""
    if not order.can_be_sent:
        return ()
    return tuple(Content.of(line, line.open_quantity) for line in order.lines if line.open_quantity)
