"""A customer, or staff for them, wants to send something back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from domains.shared import clock
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from domains.shared.settings import settings

from ..database import database
from ..errors import TooLateToReturn
from ..loading import locked
from ..models import EventKind, Order, OrderReturn, OrderReturnLine
from ..states import ReturnReason

LONGEST_NOTE: Final = 1_000


def returnable(order: Order) -> dict[UUID, int]:
    """How many of each line, by its id, have been sent and are not on their way back; lines of none are left out."""
    back: dict[UUID, int] = {}
    for each in order.returns:
        if each.counts:
            for line in each.lines:
                back[line.order_line_id] = back.get(line.order_line_id, 0) + line.quantity
    left = {line.id: line.fulfilled_quantity - back.get(line.id, 0) for line in order.lines}
    return {line_id: units for line_id, units in left.items() if units > 0}


def in_time(order: Order) -> bool:
    """Whether the customer may still ask: so many days since the last parcel arrived, or left."""
    moments = [parcel.delivered_at or parcel.shipped_at for parcel in order.fulfilments]
    return bool(moments) and clock.now() <= max(moments) + timedelta(days=settings().return_days)


async def ask_return(
    customer_id: UUID,
    order_id: UUID,
    quantities: Mapping[UUID, int],
    *,
    reason: ReturnReason | None,
    note: str,
    key: UUID,
    actor: str | None = None,
) -> OrderReturn:
    """The same `key` is the same return. Invalid for more than was sent; TooLateToReturn without an `actor` of ours."""
    wanted = {line_id: units for line_id, units in quantities.items() if units}
    async with database.transaction() as session:
        order = await locked(session, customer_id, order_id)
        known = next((each for each in order.returns if each.id == key), None)
        if known is not None:
            return known
        if actor is None and not in_time(order):
            raise TooLateToReturn
        reason = _checked(order, wanted, reason, note)
        made = OrderReturn(id=key, reason=reason, note=note, requested_by=actor)
        made.lines = [
            OrderReturnLine(id=new_id(), order_line_id=line.id, sku=line.sku, quantity=wanted[line.id])
            for line in order.lines
            if line.id in wanted
        ]
        order.returns.append(made)
        things = "; ".join(f"{wanted[line.id]} × {line.title}" for line in order.lines if line.id in wanted)
        order.note(EventKind.RETURN, f"To be sent back: {things}.", public=True, actor=actor)
        return made


def _checked(order: Order, wanted: Mapping[UUID, int], reason: ReturnReason | None, note: str) -> ReturnReason:
    """Invalid with all that is wrong at once, by field."""
    left, wrong = returnable(order), {}
    for line in order.lines:
        if not 0 <= wanted.get(line.id, 0) <= left.get(line.id, 0):
            wrong[f"units-{line.id}"] = f"At most {left.get(line.id, 0)} of {line.title} can come back."
    if not wanted or not wanted.keys() <= {line.id for line in order.lines}:
        wrong["units"] = "Say what comes back."
    if len(note) > LONGEST_NOTE:
        wrong["note"] = f"Use {LONGEST_NOTE} characters at most."
    if reason is None:
        wrong["reason"] = "Say why."
    if wrong or reason is None:
        raise Invalid(next(iter(wrong.values())), wrong)
    return reason
