"""Giving a part of an order back: written down with its parts here, sent by payments under the same id."""

from typing import Final
from uuid import UUID

from domains.shared import inbox, outbox, texts
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import again, new_id

from ..database import database
from ..errors import CreditedBefore, NothingPaid
from ..events import OrderCredited
from ..loading import locked
from ..models import EventKind, Order, OrderCredit, OrderCreditLine
from .parts import CreditParts, CreditQuote, creditable, quote

LONGEST_REASON: Final = 200
MOST_TRIES: Final = 50  # of one refund
SYSTEM: Final = "system"


async def credit(
    customer_id: UUID, order_id: UUID, wish: CreditParts, *, reason: str, actor: str, key: UUID
) -> OrderCredit:
    """OrderCredited; the same `key` is the same credit. Invalid for more than is left, CreditedBefore for other parts
    under a key that is known."""
    if len(reason) > LONGEST_REASON:
        told = f"Say why in {LONGEST_REASON} characters at most."
        raise Invalid(told, {"reason": told})
    async with database.transaction() as session:
        order = await locked(session, customer_id, order_id)
        known = next((each for each in order.credits if each.id == key), None)
        if known is not None:
            _check_same(known, wish)
            return known
        if not order.paid:
            raise NothingPaid
        quoted = quote(order, wish)
        if quoted.total > order.creditable:
            told = f"At most {texts.money(order.creditable)} of what was paid can still be given back."
            raise Invalid(told, {"amount": told})
        made = _made(order, quoted, key, reason, actor)
        order.credits.append(made)
        order.note(EventKind.CREDITED, _said(quoted), public=False, actor=actor)
        amount, currency = made.total_amount, made.currency
        outbox.record(session, OrderCredited(customer_id, order_id, key, amount, currency, reason, actor))
        return made


def credit_of(order: Order, refund_id: UUID) -> OrderCredit | None:
    """What this refund gives back; it may have been tried again, each time under another id."""
    for each in order.credits:
        known = each.id
        for _ in range(MOST_TRIES):
            if known == refund_id:
                return each
            known = again(known)
    return None


def credit_afterwards(order: Order, refund_id: UUID, amount: int, reason: str) -> OrderCredit | None:
    """Of money that went back without being credited before: of a cancelled order, or by Stripe's dashboard. It is
    spread over all that is left; None where that is nothing."""
    left = sum(part.left for part in creditable(order))
    if min(amount, left) <= 0:
        return None
    made = _made(order, quote(order, CreditParts(goodwill=min(amount, left))), refund_id, reason, SYSTEM)
    order.credits.append(made)
    return made


async def note_credit_refused(
    customer_id: UUID, order_id: UUID, credit_id: UUID, why: str, event_id: UUID | None = None
) -> None:
    """Payments could not give it back, so it counts no more; staff read why."""
    async with database.transaction() as session:
        if not await inbox.first_time(session, "orders.note_credit_refused", event_id):
            return
        order = await locked(session, customer_id, order_id)
        found = next((each for each in order.credits if each.id == credit_id), None)
        if found is None:
            raise NotFound("There is no such credit.")
        if found.counts:
            found.refused = why
            told = f"{texts.money(found.total)} could not be given back: {why}"
            order.note(EventKind.REFUND_FAILED, told, public=False)


def _check_same(known: OrderCredit, wish: CreditParts) -> None:
    units = {line.order_line_id: line.quantity for line in known.lines if line.quantity}
    asked = {line_id: quantity for line_id, quantity in wish.quantities.items() if quantity}
    if (units, known.goodwill_amount, known.fee_amount) != (asked, wish.goodwill, wish.fee):
        raise CreditedBefore(known.total)


def _made(order: Order, quoted: CreditQuote, key: UUID, reason: str, actor: str) -> OrderCredit:
    return OrderCredit(
        id=key,
        order_id=order.id,
        shipping_amount=quoted.shipping.amount,
        shipping_tax_amount=quoted.shipping.tax,
        goodwill_amount=quoted.goodwill.amount,
        fee_amount=quoted.fee.amount,
        total_amount=quoted.total.amount,
        tax_amount=quoted.tax.amount,
        currency=order.currency,
        reason=reason,
        actor=actor,
        lines=[
            OrderCreditLine(
                id=new_id(),
                order_line_id=part.line.id,
                quantity=part.quantity,
                amount=part.amount,
                tax_amount=part.tax,
                currency=order.currency,
            )
            for part in quoted.lines
            if part.line
        ],
    )


def _said(quoted: CreditQuote) -> str:
    parts = [f"{part.quantity} × {part.line.title}" for part in quoted.lines if part.line and part.quantity]
    parts += ["delivery"] if quoted.shipping.amount and not quoted.goodwill else []
    parts += [f"goodwill of {texts.money(quoted.goodwill)}"] if quoted.goodwill else []
    less = f", less a fee of {texts.money(quoted.fee)}" if quoted.fee else ""
    return f"{texts.money(quoted.total)} to give back: {'; '.join(parts)}{less}."
