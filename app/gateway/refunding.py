"""Giving money back for a part of an order: agreed by orders, sent by payments."""

from uuid import UUID

from domains import orders, payments
from domains.shared.errors import Refusal


async def give_back(number: str, wish: orders.CreditParts, *, reason: str, actor: str, key: UUID) -> payments.Refund:
    """`key` comes with the form: the same form sent twice is one refund."""
    order = await orders.find(number)
    credit = await orders.credit(order.customer_id, order.id, wish, reason=reason, actor=actor, key=key)
    return await refund_credit(order.customer_id, order.id, credit)


async def refund_credit(customer_id: UUID, order_id: UUID, credit: orders.OrderCredit) -> payments.Refund:
    """What payments refuse counts as not given back; a worker that hears of the same credit refunds it once, too."""
    try:
        return await payments.refund(
            customer_id, order_id, credit.total, reason=credit.reason, actor=credit.actor, key=credit.id
        )
    except Refusal as refusal:
        if not isinstance(refusal, payments.PaymentUnavailable):
            await orders.note_credit_refused(customer_id, order_id, credit.id, str(refusal))
        raise
