"""What somebody has bought so far: the orders they have placed and kept, and what those have cost them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domains.shared.settings import settings

from .database import database
from .models import Order, OrderStatus

KEPT: Final = (OrderStatus.PLACED, OrderStatus.PROCESSING, OrderStatus.COMPLETED)
Taken = Collection[tuple[UUID, str]]  # parties with the addresses, in lower case, under which they ordered


@dataclass(frozen=True)
class Bought:
    """`spent` is what was paid and not given back, in minor units of the shop's currency."""

    orders: int = 0
    spent: int = 0

    def __add__(self, other: "Bought") -> "Bought":
        return Bought(self.orders + other.orders, self.spent + other.spent)


async def bought(customer_id: UUID, taken: Taken = ()) -> Bought:
    """By a party, and by those it has taken on with these addresses."""
    return (await bought_by({customer_id: taken}))[customer_id]


async def bought_by(people: Mapping[UUID, Taken]) -> dict[UUID, Bought]:
    """The same of several, in one question."""
    parties = {party for own, taken in people.items() for party in (own, *(each for each, _ in taken))}
    email = sa.func.lower(Order.email)
    paid = sa.func.sum(Order.paid_amount - Order.refunded_amount).filter(Order.currency == settings().shop_currency)
    counted = sa.select(Order.customer_id, email, sa.func.count(), sa.func.coalesce(paid, 0))
    counted = counted.where(Order.customer_id.in_(parties), Order.status.in_(KEPT))
    async with database.reading() as session:
        rows = (await session.execute(counted.group_by(Order.customer_id, email))).all()
    found = {own: Bought() for own in people}
    for own, taken in people.items():
        mine = set(taken)
        for party, address, orders, spent in rows:
            if party == own or (party, address) in mine:
                found[own] += Bought(orders, int(spent))
    return found
