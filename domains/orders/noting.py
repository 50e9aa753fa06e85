"""What others tell of an order, and what staff write down about it, on its timeline."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final
from uuid import UUID

from domains.shared import inbox
from domains.shared.errors import Invalid

from .database import database
from .errors import UnknownOrder
from .loading import locked
from .models import EventKind, Order

LONGEST_NOTE: Final = 1_000


async def note_stock(
    customer_id: UUID, order_id: UUID, told: str, goods: Sequence[tuple[str, int, str]], event_id: UUID | None = None
) -> None:
    """For staff: of these SKUs so many, each at a place, were `told` ("Kept", "Let go", "Come back")."""
    listed = "; ".join(f"{quantity} × {sku}, {place}" for sku, quantity, place in goods)
    await _note(customer_id, order_id, EventKind.STOCK, f"{told}: {listed}.", event_id)


async def note_message(
    customer_id: UUID, order_id: UUID, subject: str, *, sent: bool, event_id: UUID | None = None
) -> None:
    """For staff: who reads it knows."""
    told = f"Sent: “{subject}”" if sent else f"Could not be sent: “{subject}”"
    await _note(customer_id, order_id, EventKind.MESSAGE, told, event_id)


async def write_note(customer_id: UUID, order_id: UUID, text: str, *, public: bool, actor: str, key: UUID) -> Order:
    """By somebody of the staff, for each other or for the customer as well. The same `key` writes once."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST_NOTE:
        told = f"Write a note of up to {LONGEST_NOTE} characters."
        raise Invalid(told, {"text": told})
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.write_note", key)
        order = await locked(session, customer_id, order_id)
        if first:
            order.note(EventKind.NOTE, text, public=public, actor=actor)
        return order


async def _note(customer_id: UUID, order_id: UUID, kind: EventKind, told: str, event_id: UUID | None) -> None:
    """An order that is gone, as after a database was set back, has no timeline: others must not stumble over that."""
    async with database.transaction() as session:
        if not await inbox.first_time(session, f"orders.note_{kind}", event_id):
            return
        with suppress(UnknownOrder):
            (await locked(session, customer_id, order_id)).note(kind, told, public=False)
