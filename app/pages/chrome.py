"""What stands around every page: the departments, and how much is in the cart."""

from dataclasses import dataclass

from app.security.visitor import Visitor
from domains import catalog, orders


@dataclass(frozen=True)
class Chrome:
    departments: tuple[catalog.CategoryNode, ...]
    cart_count: int


async def load(visitor: Visitor) -> Chrome:
    """The departments come from the process's cache; only a visitor who has a cart costs a query."""
    count = await orders.cart_count(visitor.party_id) if visitor.party_id else 0
    return Chrome(await catalog.category_tree(), count)
