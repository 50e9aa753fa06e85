"""What the bar above every page of the back office says: how many reviews wait to be read, and how much runs low."""

from dataclasses import dataclass

from app.security.visitor import Visitor
from domains import catalog, inventory, users
from domains.users import Permission as P


@dataclass(frozen=True)
class Desk:
    reviews_waiting: int
    running_low: int


async def load(visitor: Visitor) -> Desk:
    low = await _running_low(visitor.session.person) if visitor.session else 0
    return Desk(await catalog.reviews_waiting(), low)


async def _running_low(person: users.Person) -> int:
    """At the locations that this person may look at."""
    if P.STOCK_READ in person.holds:
        return await inventory.count_shortages()
    limits = {code for given in person.roles for code in given.locations}
    codes = [code for code in limits if person.may(P.STOCK_READ, code)]
    return await inventory.count_shortages(codes) if codes else 0
