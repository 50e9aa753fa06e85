"""The ledger of stock read out: every movement a sentence, and the figures that it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.gateway.stockroom import Ledger
from domains import inventory
from domains.inventory import MovementKind as Kind
from domains.shared import texts

FIGURES: Final = {
    "on_hand": "on hand",
    "reserved": "held for orders that are not paid",
    "allocated": "kept for paid orders and transfers",
    "damaged": "damaged",
    "safety_stock": "safety stock",
    "incoming": "incoming",
    "backorder_limit": "to be sold beyond the shelf",
}
DEEDS: Final = {
    Kind.RECEIVED: "{n} came in",
    Kind.RESERVED: "{n} held for {order} until it is paid",
    Kind.RELEASED: "{n} given back by {order}",
    Kind.ALLOCATED: "{n} kept for {order}, which is paid",
    Kind.SHIPPED: "{n} sent with {order}",
    Kind.EXPIRED: "{n} free again: {order} was not paid in time",
    Kind.RETURNED: "{n} came back from {order}",
    Kind.TRANSFERRED_OUT: "{n} left for another location",
    Kind.TRANSFERRED_IN: "{n} came from another location",
    Kind.DAMAGED: "{n} set aside as damaged",
    Kind.WRITTEN_OFF: "{n} written off",
}
WITH_DOCUMENTS: Final = {
    Kind.ALLOCATED: "{n} kept for {paper}",
    Kind.RELEASED: "{n} no longer kept for {paper}",
    Kind.TRANSFERRED_OUT: "{n} left with {paper}",
    Kind.TRANSFERRED_IN: "{n} came with {paper}",
    Kind.RECEIVED: "{n} came in with {paper}",
}
SINCE: Final = {
    Kind.RECEIVED: "{n} came in",
    Kind.SHIPPED: "{n} sent in {times}",
    Kind.RETURNED: "{n} came back",
    Kind.TRANSFERRED_OUT: "{n} left for other locations",
    Kind.TRANSFERRED_IN: "{n} came from other locations",
    Kind.WRITTEN_OFF: "{n} written off",
    Kind.ADJUSTED: "{n} booked in because they were sent",
}


PAPERS: Final = tuple(f"{kind.prefix}-" for kind in inventory.DocumentKind)


@dataclass(frozen=True)
class Line:
    """`changes`: each figure with what it was before and is now."""

    at: datetime
    sku: str
    location: inventory.Location
    what: str
    number: str
    paper: str
    reason: str
    actor: str
    changes: tuple[tuple[str, int, int], ...]
    available: int


def lines(ledger: Ledger) -> list[Line]:
    return [_line(movement, ledger) for movement in ledger.movements.rows]


def reading(level: inventory.StockLevel, story: inventory.Story) -> list[str]:
    """Why there are so many: first of what lies there, then of what can be sold."""
    return [_on_hand(story), _available(level)]


def _line(movement: inventory.StockMovement, ledger: Ledger) -> Line:
    number = ledger.numbers.get(movement.order_id, "") if movement.order_id else ""
    changes = [
        (label, getattr(movement, f"{figure}_after") - change, getattr(movement, f"{figure}_after"))
        for figure, label in FIGURES.items()
        if (change := getattr(movement, figure))
    ]
    return Line(
        movement.at,
        movement.sku,
        ledger.places[movement.location_id],
        said(movement, ledger.numbers),
        number,
        _paper(movement),
        movement.reason,
        "the shop" if movement.actor == "system" else movement.actor,
        tuple(changes),
        movement.available_after,
    )


def said(movement: inventory.StockMovement, numbers: Mapping[UUID, str]) -> str:
    """What happened, as a sentence without its full stop."""
    number = numbers.get(movement.order_id, "") if movement.order_id else ""
    order = f"order {number}" if number else ("an order" if movement.order_id else "somebody")
    if paper := _paper(movement):
        if deed := WITH_DOCUMENTS.get(movement.kind):
            return deed.format(n=movement.units, paper=paper)
        what = "on their way" if movement.incoming > 0 else "no longer expected"
        return f"{movement.units} {what} with {paper}"
    if deed := DEEDS.get(movement.kind):
        return deed.format(n=movement.units, order=order)
    if movement.on_hand:
        found, change = movement.on_hand_after, movement.on_hand
        return f"Counted {found}: {abs(change)} {'more' if change > 0 else 'fewer'} than the books had"
    if movement.damaged < 0:
        return f"{-movement.damaged} no longer damaged"
    told = [
        f"{label} is {getattr(movement, f'{figure}_after')}"
        for figure, label in FIGURES.items()
        if getattr(movement, figure)
    ]
    return "; ".join(told).capitalize() if told else "Nothing changed"


def _paper(movement: inventory.StockMovement) -> str:
    """The transfer or purchase order that it belongs to, if any."""
    number = movement.reference or ""
    return number if number.startswith(PAPERS) else ""


def _on_hand(story: inventory.Story) -> str:
    """42 on hand: 50 counted by ada on 3 November 2026, 10 sent in 4 parcels, 2 came back."""
    parts = [_counted(story.count)]
    for step in story.since:
        parcels = "1 parcel" if step.times == 1 else f"{step.times} parcels"
        parts.append(SINCE.get(step.kind, "{n} changed").format(n=abs(step.units), times=parcels))
    return f"{story.on_hand} on hand: {', '.join(parts)}."


def _counted(count: inventory.Count | None) -> str:
    if count is None:
        return "none counted yet"
    who = "" if count.actor == "system" else f" by {count.actor}"
    why = f" (“{count.reason}”)" if count.reason else ""
    return f"{count.found} counted{who} on {texts.day(count.at)}{why}"


def _available(level: inventory.StockLevel) -> str:
    """30 can be sold: 42 on hand, less 8 held for orders that are not paid, less 4 kept for paid orders."""
    held = level.reserved - (level.ended or 0)
    less = (
        (held, FIGURES["reserved"]),
        (level.allocated, FIGURES["allocated"]),
        (level.damaged, FIGURES["damaged"]),
        (level.safety_stock, "kept back as safety stock"),
    )
    parts = [f"{level.on_hand} on hand", *(f"less {units} {label}" for units, label in less if units)]
    if level.backorder_limit:
        parts.append(f"and {level.backorder_limit} that may be sold beyond the shelf")
    return f"{level.available} can be sold: {', '.join(parts)}."
