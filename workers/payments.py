"""What payments do when Stripe has told us something or an order has ended."""

from uuid import UUID

from domains import orders, payments, users

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
async def readdress(fact: users.EmailChanged, event_id: UUID) -> None:
    """To the address of now: facts may come out of turn."""
    person = await users.find_person(fact.person_id)
    if person:
        await payments.readdress(person.party_id, person.email)
