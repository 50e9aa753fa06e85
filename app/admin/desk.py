"""What the bar above every page of the back office says: how many reviews wait to be read."""

from dataclasses import dataclass

from app.security.visitor import Visitor
from domains import catalog


@dataclass(frozen=True)
class Desk:
    reviews_waiting: int


async def load(visitor: Visitor) -> Desk:
    return Desk(await catalog.reviews_waiting())
