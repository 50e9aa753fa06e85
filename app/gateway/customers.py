"""Customer groups looked into: whom a rule takes, by what people tell of themselves and by what they have bought."""

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
