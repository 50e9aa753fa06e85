"""Customers looked into by staff: one with all that is theirs, and whom the rule of a group takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domains import orders, users
from domains.shared import clock

AT_ONCE: Final = 500  # people that are looked at in one step
MOST_STEPS: Final = 8  # of one page: whoever comes after them is on the next
SHOWN: Final = 50


@dataclass(frozen=True)
class Taken:
    """Those whom a rule takes, oldest account first; `onward` leads on to who came after them."""

    people: tuple[users.Person, ...]
    onward: UUID | None


@dataclass(frozen=True)
class CustomerFile:
    """`by_hand` are the keys of those of their groups that they were put in; `orders` the newest, if they were asked
    for. How somebody pays is in none of it."""

    person: users.Person
    groups: tuple[users.Group, ...]
    by_hand: frozenset[str]
    sessions: Sequence[users.Session]
    orders: Sequence[orders.Order]


async def find(query: str, before: UUID | None, *, with_orders: bool) -> users.CustomerPage:
    """By the beginning of an e-mail address, a part of a name or, for who may see orders, the number of one."""
    if with_orders and query:
        try:
            order = await orders.find(query)
            return await users.customers_of(order.customer_id, order.email)
        except orders.UnknownOrder:
            pass
    return await users.customers(query, before)


async def file_of(person_id: UUID, *, with_orders: bool) -> CustomerFile:
    """NoSuchCustomer, also for whoever works here."""
    person = await users.find_customer(person_id)
    taken, by_hand = await users.taken_parties(person.id), await users.groups_by_hand(person.id)
    known = await users.known_groups(fresh=True)
    bought = await orders.bought(person.party_id, taken) if known.ask_orders else orders.Bought()
    within = known.of(person, by_hand, users.Bought(bought.orders, bought.spent), clock.now())
    return CustomerFile(
        person,
        tuple(group for group in await users.groups() if group.key in within),
        by_hand,
        await users.sessions(person.id),
        await orders.own(person.party_id, taken) if with_orders else (),
    )


async def taken_by(rule: users.Rule, after: UUID | None = None) -> Taken:
    found: list[users.Person] = []
    for _ in range(MOST_STEPS if rule.asks else 0):
        piece = await users.people_after(after, AT_ONCE)
        for person in await _fitting(rule, piece):
            found.append(person)
            if len(found) == SHOWN:
                return Taken(tuple(found), person.id)
        if len(piece) < AT_ONCE:
            return Taken(tuple(found), None)
        after = piece[-1][0].id
    return Taken(tuple(found), after if rule.asks else None)


async def _fitting(
    rule: users.Rule, piece: list[tuple[users.Person, frozenset[tuple[UUID, str]]]]
) -> list[users.Person]:
    now, bought = clock.now(), {}
    if rule.asks_orders:
        bought = await orders.bought_by({person.party_id: taken for person, taken in piece})
    counted = {party: users.Bought(each.orders, each.spent) for party, each in bought.items()}
    return [person for person, _ in piece if rule.takes(person, counted.get(person.party_id, users.Bought()), now)]
