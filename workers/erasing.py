"""What every domain does once somebody has deleted their account: its own part, and then says so."""

from collections.abc import Iterable
from uuid import UUID

from domains import catalog, notifications, orders, payments, users

from .consumer import consumer


@consumer()
async def forget_in_orders(fact: users.PersonErased, event_id: UUID) -> None:
    left = await users.left_of(fact.person_id)
    if left:
        await orders.forget_buyer(left.party_id, left.taken)
        await users.note_erased(fact.person_id, "orders")


@consumer()
async def forget_in_catalog(fact: users.PersonErased, event_id: UUID) -> None:
    left = await users.left_of(fact.person_id)
    if left:
        placed = await orders.all_of(left.party_id, left.taken)
        await catalog.forget_shopper(left.party_id, _addresses(left, placed), [each.id for each in placed])
        await users.note_erased(fact.person_id, "catalog")


@consumer()
async def forget_in_payments(fact: users.PersonErased, event_id: UUID) -> None:
    left = await users.left_of(fact.person_id)
    if left:
        await payments.forget_payer({each.customer_id for each in await orders.all_of(left.party_id, left.taken)})
        await payments.forget_cards(left.party_id, left.email)
        await users.note_erased(fact.person_id, "payments")


@consumer()
async def forget_in_notifications(fact: users.PersonErased, event_id: UUID) -> None:
    left = await users.left_of(fact.person_id)
    if left:
        placed = await orders.all_of(left.party_id, left.taken)
        await notifications.forget_reader(_addresses(left, placed))
        await notifications.forget_choices(fact.person_id)
        await users.note_erased(fact.person_id, "notifications")


def _addresses(left: users.Left, placed: Iterable[orders.Order]) -> set[str]:
    """That of the account, and those typed at a checkout."""
    return {left.email, *(each.email for each in placed)}
