"""Staff decide on a return, count what came back, and say that it is paid back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import outbox
from domains.shared.errors import Invalid

from ..database import database
from ..errors import ReturnChanged, UnknownReturn
from ..events import OrderItem, ReturnAnswered, ReturnInspected
from ..loading import locked
from ..models import EventKind, Order, OrderReturn
from ..states import ReturnStatus
from ..summaries import OrderSummary

LONGEST_ANSWER: Final = 1_000


@dataclass(frozen=True)
class Come:
    """Of one line: so many can be sold again, so many cannot."""

    good: int = 0
    damaged: int = 0


async def answer_return(
    customer_id: UUID, order_id: UUID, return_id: UUID, revision: UUID, *, agreed: bool, answer: str, actor: str
) -> OrderReturn:
    """The customer is written to, with the answer: where to send it, or why not (without which it is Invalid)."""
    if not agreed and not answer:
        raise Invalid("Say why not.", {"answer": "Say why not: the customer reads this."})
    if len(answer) > LONGEST_ANSWER:
        told = f"Use {LONGEST_ANSWER} characters at most."
        raise Invalid(told, {"answer": told})
    async with database.transaction() as session:
        order, found = await _found(session, customer_id, order_id, return_id)
        _check(found, revision)
        found.become(ReturnStatus.APPROVED if agreed else ReturnStatus.REJECTED)
        found.answer = answer
        told = "We agree to your return." if agreed else "We cannot take your return."
        order.note(EventKind.RETURN, told, public=True, actor=actor)
        summary = OrderSummary.of(order)
        outbox.record(session, ReturnAnswered(customer_id, order_id, return_id, agreed, answer, summary))
        return found


async def inspect_return(
    customer_id: UUID,
    order_id: UUID,
    return_id: UUID,
    revision: UUID,
    come: Mapping[UUID, Come],
    *,
    location: str,
    actor: str,
) -> OrderReturn:
    """What lies on the table of a location (its code), by order line. ReturnInspected: its goods are counted in."""
    async with database.transaction() as session:
        order, found = await _found(session, customer_id, order_id, return_id)
        if found.status == ReturnStatus.INSPECTED and all(
            come.get(line.order_line_id, Come()) == Come(line.good, line.damaged) for line in found.lines
        ):
            return found  # pressed twice
        _check(found, revision)
        wrong = {}
        titles = {line.id: line.title for line in order.lines}
        for line in found.lines:
            here = come.get(line.order_line_id, Come())
            if min(here.good, here.damaged) < 0 or here.good + here.damaged > line.quantity:
                told = f"At most {line.quantity} of {titles[line.order_line_id]} were to come back."
                wrong[f"good-{line.order_line_id}"] = told
            line.good, line.damaged = here.good, here.damaged
        if not wrong and not any(line.came for line in found.lines):
            wrong["units"] = "Say what has come. Where nothing comes, end the return."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)
        found.become(ReturnStatus.INSPECTED)
        order.note(EventKind.RETURN, "What you have sent back is here.", public=True, actor=actor)
        good = tuple(OrderItem(line.sku, line.good) for line in found.lines if line.good)
        damaged = tuple(OrderItem(line.sku, line.damaged) for line in found.lines if line.damaged)
        fact = ReturnInspected(customer_id, order_id, return_id, order.number, location, good, damaged, actor)
        outbox.record(session, fact)
        return found


async def end_return(
    customer_id: UUID, order_id: UUID, return_id: UUID, revision: UUID, status: ReturnStatus, *, actor: str
) -> OrderReturn:
    """Refunded, closed without a refund, or cancelled because nothing comes."""
    async with database.transaction() as session:
        order, found = await _found(session, customer_id, order_id, return_id)
        if found.status == status:
            return found
        _check(found, revision)
        found.become(status)
        said = {
            ReturnStatus.REFUNDED: "Your return is paid back.",
            ReturnStatus.CLOSED: "Your return is closed.",
            ReturnStatus.CANCELLED: "Nothing comes back of this.",
        }[status]
        order.note(EventKind.RETURN, said, public=True, actor=actor)
        return found


async def _found(
    session: AsyncSession, customer_id: UUID, order_id: UUID, return_id: UUID
) -> tuple[Order, OrderReturn]:
    order = await locked(session, customer_id, order_id)
    found = next((each for each in order.returns if each.id == return_id), None)
    if found is None:
        raise UnknownReturn
    return order, found


def _check(found: OrderReturn, revision: UUID) -> None:
    if found.revision != revision:
        raise ReturnChanged
