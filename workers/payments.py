"""What payments do when Stripe has told us something or an order has ended."""

from uuid import UUID

from domains import orders, payments, users
from domains.shared.money import Money

from .consumer import consumer


@consumer()
async def handle_event(fact: payments.StripeEventReceived, event_id: UUID) -> None:
    await payments.handle_event(fact.stripe_event_id, event_id=event_id)


@consumer()
async def close(fact: orders.DeadlinePassed | orders.OrderAbandoned | orders.OrderExpired, event_id: UUID) -> None:
    await payments.close(fact.customer_id, fact.order_id, event_id=event_id)


@consumer()
async def give_back(fact: orders.OrderCancelled, event_id: UUID) -> None:
    await payments.give_back(fact.customer_id, fact.order_id, event_id=event_id)


@consumer()
async def return_unwanted(fact: orders.PaymentUnwanted, event_id: UUID) -> None:
    await payments.give_back(fact.customer_id, fact.order_id, event_id=event_id, attempt_id=fact.attempt_id)


@consumer()
async def refund_credit(fact: orders.OrderCredited, event_id: UUID) -> None:
    """Where whoever gave it back has not come so far. What cannot be given back any more counts as not credited."""
    money = Money(fact.amount, fact.currency)
    try:
        await payments.refund(
            fact.customer_id, fact.order_id, money, reason=fact.reason, actor=fact.actor, key=fact.credit_id
        )
    except (payments.RefundTooMuch, payments.NothingToRefund) as refusal:
        await orders.note_credit_refused(fact.customer_id, fact.order_id, fact.credit_id, str(refusal), event_id)


@consumer()
async def readdress(fact: users.EmailChanged, event_id: UUID) -> None:
    """To the address of now: facts may come out of turn."""
    person = await users.find_person(fact.person_id)
    if person:
        await payments.readdress(person.party_id, person.email)
